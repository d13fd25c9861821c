/** What a key does to the player. */
export type KeyAction =
  | { readonly kind: "play-pause" }
  | { readonly kind: "skip"; readonly seconds: number }
  /** To a part of the film, 0 to 1. */
  | { readonly kind: "jump"; readonly part: number }
  | { readonly kind: "help" }
  | { readonly kind: "louder"; readonly steps: number }
  | { readonly kind: "mute" }
  | { readonly kind: "subtitles" }
  | { readonly kind: "fullscreen" };

/** The part of a `KeyboardEvent` that decides. */
export interface Key {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly defaultPrevented: boolean;
}

const SMALL_SKIP_SECONDS = 5;
const LARGE_SKIP_SECONDS = 10;

const BY_ARROWS: ReadonlySet<string | undefined> = new Set(["range", "radio", "select"]);
const BY_SPACE: ReadonlySet<string | undefined> = new Set(["button", "radio", "checkbox", "summary"]);
const BY_LETTERS: ReadonlySet<string | undefined> = new Set(["select"]);
const BY_EVERY_KEY: ReadonlySet<string | undefined> = new Set(["text", "search", "textarea"]);

/**
 * The keys of today's video pages. Those that the focused control wants for itself are left to it.
 *
 * @param focused tag of the element that has the focus, in small letters, of an input its type; undefined for none
 */
export function keyAction(key: Key, focused: string | undefined): KeyAction | undefined {
  if (key.altKey || key.ctrlKey || key.metaKey || key.defaultPrevented) {
    return undefined;
  }
  const theirs =
    BY_EVERY_KEY.has(focused) ||
    (BY_LETTERS.has(focused) && key.key.length === 1) ||
    (BY_ARROWS.has(focused) && key.key.startsWith("Arrow")) ||
    (BY_SPACE.has(focused) && key.key === " ");
  if (theirs) {
    return undefined;
  }
  if (/^[0-9]$/.test(key.key)) {
    return { kind: "jump", part: Number(key.key) / 10 };
  }
  switch (key.key) {
    case "?":
      return { kind: "help" };
    case " ":
    case "k":
      return { kind: "play-pause" };
    case "ArrowLeft":
      return { kind: "skip", seconds: -SMALL_SKIP_SECONDS };
    case "ArrowRight":
      return { kind: "skip", seconds: SMALL_SKIP_SECONDS };
    case "j":
      return { kind: "skip", seconds: -LARGE_SKIP_SECONDS };
    case "l":
      return { kind: "skip", seconds: LARGE_SKIP_SECONDS };
    case "ArrowUp":
      return { kind: "louder", steps: 1 };
    case "ArrowDown":
      return { kind: "louder", steps: -1 };
    case "m":
      return { kind: "mute" };
    case "c":
      return { kind: "subtitles" };
    case "f":
      return { kind: "fullscreen" };
    default:
      return undefined;
  }
}

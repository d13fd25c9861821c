/** What a key does to the player. */
export type KeyAction =
  | { readonly kind: "play-pause" }
  | { readonly kind: "skip"; readonly seconds: number }
  | { readonly kind: "louder"; readonly steps: number }
  | { readonly kind: "mute" }
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

/**
 * The keys of today's video pages. Those that the focused control wants for itself are left to it.
 *
 * @param focused tag of the element that has the focus, in small letters; undefined for none
 */
export function keyAction(key: Key, focused: string | undefined): KeyAction | undefined {
  if (key.altKey || key.ctrlKey || key.metaKey || key.defaultPrevented) {
    return undefined;
  }
  const arrowIsTheirs = focused === "input" || focused === "select";
  if ((arrowIsTheirs && key.key.startsWith("Arrow")) || (focused === "button" && key.key === " ")) {
    return undefined;
  }
  switch (key.key) {
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
    case "f":
      return { kind: "fullscreen" };
    default:
      return undefined;
  }
}

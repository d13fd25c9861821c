import { DoubleTaps } from "../playback/double-tap.ts";
import { keyAction } from "../playback/keyboard.ts";
import type { Sound } from "../playback/sound.ts";
import type { FilmPlayer } from "./film-player.ts";
import type { FilmRemote } from "./film-remote.ts";
import type { FilmScreen } from "./film-screen.ts";
import type { HelpSheet } from "./help-sheet.ts";
import type { PlayerControls } from "./player-controls.ts";
import type { SubtitlesSession } from "./subtitles-session.ts";

const TAP_SKIP_SECONDS = 10;

export interface InputParts {
  readonly player: FilmPlayer;
  readonly controls: PlayerControls;
  readonly help: HelpSheet;
  readonly remote: FilmRemote;
  readonly sound: Sound;
  readonly screen: FilmScreen;
  readonly subtitles: SubtitlesSession;
  /** Whether nothing but the film is shown. */
  readonly watching: () => boolean;
  /** Whether a person is at something that has keys of its own. */
  readonly elsewhere: (event: Event) => boolean;
  /** Is told of a key that does something. */
  readonly used: () => void;
  /** Is told when the page may have to show something else. */
  readonly changed: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What is done to the film without its controls: by keys, and by clicks and taps on the picture itself. */
export class ViewerInput {
  readonly #parts: InputParts;
  readonly #taps = new DoubleTaps();
  /** Whether the film was touched last, not clicked: there are computers with both. */
  #byFinger = false;

  constructor(parts: InputParts) {
    this.#parts = parts;
    const { player, screen, signal } = parts;
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    player.addEventListener(
      "pointerdown",
      ({ pointerType }) => {
        this.#byFinger = pointerType === "touch";
      },
      { signal },
    );
    player.addEventListener(
      "dblclick",
      () => {
        if (!this.#byFinger) {
          void screen.toggleFull();
        }
      },
      { signal },
    );
    player.addEventListener("click", () => this.#clicked(), { signal });
    player.addEventListener(
      "pointerup",
      (event) => {
        if (event.pointerType === "touch") {
          this.#tapped(event);
        }
      },
      { signal },
    );
  }

  #clicked(): void {
    const { watching, remote } = this.#parts;
    if (watching() && !this.#byFinger && remote.mayPause) {
      remote.togglePlay();
    }
  }

  #tapped(event: PointerEvent): void {
    const { player, controls, remote } = this.#parts;
    const { left, width } = player.getBoundingClientRect();
    const side = this.#taps.tap(event.timeStamp, (event.clientX - left) / width);
    if (side !== undefined && !controls.hidden) {
      remote.skip(side === "back" ? -TAP_SKIP_SECONDS : TAP_SKIP_SECONDS);
    }
  }

  #key(event: KeyboardEvent): void {
    const { controls, help, remote, sound, screen, subtitles, elsewhere, used, changed } = this.#parts;
    const [focused] = event.composedPath();
    const action =
      controls.hidden || elsewhere(event)
        ? undefined
        : keyAction(event, focused instanceof HTMLInputElement ? focused.type : localNameOf(focused));
    if (action === undefined) {
      return;
    }
    event.preventDefault();
    used();
    switch (action.kind) {
      case "play-pause":
        controls.togglePlay();
        break;
      case "skip":
        remote.skip(action.seconds);
        break;
      case "jump":
        remote.jump(action.part);
        break;
      case "help":
        help.toggle();
        break;
      case "louder":
        sound.louder(action.steps);
        break;
      case "mute":
        sound.toggle();
        break;
      case "subtitles":
        subtitles.toggle();
        break;
      case "fullscreen":
        void screen.toggleFull();
        break;
    }
    changed();
  }
}

function localNameOf(target: EventTarget | undefined): string | undefined {
  return target instanceof HTMLElement ? target.localName : undefined;
}

import { messages } from "../messages.ts";
import { canFillScreen, canFloat, toggleFloating, toggleFullScreen } from "../pages/full-screen.ts";

/** How large the film is shown: as large as the page, as the screen, or in a small window over all others. */
export class FilmScreen {
  readonly #page: HTMLElement;
  readonly #video: HTMLVideoElement;
  readonly #tell: (sentence: string) => void;

  /** @param tell shows a sentence to the viewer */
  constructor(page: HTMLElement, video: HTMLVideoElement, tell: (sentence: string) => void) {
    this.#page = page;
    this.#video = video;
    this.#tell = tell;
  }

  get view(): {
    readonly fullscreen: boolean;
    readonly canFullscreen: boolean;
    readonly canFloat: boolean;
  } {
    return {
      fullscreen: document.fullscreenElement !== null,
      canFullscreen: canFillScreen(this.#video),
      canFloat: canFloat(this.#video),
    };
  }

  async toggleFull(): Promise<void> {
    try {
      await toggleFullScreen(this.#page, this.#video);
    } catch {
      this.#tell(messages.controls.fullscreenRefused);
    }
  }

  async toggleFloating(): Promise<void> {
    try {
      await toggleFloating(this.#video);
    } catch {
      this.#tell(messages.controls.floatRefused);
    }
  }
}

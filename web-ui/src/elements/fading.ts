import type { PlayerControls } from "./player-controls.ts";

const IDLE_AFTER_MS = 3000;

export interface FadingParts {
  readonly page: HTMLElement;
  readonly controls: PlayerControls;
  /** Whether they are to stay for another reason than that they are in use. */
  readonly stay: () => boolean;
  /** Whether a person is at something that needs no controls. */
  readonly elsewhere: (event: Event) => boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Lets the controls fade where nobody has touched anything for a while, and brings them back: `data-idle` on the page
 * and on the controls tells that they are out of sight.
 */
export class Fading {
  readonly #parts: FadingParts;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: FadingParts) {
    this.#parts = parts;
    const { page, elsewhere, signal } = parts;
    for (const type of ["pointermove", "pointerdown", "focusin", "keydown"]) {
      page.addEventListener(
        type,
        (event) => {
          if (!elsewhere(event)) {
            this.wake();
          }
        },
        { signal },
      );
    }
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  /** Shows the controls, for a while. */
  wake(): void {
    const { page, controls } = this.#parts;
    delete page.dataset.idle;
    delete controls.dataset.idle;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sleep(), IDLE_AFTER_MS);
  }

  /** Shows them where something has opened by itself while they were out of sight. */
  look(): void {
    const { page, controls } = this.#parts;
    if (page.dataset.idle !== undefined && controls.inUse) {
      this.wake();
    }
  }

  #sleep(): void {
    const { page, controls, stay } = this.#parts;
    if (stay() || controls.inUse) {
      this.wake();
      return;
    }
    page.dataset.idle = "";
    controls.dataset.idle = "";
  }
}

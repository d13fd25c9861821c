/**
 * Keeps the screen on while asked to. Browsers take the lock back when the tab is hidden, so that it is asked for
 * again when it can be seen; without a secure context there is none, and nothing happens.
 */
export class ScreenAwake {
  #lock: WakeLockSentinel | undefined;
  #asking = false;
  #wanted = false;

  /** @param signal ends it, and gives the screen free */
  constructor(signal: AbortSignal) {
    document.addEventListener("visibilitychange", () => void this.#hold(), { signal });
    signal.addEventListener("abort", () => this.keep(false));
  }

  keep(wanted: boolean): void {
    if (wanted === this.#wanted) {
      return;
    }
    this.#wanted = wanted;
    if (wanted) {
      void this.#hold();
    } else {
      void this.#lock?.release();
      this.#lock = undefined;
    }
  }

  async #hold(): Promise<void> {
    const lock: WakeLock | undefined = navigator.wakeLock;
    if (!this.#wanted || document.hidden || this.#asking || lock === undefined) {
      return;
    }
    if (this.#lock && !this.#lock.released) {
      return;
    }
    this.#asking = true;
    try {
      const held = await lock.request("screen");
      if (this.#wanted) {
        this.#lock = held;
      } else {
        await held.release();
      }
    } catch {
      // A low battery refuses it; the next time the tab is seen it is asked for again.
    }
    this.#asking = false;
  }
}

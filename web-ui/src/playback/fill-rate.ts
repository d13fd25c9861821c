const WINDOW_MS = 6_000;
const SHORTEST_MS = 1_500;

/** How fast a film comes in, in seconds of film a second: below 1 it cannot be watched without a stop. */
export class FillRate {
  #samples: { readonly atMs: number; readonly endSeconds: number }[] = [];

  /**
   * Takes a sample.
   *
   * @param atMs any monotonic clock
   * @param endSeconds media time up to which there is film from where the player is; going back is a seek
   */
  sample(atMs: number, endSeconds: number): void {
    const last = this.#samples.at(-1);
    if (last && endSeconds < last.endSeconds) {
      this.#samples = [];
    }
    this.#samples = [...this.#samples, { atMs, endSeconds }].filter((held) => atMs - held.atMs <= WINDOW_MS);
  }

  /** Another film, or another place in it. */
  reset(): void {
    this.#samples = [];
  }

  /** Undefined before there is enough to tell. */
  get times(): number | undefined {
    const first = this.#samples.at(0);
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.atMs - first.atMs < SHORTEST_MS) {
      return undefined;
    }
    return ((last.endSeconds - first.endSeconds) * 1000) / (last.atMs - first.atMs);
  }
}

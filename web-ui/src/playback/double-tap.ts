const WITHIN_MS = 320;
const SIDE_PART = 0.35;

export type Side = "back" | "forward";

/**
 * Tells double taps on the left and right third of a film. Each further tap in time counts, so that three taps jump
 * twice.
 */
export class DoubleTaps {
  #lastMs = Number.NEGATIVE_INFINITY;
  #lastSide: Side | undefined;

  /**
   * Takes a tap.
   *
   * @param atMs any monotonic clock
   * @param part where on the film, 0 is its left edge, 1 its right one
   * @returns the side where it was the second tap there
   */
  tap(atMs: number, part: number): Side | undefined {
    const side = part < SIDE_PART ? "back" : part > 1 - SIDE_PART ? "forward" : undefined;
    const again = side !== undefined && side === this.#lastSide && atMs - this.#lastMs <= WITHIN_MS;
    this.#lastMs = atMs;
    this.#lastSide = side;
    return again ? side : undefined;
  }
}

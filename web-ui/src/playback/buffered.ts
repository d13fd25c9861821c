import type { Ranges } from "../sync/player.ts";

/** A stretch of the film that the browser holds, in seconds of media time, `start < end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The stretches of a player's `buffered`. */
export function stretches(ranges: Ranges): Stretch[] {
  return Array.from({ length: ranges.length }, (_, i) => ({ start: ranges.start(i), end: ranges.end(i) }));
}

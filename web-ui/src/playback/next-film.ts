import { filmName, inSentence } from "../format.ts";
import type { NextFilm } from "../generated/protocol.ts";

const MAX_NAME_CHARACTERS = 80;

/** A countdown of the room, as a page tells it. */
export interface NextView {
  readonly name: string;
  /** Whole seconds from now; 0 when it is due, and while the clock is not known. */
  readonly secondsLeft: number;
}

/** @param serverMs server time now, where it is known */
export function nextView(next: NextFilm, serverMs: number | undefined): NextView {
  return {
    name: inSentence(filmName(next.path), MAX_NAME_CHARACTERS),
    secondsLeft: serverMs === undefined ? 0 : Math.max(0, Math.ceil((next.atMs - serverMs) / 1000)),
  };
}

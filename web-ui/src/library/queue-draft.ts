import type { QueueState } from "../generated/protocol.ts";

/** As many films as a room keeps. */
export const MOST_QUEUED = 100;

/** A message takes 64 KiB; long paths fill it before there are so many. */
const MOST_BYTES = 60_000;

/** A list to be sent, and the number of the one that it was made from. */
export interface QueueWish {
  readonly paths: readonly string[];
  readonly rev: number;
}

/**
 * A host's view of the queue. What was sent and not yet answered is shown at once, and the next change is made from
 * it: the room counts its changes, so the number that the wish will get is known. Where the room refuses it, somebody
 * else was faster: then its own list is shown again.
 */
export class QueueDraft {
  #told: QueueState | undefined;
  #wish: QueueWish | undefined;

  /** The list as the host sees it. */
  get paths(): readonly string[] {
    return this.#wish?.paths ?? this.#told?.paths ?? [];
  }

  /** What the room told, undefined where it tells nothing. */
  told(queue: QueueState | undefined): void {
    this.#told = queue;
    if (this.#wish && (queue === undefined || queue.rev >= this.#wish.rev)) {
      this.#wish = undefined;
    }
  }

  /** The room did not take a list. */
  refused(): void {
    this.#wish = undefined;
  }

  /** @returns what is to be sent; undefined where there is no queue to change, or no room for so much */
  set(paths: readonly string[]): QueueWish | undefined {
    const rev = this.#wish?.rev ?? this.#told?.rev;
    if (rev === undefined || !fits(paths)) {
      return undefined;
    }
    this.#wish = { paths, rev: rev + 1 };
    return { paths, rev };
  }
}

function fits(paths: readonly string[]): boolean {
  return paths.length <= MOST_QUEUED && new TextEncoder().encode(JSON.stringify(paths)).length <= MOST_BYTES;
}

/** The list with the film at `from` at place `to`; the same list where that is no change. */
export function moved(paths: readonly string[], from: number, to: number): readonly string[] {
  const film = paths[from];
  const place = Math.max(0, Math.min(to, paths.length - 1));
  if (film === undefined || place === from) {
    return paths;
  }
  const others = paths.toSpliced(from, 1);
  return others.toSpliced(place, 0, film);
}

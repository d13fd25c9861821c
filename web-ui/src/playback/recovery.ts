/**
 * What to do after a `<video>` reported an error. A page cannot see why a media request failed, so it asks what is
 * staged now, and for one byte of what it tried to play.
 */

/** What the service says about the film that failed. */
export type Evidence =
  /** Another film is staged since. */
  | { readonly kind: "replaced" }
  /** Nothing is staged any more. */
  | { readonly kind: "gone" }
  /** The film is still the staged one and its bytes come: the browser is what failed. */
  | { readonly kind: "bytes-come" }
  /** The service refuses the bytes, and says why. */
  | { readonly kind: "refused"; readonly detail: string }
  /** No answer at all. */
  | { readonly kind: "unreachable" };

export type Step =
  | { readonly kind: "swap" }
  | { readonly kind: "wait" }
  | { readonly kind: "reload"; readonly afterMs: number }
  | { readonly kind: "give-up"; readonly because: "not-supported" | "broken" };

/** `MediaError.code` of a file that a browser cannot read at all, and of one that it stumbled over. */
const MEDIA_ERR_DECODE = 3;
const MEDIA_ERR_SRC_NOT_SUPPORTED = 4;

/** A decoder that fails is given this many new starts, a file that cannot be opened one. */
const DECODE_RETRIES = 2;
const OPEN_RETRIES = 1;

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

/**
 * Decides the next step.
 *
 * @param errorCode the `MediaError.code`
 * @param failures errors in a row before this one, without a frame in between
 * @param random of [0, 1), spreads the retries of many viewers
 */
export function afterMediaError(
  evidence: Evidence,
  errorCode: number,
  failures: number,
  random: number,
): Step {
  switch (evidence.kind) {
    case "replaced":
      return { kind: "swap" };
    case "gone":
      return { kind: "wait" };
    case "refused":
    case "unreachable":
      return { kind: "reload", afterMs: backoffMs(failures, random) };
    case "bytes-come":
      if (errorCode === MEDIA_ERR_SRC_NOT_SUPPORTED && failures >= OPEN_RETRIES) {
        return { kind: "give-up", because: "not-supported" };
      }
      if (errorCode === MEDIA_ERR_DECODE && failures >= DECODE_RETRIES) {
        return { kind: "give-up", because: "broken" };
      }
      return { kind: "reload", afterMs: backoffMs(failures, random) };
  }
}

/** Doubling delays with equal jitter: half of each is fixed, half is random. */
export function backoffMs(failures: number, random: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));
  return Math.round(delay / 2 + (delay / 2) * random);
}

/** Where a position lies on a bar, 0 to 1. */
export function fractionAt(seconds: number, durationSeconds: number | undefined): number {
  if (durationSeconds === undefined || !(durationSeconds > 0) || !Number.isFinite(seconds)) {
    return 0;
  }
  return Math.min(1, Math.max(0, seconds / durationSeconds));
}

/** The fraction of a track under a pointer. */
export function fractionUnder(pointerX: number, left: number, width: number): number {
  return width > 0 ? Math.min(1, Math.max(0, (pointerX - left) / width)) : 0;
}

/** A position kept inside the film. */
export function clampPosition(seconds: number, durationSeconds: number | undefined): number {
  return Math.min(Math.max(0, seconds), durationSeconds ?? Number.POSITIVE_INFINITY);
}

const SMALL_STEP_SECONDS = 5;
const LARGE_STEP_SECONDS = 60;

/** Where a key takes a seek bar from `seconds`, undefined for keys that are not its own. */
export function positionAfterKey(
  key: string,
  seconds: number,
  durationSeconds: number | undefined,
): number | undefined {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return clampPosition(seconds - SMALL_STEP_SECONDS, durationSeconds);
    case "ArrowRight":
    case "ArrowUp":
      return clampPosition(seconds + SMALL_STEP_SECONDS, durationSeconds);
    case "PageDown":
      return clampPosition(seconds - LARGE_STEP_SECONDS, durationSeconds);
    case "PageUp":
      return clampPosition(seconds + LARGE_STEP_SECONDS, durationSeconds);
    case "Home":
      return 0;
    case "End":
      return durationSeconds;
    default:
      return undefined;
  }
}

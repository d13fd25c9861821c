/** Ranges of media time in seconds, as in `HTMLMediaElement.buffered`. */
export interface Ranges {
  readonly length: number;
  start(index: number): number;
  end(index: number): number;
}

/** What a presented frame tells (`VideoFrameCallbackMetadata`): seconds of media time, milliseconds of page time. */
export interface PresentedFrame {
  readonly mediaTime: number;
  readonly expectedDisplayTime: number;
  readonly presentedFrames: number;
}

export type PlayerEvent =
  | "play"
  | "playing"
  | "pause"
  | "waiting"
  | "seeking"
  | "seeked"
  | "canplay"
  | "loadedmetadata"
  | "emptied"
  | "ended"
  | "ratechange"
  | "progress"
  | "durationchange";

/** The part of `HTMLVideoElement` that sync needs. */
export interface Player {
  currentTime: number;
  playbackRate: number;
  preservesPitch: boolean;
  readonly paused: boolean;
  readonly seeking: boolean;
  readonly ended: boolean;
  readonly readyState: number;
  readonly networkState: number;
  readonly duration: number;
  readonly buffered: Ranges;
  play(): Promise<void>;
  pause(): void;
  addEventListener(type: PlayerEvent, listener: () => void, options?: { signal?: AbortSignal }): void;
  requestVideoFrameCallback?(callback: (now: number, frame: PresentedFrame) => void): number;
  cancelVideoFrameCallback?(handle: number): void;
  getVideoPlaybackQuality?(): { readonly droppedVideoFrames: number };
}

export const HAVE_METADATA = 1;
export const HAVE_CURRENT_DATA = 2;
export const HAVE_FUTURE_DATA = 3;
const NETWORK_IDLE = 1;

/** Gaps in `buffered` that players cross without stopping. */
const GAP_SECONDS = 0.1;
const READY_SECONDS = 5;

/** Seconds of media that can be played from a position on without another byte. */
export function bufferedAhead(buffered: Ranges, positionSeconds: number): number {
  let end = positionSeconds;
  for (let index = 0; index < buffered.length; index++) {
    if (buffered.start(index) <= end + GAP_SECONDS && buffered.end(index) > end) {
      end = buffered.end(index);
    }
  }
  return end - positionSeconds;
}

/**
 * Whether a player would start at once and go on: it can play, and holds 5 seconds, or up to the end, or all that the
 * browser means to fetch (it stopped by itself). Browsers that keep no more than 8 s are ready too: Chromium stops
 * reading about 10 s ahead, so no room may wait for more.
 */
export function isReady(player: Player, aheadSeconds: number): boolean {
  if (player.readyState < HAVE_FUTURE_DATA) {
    return false;
  }
  const toTheEnd = player.currentTime + aheadSeconds >= player.duration - GAP_SECONDS;
  const allFetched = player.networkState === NETWORK_IDLE;
  return aheadSeconds >= READY_SECONDS || toTheEnd || allFetched;
}

import type { KeptText } from "../pages/storage.ts";

const VOLUME_KEY = "watchparty:volume";
const VOLUME_STEP = 0.05;

/** The film's sound over one visit: how loud it is, which is remembered, and whether the browser has refused it. */
export class Sound {
  readonly #video: Pick<HTMLMediaElement, "volume" | "muted">;
  readonly #kept: KeptText;
  #refused = false;

  constructor(video: Pick<HTMLMediaElement, "volume" | "muted">, kept: KeptText) {
    this.#video = video;
    this.#kept = kept;
    video.volume = level(Number(kept.getItem(VOLUME_KEY) ?? 1));
  }

  /** Whether it is off because the browser refused it, not because somebody wanted quiet. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Goes on in silence, which is allowed where sound is not. */
  refuse(): void {
    this.#video.muted = true;
    this.#refused = true;
  }

  /** @param volume 0 to 1; what is beyond that is taken for the nearest */
  set(volume: number): void {
    const chosen = level(volume);
    this.#video.volume = chosen;
    this.#video.muted = chosen === 0;
    this.#refused = false;
    if (chosen > 0) {
      this.#kept.setItem(VOLUME_KEY, String(chosen));
    }
  }

  louder(steps: number): void {
    this.set(this.#video.volume + steps * VOLUME_STEP);
  }

  toggle(): void {
    const video = this.#video;
    video.muted = !video.muted;
    this.#refused = false;
    if (!video.muted && video.volume === 0) {
      video.volume = 1;
    }
  }
}

function level(volume: number): number {
  return Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 1;
}

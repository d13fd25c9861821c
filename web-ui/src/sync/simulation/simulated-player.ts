import type { Player, PlayerEvent, PresentedFrame, Ranges } from "../player.ts";
import type { World } from "./world.ts";

/** How a simulated browser plays; milliseconds, or a range of them to choose from. */
export interface PlayerHabits {
  readonly startMs: readonly [number, number];
  readonly seekMs: readonly [number, number];
  /** From asking to the first data of a place that is not buffered. */
  readonly fetchMs: readonly [number, number];
  /** Seconds of media fetched in a second. */
  readonly fetchSpeed: number;
  /** Seconds that it fetches ahead. */
  readonly holdSeconds: number;
  /** From setting a rate to moving at it. */
  readonly rateMs: number;
  /** Position lost when a rate other than 1 begins with the pitch kept, and how uneven it then is. */
  readonly stretchSeconds: number;
  /** How far `currentTime` is off, at most. */
  readonly noiseSeconds: number;
  /** Its own clock (the sound card's) against true time. */
  readonly skewPpm: number;
  readonly frameMs: number;
  /** Whether it fetches more than the first frame while it is paused. */
  readonly fetchesPaused: boolean;
}

export const CHROMIUM_HABITS: PlayerHabits = {
  startMs: [55, 80],
  seekMs: [25, 90],
  fetchMs: [150, 500],
  fetchSpeed: 4,
  holdSeconds: 12,
  rateMs: 90,
  stretchSeconds: 0.02,
  noiseSeconds: 0.0001,
  skewPpm: 0,
  frameMs: 1000 / 24,
  fetchesPaused: true,
};

export const SAFARI_HABITS: PlayerHabits = {
  ...CHROMIUM_HABITS,
  startMs: [80, 350],
  seekMs: [150, 700],
  fetchMs: [400, 1500],
  rateMs: 400,
  noiseSeconds: 0.015,
};

const HAVE_NOTHING = 0;
const HAVE_CURRENT_DATA = 2;
const HAVE_ENOUGH_DATA = 4;
const RESUME_SECONDS = 0.5;

/**
 * A video element with a film of its own: it starts, seeks, fetches, stalls and changes its rate with delays, fires
 * events later than it changes, as the standard has it, and its position lies on a line between the changes.
 */
export class SimulatedPlayer implements Player {
  readonly #world: World;
  readonly #habits: PlayerHabits;
  readonly #listeners: { type: PlayerEvent; listener: () => void; signal: AbortSignal | undefined }[] = [];
  readonly #frames = new Map<number, (now: number, frame: PresentedFrame) => void>();
  duration = Number.NaN;
  preservesPitch = true;
  networkState = 2;
  ended = false;
  paused = true;
  seeking = false;
  readyState = HAVE_NOTHING;
  /** Nobody looks: no frames are presented. */
  hidden = false;
  /** Refuses `play()` as autoplay policies do. */
  refusesPlay = false;
  seeks = 0;
  /** Seeks that were asked for while another, or a stall, was under way. */
  rudeSeeks = 0;
  readonly rates: number[] = [];
  #rate = 1;
  #speed = 1;
  #stretching = false;
  #moving = false;
  #linePosition = 0;
  #lineMs = 0;
  #bufferStart = 0;
  #bufferEnd = 0;
  #bufferMs = 0;
  #fetching = false;
  #starvedUntilMs = 0;
  /** What is under way is of this number; what was asked for before it is void. */
  #job = 0;
  #seekJob = 0;
  #startedMs = 0;
  #frameHandles = 0;

  constructor(world: World, habits: PlayerHabits) {
    this.#world = world;
    this.#habits = habits;
    this.#tick();
  }

  /** The exact position now, which nobody on the page can read. */
  get position(): number {
    return this.#positionAt(this.#world.nowMs);
  }

  get currentTime(): number {
    const { noiseSeconds, stretchSeconds } = this.#habits;
    if (!this.#moving) {
      return this.#linePosition;
    }
    const noise = this.#world.between(-noiseSeconds, noiseSeconds);
    const sawtooth = this.#stretching ? stretchSeconds * ((this.#world.nowMs % 175) / 175 - 0.5) : 0;
    const unsettled = this.#world.nowMs - this.#startedMs < 100 ? 0.05 : 0;
    return this.position + noise + sawtooth + unsettled;
  }

  set currentTime(seconds: number) {
    this.seeks++;
    if (this.seeking || (!this.paused && this.readyState < HAVE_ENOUGH_DATA - 1)) {
      this.rudeSeeks++;
    }
    this.#seek(seconds);
  }

  /** The viewer drags the bar. */
  drag(seconds: number): void {
    this.#seek(seconds);
  }

  get playbackRate(): number {
    return this.#rate;
  }

  set playbackRate(rate: number) {
    this.rates.push(rate);
    this.#rate = rate;
    this.#fire("ratechange");
    const keepsPitch = this.preservesPitch;
    this.#world.after(this.#habits.rateMs, () => {
      this.#rebase();
      const stretching = keepsPitch && rate !== 1;
      if (stretching && !this.#stretching && this.#moving) {
        this.#linePosition -= this.#habits.stretchSeconds;
      }
      this.#stretching = stretching;
      this.#speed = rate;
    });
  }

  get buffered(): Ranges {
    const start = this.#bufferStart;
    const end = this.#fetchedTo(this.#world.nowMs);
    return { length: end > start ? 1 : 0, start: () => start, end: () => end };
  }

  /** Another film: as `src` and `load()` do. */
  load(durationSeconds: number): void {
    this.#job++;
    this.#seekJob++;
    this.#moving = false;
    this.#linePosition = 0;
    this.#bufferStart = 0;
    this.#bufferEnd = 0;
    this.#fetching = false;
    this.paused = true;
    this.seeking = false;
    this.ended = false;
    this.#rate = 1;
    this.#speed = 1;
    this.readyState = HAVE_NOTHING;
    this.#fire("emptied");
    this.#world.after(this.#fetchDelay(), () => {
      this.duration = durationSeconds;
      this.#beginFetching(0);
      this.#fire("loadedmetadata");
      this.#dataCame();
    });
  }

  play(): Promise<void> {
    if (this.refusesPlay) {
      return Promise.reject(Object.assign(new Error("a gesture is needed"), { name: "NotAllowedError" }));
    }
    if (this.paused) {
      this.paused = false;
      this.ended = false;
      this.#fire("play");
      this.#startMoving(this.#pick(this.#habits.startMs));
    }
    return Promise.resolve();
  }

  pause(): void {
    if (!this.paused) {
      this.#job++;
      this.#rebase();
      this.#moving = false;
      this.paused = true;
      this.#fire("pause");
    }
  }

  /** No data comes for a while. */
  starve(forMs: number): void {
    this.#bufferEnd = this.#fetchedTo(this.#world.nowMs);
    this.#bufferMs = this.#world.nowMs;
    this.#starvedUntilMs = this.#world.nowMs + forMs;
  }

  /** The machine is too busy to play: the position falls behind at once. */
  hiccup(seconds: number): void {
    this.#rebase();
    this.#linePosition -= seconds;
  }

  addEventListener(type: PlayerEvent, listener: () => void, options?: { signal?: AbortSignal }): void {
    this.#listeners.push({ type, listener, signal: options?.signal });
  }

  requestVideoFrameCallback(callback: (now: number, frame: PresentedFrame) => void): number {
    this.#frames.set(++this.#frameHandles, callback);
    return this.#frameHandles;
  }

  cancelVideoFrameCallback(handle: number): void {
    this.#frames.delete(handle);
  }

  get waitingCallbacks(): number {
    return this.#frames.size + this.#listeners.filter(({ signal }) => !signal?.aborted).length;
  }

  #tick(): void {
    this.#world.after(this.#habits.frameMs, () => {
      this.#tick();
      if (this.#moving) {
        this.#present();
      } else if (!this.paused && !this.seeking && this.readyState === HAVE_CURRENT_DATA && !this.ended) {
        this.#maybeRecover();
      }
    });
  }

  #present(): void {
    const position = this.position;
    if (position >= this.duration) {
      this.#stopAt(this.duration);
      this.ended = true;
      this.paused = true;
      this.#fire("pause");
      this.#fire("ended");
      return;
    }
    if (position >= this.#fetchedTo(this.#world.nowMs)) {
      this.#stopAt(this.#fetchedTo(this.#world.nowMs));
      this.readyState = HAVE_CURRENT_DATA;
      this.#fire("waiting");
      return;
    }
    if (this.hidden) {
      return;
    }
    const callbacks = [...this.#frames.values()];
    this.#frames.clear();
    const frame = { mediaTime: position, expectedDisplayTime: 0, presentedFrames: 0 };
    for (const callback of callbacks) {
      callback(0, frame);
    }
  }

  #maybeRecover(): void {
    const end = this.#fetchedTo(this.#world.nowMs);
    if (end - this.#linePosition >= RESUME_SECONDS || end >= this.duration) {
      this.readyState = HAVE_ENOUGH_DATA;
      this.#fire("canplay");
      this.#startMoving(20);
    }
  }

  #stopAt(position: number): void {
    this.#job++;
    this.#moving = false;
    this.#linePosition = position;
  }

  #startMoving(delayMs: number): void {
    const job = ++this.#job;
    this.#world.after(delayMs, () => {
      if (job === this.#job && !this.paused && !this.seeking && this.readyState > HAVE_CURRENT_DATA) {
        this.#moving = true;
        this.#lineMs = this.#world.nowMs;
        this.#startedMs = this.#world.nowMs;
        this.#fire("playing");
      }
    });
  }

  #seek(seconds: number): void {
    const job = ++this.#seekJob;
    this.#job++;
    const target = Math.min(Math.max(seconds, 0), this.duration);
    const held = target >= this.#bufferStart && target < this.#fetchedTo(this.#world.nowMs) - 0.1;
    this.#moving = false;
    this.#linePosition = target;
    this.seeking = true;
    this.ended = false;
    this.readyState = 1;
    this.#fire("seeking");
    this.#world.after(held ? this.#pick(this.#habits.seekMs) : this.#fetchDelay(), () => {
      if (job !== this.#seekJob) {
        return;
      }
      if (!held) {
        this.#beginFetching(target);
      }
      this.seeking = false;
      this.#fire("seeked");
      this.#dataCame();
      if (!this.paused) {
        this.#startMoving(this.#pick(this.#habits.startMs));
      }
    });
  }

  #dataCame(): void {
    const ahead = this.#fetchedTo(this.#world.nowMs) - this.#linePosition;
    const idle = this.paused && !this.#habits.fetchesPaused && ahead < 1;
    this.readyState = idle ? HAVE_CURRENT_DATA : HAVE_ENOUGH_DATA;
    if (!idle) {
      this.#fire("canplay");
    }
  }

  #fetchDelay(): number {
    return this.#pick(this.#habits.fetchMs) + Math.max(0, this.#starvedUntilMs - this.#world.nowMs);
  }

  #beginFetching(position: number): void {
    this.#bufferStart = position;
    this.#bufferEnd = position + 0.5;
    this.#bufferMs = this.#world.nowMs;
    this.#fetching = true;
  }

  #fetchedTo(nowMs: number): number {
    if (!this.#fetching) {
      return this.#bufferEnd;
    }
    const { fetchSpeed, holdSeconds } = this.#habits;
    const sinceMs = Math.max(0, nowMs - Math.max(this.#bufferMs, this.#starvedUntilMs));
    const wanted = Math.min(this.#positionAt(nowMs) + holdSeconds, this.duration);
    const reached = Math.max(
      this.#bufferEnd,
      Math.min(this.#bufferEnd + (sinceMs / 1000) * fetchSpeed, wanted),
    );
    this.#bufferEnd = reached;
    this.#bufferMs = nowMs;
    return reached;
  }

  #positionAt(nowMs: number): number {
    const clock = 1 + this.#habits.skewPpm / 1e6;
    const moved = this.#moving ? ((nowMs - this.#lineMs) / 1000) * this.#speed * clock : 0;
    return this.#linePosition + moved;
  }

  #rebase(): void {
    this.#linePosition = this.position;
    this.#lineMs = this.#world.nowMs;
  }

  #pick([low, high]: readonly [number, number]): number {
    return this.#world.between(low, high);
  }

  #fire(type: PlayerEvent): void {
    this.#world.after(0, () => {
      for (const each of this.#listeners) {
        if (each.type === type && !each.signal?.aborted) {
          each.listener();
        }
      }
    });
  }
}

import type { TimelineState } from "../../generated/protocol.ts";
import {
  type CorrectorState,
  type Decision,
  decide,
  initialState,
  LARGEST_SLEW,
  type Observation,
  type Profile,
} from "../drift.ts";
import { chance } from "./world.ts";

/** How a plant answers, milliseconds unless said otherwise. */
export interface PlantHabits {
  readonly startMs: number;
  /** Starts differ by as much, either way. */
  readonly startSpreadMs: number;
  readonly seekMs: number;
  readonly seekSpreadMs: number;
  /** From setting a rate to moving at it. */
  readonly rateMs: number;
  /** Position lost when a rate other than 1 begins with the pitch kept. */
  readonly stretchSeconds: number;
  /** Of what the page reads, the median already taken. */
  readonly noiseSeconds: number;
  /** The readings' age. */
  readonly lagMs: number;
  readonly skewPpm: number;
}

const STEP_MS = 10;
const TICK_MS = 250;

/** A player and the corrector alone, with exact knowledge of the room: fast enough for thousands of runs. */
export class Plant {
  readonly profile: Profile;
  readonly habits: PlantHabits;
  readonly #random: () => number;
  state: CorrectorState;
  line: TimelineState;
  nowMs = 0;
  position: number;
  paused = true;
  readyState = 4;
  bufferedAheadSeconds = 10;
  seeks = 0;
  rudeSeeks = 0;
  /** Slews in the order in which they were set, without repetitions. */
  readonly slews: number[] = [];
  outOfBounds = 0;
  #rate = 1;
  #preservesPitch = true;
  #speed = 1;
  #speedAtMs: number | undefined;
  #stretching = false;
  #movesAtMs = Number.POSITIVE_INFINITY;
  #soughtAtMs: number | undefined;
  #playAtMs: number | undefined;
  #nextTickMs = 0;
  readonly #drifts: number[] = [];

  constructor(profile: Profile, habits: PlantHabits, line: TimelineState, seed: number) {
    this.profile = profile;
    this.habits = habits;
    this.line = line;
    this.position = line.time;
    this.state = initialState(profile);
    this.#random = chance(seed);
  }

  get moving(): boolean {
    return (
      !this.paused && this.#soughtAtMs === undefined && this.readyState >= 3 && this.nowMs >= this.#movesAtMs
    );
  }

  get roomPosition(): number {
    const moved = this.line.playing ? (Math.max(0, this.nowMs - this.line.at) / 1000) * this.line.rate : 0;
    return this.line.time + moved;
  }

  get drift(): number {
    return this.position - this.roomPosition;
  }

  run(forMs: number, watch?: () => void): void {
    for (let passedMs = 0; passedMs < forMs; passedMs += STEP_MS) {
      this.#step();
      watch?.();
    }
  }

  /** No data: the player stands, though it plays. */
  stall(forMs: number): void {
    this.readyState = 2;
    this.bufferedAheadSeconds = 0;
    this.run(forMs);
    this.readyState = 4;
    this.bufferedAheadSeconds = 10;
    this.#movesAtMs = this.nowMs;
  }

  #step(): void {
    this.nowMs += STEP_MS;
    if (this.moving) {
      this.position += (STEP_MS / 1000) * this.#speed * (1 + this.habits.skewPpm / 1e6);
    }
    this.#drifts.push(this.drift);
    if (this.#speedAtMs !== undefined && this.nowMs >= this.#speedAtMs) {
      this.#applyRate();
    }
    let happened = false;
    if (this.#soughtAtMs !== undefined && this.nowMs >= this.#soughtAtMs) {
      this.#soughtAtMs = undefined;
      happened = true;
    }
    if (this.#playAtMs !== undefined && this.nowMs >= this.#playAtMs) {
      this.#playAtMs = undefined;
      this.paused = false;
      this.#movesAtMs = this.nowMs + this.habits.startMs + this.#spread(this.habits.startSpreadMs);
      happened = true;
    }
    if (happened || this.nowMs >= this.#nextTickMs) {
      this.decide();
    }
  }

  decide(): void {
    this.#nextTickMs = this.nowMs + TICK_MS;
    for (let count = 0; count < 4; count++) {
      const { state, decision } = decide(this.state, this.observe(), this.profile);
      this.state = state;
      this.#obey(decision);
      if (decision.kind !== "pause" && decision.kind !== "setRate") {
        return;
      }
    }
  }

  observe(): Observation {
    const settled = this.moving && this.nowMs - this.#movesAtMs >= this.profile.settleMs;
    const lagged = this.#drifts.at(-1 - Math.round(this.habits.lagMs / STEP_MS)) ?? this.drift;
    return {
      localMs: this.nowMs,
      serverMs: this.nowMs,
      line: this.line,
      positionSeconds: this.position,
      paused: this.paused,
      seeking: this.#soughtAtMs !== undefined,
      ended: false,
      readyState: this.#soughtAtMs === undefined ? this.readyState : 1,
      rate: this.#rate,
      preservesPitch: this.#preservesPitch,
      bufferedAheadSeconds: this.bufferedAheadSeconds,
      buffered: () => true,
      driftSeconds: settled ? lagged + this.#spread(this.habits.noiseSeconds) : undefined,
    };
  }

  #obey(decision: Decision): void {
    if (decision.kind === "seekTo" || decision.kind === "pause") {
      this.#playAtMs = undefined;
    }
    switch (decision.kind) {
      case "nothing":
      case "wait":
        break;
      case "pause":
        this.paused = true;
        this.#movesAtMs = Number.POSITIVE_INFINITY;
        break;
      case "seekTo":
        this.seeks++;
        if (this.#soughtAtMs !== undefined || (!this.paused && this.readyState < 3)) {
          this.rudeSeeks++;
        }
        this.position = decision.positionSeconds;
        this.#soughtAtMs = this.nowMs + this.habits.seekMs + this.#spread(this.habits.seekSpreadMs);
        break;
      case "playAt":
        this.#playAtMs = decision.localMs;
        break;
      case "setRate":
        this.#setRate(decision.rate, decision.preservesPitch);
        break;
    }
  }

  #setRate(rate: number, preservesPitch: boolean): void {
    const slew = rate / this.line.rate - 1;
    if (Math.abs(slew) > LARGEST_SLEW + 1e-9) {
      this.outOfBounds++;
    }
    if (this.slews.at(-1) !== slew) {
      this.slews.push(slew);
    }
    this.#rate = rate;
    this.#preservesPitch = preservesPitch;
    this.#speedAtMs = this.nowMs + this.habits.rateMs;
  }

  #applyRate(): void {
    const stretching = this.#preservesPitch && this.#rate !== 1;
    if (stretching && !this.#stretching && this.moving) {
      this.position -= this.habits.stretchSeconds;
    }
    this.#stretching = stretching;
    this.#speed = this.#rate;
    this.#speedAtMs = undefined;
  }

  #spread(width: number): number {
    return width * (2 * this.#random() - 1);
  }
}

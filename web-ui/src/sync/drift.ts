import type { TimelineState } from "../generated/protocol.ts";
import { HAVE_CURRENT_DATA, HAVE_FUTURE_DATA, HAVE_METADATA } from "./player.ts";
import { clamp, positionAt, reachedAt } from "./timeline.ts";

/**
 * How a browser's player behaves; milliseconds, seconds of media time, and rates relative to the room's.
 *
 * Chromium's figures are measured (156, AAC at 48 kHz). With pitch preserved, a rate other than 1 costs about 20 ms of
 * position when it begins, moves in steps of 10 ms and does nothing below 0.1 %; without, the player resamples, obeys
 * within 100 ms and is exact to 0.1 ms. So small corrections resample: 2 % is a third of a semitone, less than PAL
 * does to every film. Larger ones keep the pitch. Firefox and Safari always keep it.
 */
export interface Profile {
  /** Corrections up to this part of the rate resample instead of keeping the pitch; 0 where that is not known to be good. */
  readonly resampleUpTo: number;
  /** For corrections that resample. */
  readonly fine: Slewing;
  /** For those that keep the pitch, and for rooms at another rate than 1. */
  readonly coarse: Slewing;
  /** Beyond this drift a correction keeps the pitch and may use the whole slew. */
  readonly coarseSeconds: number;
  /**
   * A player that rests this far from the room's place is moved there. In Chromium that is always worth it: a start
   * after a seek is even to a few milliseconds, one after a mere pause is not (by up to 50), and all show one frame.
   */
  readonly restSeconds: number;
  /** Cost of starting after a pause before it is learned. */
  readonly warmStartMs: number;
  /** Cost of starting after a seek before it is learned. */
  readonly coldStartMs: number;
  /** Cost of a seek, with data at hand, before it is learned. */
  readonly seekMs: number;
  /** After a start, measurements say nothing for this long. */
  readonly settleMs: number;
  /** A player that shows its frame but fetches no more while paused is played after this long, to make it fetch. */
  readonly patienceMs: number;
}

export interface Slewing {
  /** Drift below this is left alone. */
  readonly deadBandSeconds: number;
  /** A correction goes on until drift is below this. */
  readonly settledSeconds: number;
  /** Part of the drift that a second of slewing takes away. */
  readonly gainPerSecond: number;
  /** The rate changes in multiples of this. */
  readonly slewStep: number;
  /** Drift is the median of the readings of this long: as long as the player's clock is uneven. */
  readonly medianMs: number;
}

export const PROFILES: Readonly<Record<BrowserFamily, Profile>> = {
  chromium: {
    resampleUpTo: 0.02,
    fine: {
      deadBandSeconds: 0.002,
      settledSeconds: 0.0005,
      gainPerSecond: 1.2,
      slewStep: 0.001,
      medianMs: 120,
    },
    coarse: {
      deadBandSeconds: 0.012,
      settledSeconds: 0.004,
      gainPerSecond: 0.5,
      slewStep: 0.005,
      medianMs: 1_000,
    },
    coarseSeconds: 0.06,
    restSeconds: 0.001,
    warmStartMs: 0,
    coldStartMs: 80,
    seekMs: 100,
    settleMs: 200,
    patienceMs: Number.POSITIVE_INFINITY,
  },
  firefox: {
    resampleUpTo: 0,
    fine: { deadBandSeconds: 0.02, settledSeconds: 0.006, gainPerSecond: 0.5, slewStep: 0.01, medianMs: 500 },
    coarse: {
      deadBandSeconds: 0.02,
      settledSeconds: 0.006,
      gainPerSecond: 0.5,
      slewStep: 0.01,
      medianMs: 500,
    },
    coarseSeconds: 0,
    restSeconds: 0.04,
    warmStartMs: 50,
    coldStartMs: 80,
    seekMs: 200,
    settleMs: 300,
    patienceMs: Number.POSITIVE_INFINITY,
  },
  safari: {
    resampleUpTo: 0,
    fine: {
      deadBandSeconds: 0.06,
      settledSeconds: 0.02,
      gainPerSecond: 0.3,
      slewStep: 0.01,
      medianMs: 1_000,
    },
    coarse: {
      deadBandSeconds: 0.06,
      settledSeconds: 0.02,
      gainPerSecond: 0.3,
      slewStep: 0.01,
      medianMs: 1_000,
    },
    coarseSeconds: 0,
    restSeconds: 0.04,
    warmStartMs: 100,
    coldStartMs: 150,
    seekMs: 400,
    settleMs: 800,
    patienceMs: 3_000,
  },
};

export type BrowserFamily = "chromium" | "firefox" | "safari";

/** Which family a user agent is of. Every browser of iOS is Safari; what is unknown is treated as that, the floor. */
export function browserFamily(userAgent: string): BrowserFamily {
  if (/iPhone|iPad|iPod/.test(userAgent)) {
    return "safari";
  }
  if (/Firefox\//.test(userAgent)) {
    return "firefox";
  }
  return /Chrom(e|ium)\//.test(userAgent) ? "chromium" : "safari";
}

export const LARGEST_SLEW = 0.05;
const STEP_SECONDS = 1;
const STEP_AFTER_MS = 500;
const BUFFER_TO_SPEED_UP_SECONDS = 2;
const GOOD_START_SECONDS = 0.08;
const MOST_ATTEMPTS = 3;
/** Who is further ahead of the room than this goes back by a seek instead of waiting. */
const LONGEST_WAIT_MS = 1_000;
const LONGEST_SEEK_MS = 5_000;
const LONGEST_START_MS = 600;
const FETCH_MS = 500;
const FIRST_STEP_PAUSE_MS = 5_000;
const LONGEST_STEP_PAUSE_MS = 60_000;
/** A `play()` that did not happen by then will not: it was undone. */
const OVERDUE_MS = 250;
/** Starts within this of each other teach; a timer later than this was held up. */
const HELD_UP_MS = 100;
/** Players end a little before or after the duration that they tell. */
const END_SECONDS = 0.05;
/** A rate is kept this long: a change shows only later in what is measured. */
const HOLD_MS = 200;
const SAME_RATE = 1e-6;

/** What one player's starts and seeks cost, learned from each, in milliseconds. */
export interface Learned {
  /** From `play()` to moving, after a pause. */
  readonly warmStartMs: number;
  /** The same after a seek. */
  readonly coldStartMs: number;
  /** A seek to where data is at hand. */
  readonly seekMs: number;
  /** A seek to where nothing is buffered. */
  readonly fetchMs: number;
}

/**
 * What a player is about. `resting`: paused with the room. `stopping`, `seeking`, `armed`, `starting`: acquiring
 * the room's position. `tracking`: moving with it, corrected by `slew` (0 is none).
 */
export type Phase =
  | { readonly kind: "resting"; readonly soughtTo?: number }
  | {
      readonly kind: "seeking";
      readonly sinceMs: number;
      /** What is waited for: a seek to where data was at hand or was not, or data for where the player is. */
      readonly to: "buffered" | "unbuffered" | "here";
      readonly attempt: number;
    }
  | { readonly kind: "stopping"; readonly attempt: number }
  | { readonly kind: "armed"; readonly playAtMs: number; readonly attempt: number }
  | {
      readonly kind: "starting";
      readonly sinceMs: number;
      /** How late `play()` was, by which the start will be behind whatever it costs. */
      readonly lateMs: number;
      readonly attempt: number;
    }
  | {
      readonly kind: "tracking";
      readonly slew: number;
      readonly slewSinceMs: number;
      readonly mode: SlewMode;
      readonly modeSinceMs: number;
      readonly farSinceMs?: number;
    };

/** How the rate is changed: by resampling, or with the pitch kept. */
export type SlewMode = "fine" | "coarse";

export interface CorrectorState {
  readonly phase: Phase;
  readonly learned: Learned;
  /** Whether the player was moved since it last played. */
  readonly cold: boolean;
  /** No step before this local time; each soon after another doubles the pause. */
  readonly nextStepMs: number;
  readonly stepPauseMs: number;
}

/** Player and room at one instant of the page's clock. */
export interface Observation {
  readonly localMs: number;
  readonly serverMs: number;
  /** The line to follow: the one in force, or the one about to begin where the room stands. */
  readonly line: TimelineState;
  readonly durationSeconds?: number | undefined;
  readonly positionSeconds: number;
  readonly paused: boolean;
  readonly seeking: boolean;
  readonly ended: boolean;
  readonly readyState: number;
  readonly rate: number;
  readonly preservesPitch: boolean;
  readonly bufferedAheadSeconds: number;
  /** Whether there is data at a media time. */
  readonly buffered: (positionSeconds: number) => boolean;
  /** Measured drift, positive when the player is ahead; absent while it is not moving or not measured yet. */
  readonly driftSeconds?: number | undefined;
}

export type Decision =
  | { readonly kind: "nothing" }
  /** Something is under way; the next event of the player decides. */
  | { readonly kind: "wait" }
  | { readonly kind: "seekTo"; readonly positionSeconds: number }
  /** Call `play()` at this time of the page's clock, exactly. */
  | { readonly kind: "playAt"; readonly localMs: number }
  | { readonly kind: "setRate"; readonly rate: number; readonly preservesPitch: boolean }
  | { readonly kind: "pause" };

export interface Verdict {
  readonly state: CorrectorState;
  readonly decision: Decision;
}

const NOTHING: Decision = { kind: "nothing" };
const WAIT: Decision = { kind: "wait" };

export function initialState(profile: Profile): CorrectorState {
  const { warmStartMs, coldStartMs, seekMs } = profile;
  return {
    phase: { kind: "resting" },
    learned: { warmStartMs, coldStartMs, seekMs, fetchMs: seekMs + FETCH_MS },
    cold: true,
    nextStepMs: Number.NEGATIVE_INFINITY,
    stepPauseMs: FIRST_STEP_PAUSE_MS,
  };
}

/** The same player with another film, or after a jump that was not its own: what was learned stays. */
export function acquireAnew(state: CorrectorState): CorrectorState {
  return { ...state, phase: { kind: "resting" }, cold: true };
}

/**
 * The oldest readings that drift is to be the median of. None from before the mode changed: the two would decide by
 * different readings, and take turns.
 */
export function measuredSince(
  state: CorrectorState,
  roomRate: number,
  localMs: number,
  profile: Profile,
): number {
  const { phase } = state;
  const mode = phase.kind === "tracking" ? phase.mode : usualMode(roomRate, profile);
  const sinceMs = localMs - profile[mode].medianMs;
  return phase.kind === "tracking" ? Math.max(sinceMs, phase.modeSinceMs) : sinceMs;
}

/**
 * What the player is to do now, in two phases.
 *
 * *Acquire*: seek, paused, to where the room will be when seek and start are paid for, wait until it can play, call
 * `play()` the learned start cost before the room gets there; a first frame more than 80 ms off is done again, at most
 * three times. The pause matters: a player that moves while it is placed cannot be placed exactly.
 *
 * *Track*: inside a dead band nothing; outside it the rate is changed in proportion to the drift, by at most 5 %, until
 * the drift is settled; where it has been over a second for half a second, a step (acquire again), and after each one a
 * longer pause before the next. Proportional control of an integrator does not ring while the gain times the delay of
 * the loop (median, tick, player: about 0.4 s) stays below 1/e, which the profiles keep.
 *
 * The caller obeys the decision, and asks again at each event of the player and every quarter of a second.
 */
export function decide(state: CorrectorState, seen: Observation, profile: Profile): Verdict {
  if (seen.readyState < HAVE_METADATA) {
    return { state: acquireAnew(state), decision: WAIT };
  }
  if (
    state.phase.kind !== "tracking" &&
    (Math.abs(seen.rate - seen.line.rate) > SAME_RATE || !seen.preservesPitch)
  ) {
    return { state, decision: { kind: "setRate", rate: seen.line.rate, preservesPitch: true } };
  }
  return seen.line.playing ? follow(state, seen, profile) : rest(state, seen, profile);
}

function rest(state: CorrectorState, seen: Observation, profile: Profile): Verdict {
  const target = positionAt(seen.line, seen.serverMs, seen.durationSeconds);
  const phase: Phase = state.phase.kind === "resting" ? state.phase : { kind: "resting" };
  const resting = { ...state, phase };
  if (!seen.paused) {
    return { state: resting, decision: { kind: "pause" } };
  }
  if (seen.seeking) {
    return { state: resting, decision: WAIT };
  }
  if (phase.soughtTo !== target && Math.abs(seen.positionSeconds - target) > profile.restSeconds) {
    return {
      state: { ...state, phase: { kind: "resting", soughtTo: target }, cold: true },
      decision: { kind: "seekTo", positionSeconds: target },
    };
  }
  return { state: resting, decision: NOTHING };
}

function follow(state: CorrectorState, seen: Observation, profile: Profile): Verdict {
  const phase = state.phase;
  switch (phase.kind) {
    case "resting": {
      const off = seen.positionSeconds - positionAt(seen.line, seen.serverMs, seen.durationSeconds);
      const underWay = !seen.paused && seen.serverMs >= seen.line.at && Math.abs(off) <= GOOD_START_SECONDS;
      return underWay ? track(tracking(state, seen, profile), seen, profile) : acquire(state, seen, 0);
    }
    case "stopping":
      return acquire(state, seen, phase.attempt);
    case "seeking": {
      const tookMs = seen.localMs - phase.sinceMs;
      if (!seen.seeking && seen.readyState >= HAVE_FUTURE_DATA) {
        return acquire(
          { ...state, learned: learnSeek(state.learned, tookMs, phase.to) },
          seen,
          phase.attempt,
        );
      }
      const idle = !seen.seeking && seen.readyState >= HAVE_CURRENT_DATA && tookMs >= profile.patienceMs;
      return idle ? arm(state, seen, 0, phase.attempt) : { state, decision: WAIT };
    }
    case "armed": {
      if (seen.paused) {
        const due = seen.localMs >= phase.playAtMs && seen.localMs < phase.playAtMs + OVERDUE_MS;
        return due ? { state, decision: WAIT } : acquire(state, seen, phase.attempt);
      }
      const { attempt, playAtMs } = phase;
      const starting: Phase = {
        kind: "starting",
        sinceMs: seen.localMs,
        lateMs: seen.localMs - playAtMs,
        attempt,
      };
      return start({ ...state, phase: starting }, seen, profile);
    }
    case "starting":
      return start(state, seen, profile);
    case "tracking":
      return track(state, seen, profile);
  }
}

/** Goes to where the room will be, or, being there, waits for it. */
function acquire(state: CorrectorState, seen: Observation, attempt: number): Verdict {
  if (!seen.paused) {
    return { state: { ...state, phase: { kind: "stopping", attempt } }, decision: { kind: "pause" } };
  }
  if (seen.seeking) {
    return { state, decision: WAIT };
  }
  const target = positionAt(seen.line, seen.serverMs, seen.durationSeconds);
  if (isAtTheEnd(target, seen) && isAtTheEnd(seen.positionSeconds, seen)) {
    return { state, decision: WAIT };
  }
  const reachedMs = reachedAt(seen.line, seen.positionSeconds) ?? seen.serverMs;
  const playInMs = reachedMs - seen.serverMs - startCost(state);
  const toBeginMs = Math.max(0, seen.line.at - seen.serverMs);
  const tooLate = playInMs < -GOOD_START_SECONDS * 1000;
  const tooEarly = playInMs > toBeginMs + (attempt === 0 ? LONGEST_WAIT_MS : LONGEST_SEEK_MS);
  if ((tooLate || tooEarly) && attempt < MOST_ATTEMPTS) {
    return seek(state, seen, attempt + 1);
  }
  // Who was stopped and is near has a try without a seek.
  const attempts = state.phase.kind === "stopping" ? attempt + 1 : attempt;
  if (seen.readyState < HAVE_FUTURE_DATA) {
    const waiting: Phase = { kind: "seeking", sinceMs: seen.localMs, to: "here", attempt: attempts };
    return { state: { ...state, phase: waiting }, decision: WAIT };
  }
  return arm(state, seen, playInMs, attempts);
}

function arm(state: CorrectorState, seen: Observation, playInMs: number, attempt: number): Verdict {
  const playAtMs = seen.localMs + playInMs;
  const phase: Phase = { kind: "armed", playAtMs, attempt };
  return { state: { ...state, phase }, decision: { kind: "playAt", localMs: playAtMs } };
}

function seek(state: CorrectorState, seen: Observation, attempt: number): Verdict {
  const { learned } = state;
  const arrival = (seekMs: number) =>
    positionAt(seen.line, seen.serverMs + seekMs + learned.coldStartMs, seen.durationSeconds);
  const near = arrival(learned.seekMs);
  const buffered = seen.buffered(near);
  const positionSeconds = buffered ? near : arrival(learned.fetchMs);
  const to = buffered ? "buffered" : "unbuffered";
  const phase: Phase = { kind: "seeking", sinceMs: seen.localMs, to, attempt };
  return { state: { ...state, phase, cold: true }, decision: { kind: "seekTo", positionSeconds } };
}

function start(state: CorrectorState, seen: Observation, profile: Profile): Verdict {
  const phase = state.phase;
  if (phase.kind !== "starting") {
    return { state, decision: NOTHING };
  }
  if (seen.paused) {
    return seen.ended ? { state, decision: WAIT } : acquire(state, seen, phase.attempt);
  }
  if (!seen.seeking && seen.readyState < HAVE_FUTURE_DATA) {
    // It stalled: that says nothing about the start, and another seek would not bring the data.
    return { state: tracking(state, seen, profile), decision: WAIT };
  }
  if (seen.line.at - seen.serverMs > startCost(state) + GOOD_START_SECONDS * 1000) {
    // The room was stopped meanwhile, and goes on later than this player was started for.
    return acquire(state, seen, phase.attempt);
  }
  const settled = seen.localMs - phase.sinceMs >= profile.settleMs;
  if (seen.seeking || !settled || seen.driftSeconds === undefined) {
    return { state, decision: WAIT };
  }
  const learnt = learnStart(state, phase.lateMs, seen.driftSeconds);
  if (Math.abs(seen.driftSeconds) > GOOD_START_SECONDS && phase.attempt < MOST_ATTEMPTS) {
    return acquire(learnt, seen, phase.attempt);
  }
  return track(tracking(learnt, seen, profile), seen, profile);
}

function tracking(state: CorrectorState, seen: Observation, profile: Profile): CorrectorState {
  const phase: Phase = {
    kind: "tracking",
    slew: 0,
    slewSinceMs: Number.NEGATIVE_INFINITY,
    mode: usualMode(seen.line.rate, profile),
    modeSinceMs: seen.localMs,
  };
  return { ...state, cold: false, phase };
}

function track(state: CorrectorState, seen: Observation, profile: Profile): Verdict {
  const phase = state.phase;
  if (phase.kind !== "tracking") {
    return { state, decision: NOTHING };
  }
  if (seen.paused) {
    return seen.ended ? { state, decision: WAIT } : acquire(state, seen, 0);
  }
  if (seen.serverMs < seen.line.at) {
    return acquire(state, seen, 0);
  }
  if (seen.seeking || seen.readyState < HAVE_FUTURE_DATA) {
    return { state, decision: WAIT };
  }
  if (seen.driftSeconds === undefined) {
    // Not measured again since a stall: what data there is must not be played faster than it comes.
    const spends = phase.slew > 0 && seen.bufferedAheadSeconds < BUFFER_TO_SPEED_UP_SECONDS;
    return spends
      ? { state: tracking(state, seen, profile), decision: rateFor(seen, 0, phase.mode, profile) }
      : { state, decision: WAIT };
  }
  const far = Math.abs(seen.driftSeconds) > STEP_SECONDS;
  const farSinceMs = phase.farSinceMs ?? seen.localMs;
  if (far && seen.localMs - farSinceMs >= STEP_AFTER_MS && seen.localMs >= state.nextStepMs) {
    return acquire(stepped(state, seen.localMs), seen, 0);
  }
  const held = seen.localMs - phase.slewSinceMs < HOLD_MS;
  const { slew, mode } = held ? phase : slewFor(phase, seen, profile);
  const next: Phase = {
    kind: "tracking",
    slew,
    slewSinceMs: slew === phase.slew ? phase.slewSinceMs : seen.localMs,
    mode,
    modeSinceMs: mode === phase.mode ? phase.modeSinceMs : seen.localMs,
    ...(far ? { farSinceMs } : {}),
  };
  return { state: { ...state, phase: next }, decision: rateFor(seen, slew, mode, profile) };
}

function stepped(state: CorrectorState, localMs: number): CorrectorState {
  const soon = localMs < state.nextStepMs + LONGEST_STEP_PAUSE_MS;
  const stepPauseMs = soon ? Math.min(2 * state.stepPauseMs, LONGEST_STEP_PAUSE_MS) : FIRST_STEP_PAUSE_MS;
  return { ...state, nextStepMs: localMs + stepPauseMs, stepPauseMs };
}

/** The slew that takes the drift away: none inside the dead band, and a running one ends where drift is settled. */
function slewFor(
  running: { readonly slew: number; readonly mode: SlewMode },
  seen: Observation,
  profile: Profile,
): { slew: number; mode: SlewMode } {
  const drift = seen.driftSeconds ?? 0;
  const mode = modeFor(running.mode, seen.line.rate, drift, profile);
  const slewing = profile[mode];
  const band = running.slew === 0 ? slewing.deadBandSeconds : slewing.settledSeconds;
  const crossed = running.slew !== 0 && Math.sign(drift) === Math.sign(running.slew);
  if (Math.abs(drift) <= band || crossed) {
    return { slew: 0, mode: usualMode(seen.line.rate, profile) };
  }
  const largest = mode === "fine" && profile.resampleUpTo > 0 ? profile.resampleUpTo : LARGEST_SLEW;
  const steps = Math.max(1, Math.round((Math.abs(drift) * slewing.gainPerSecond) / slewing.slewStep));
  const size = Math.min(steps * slewing.slewStep, largest);
  const starved = drift < 0 && seen.bufferedAheadSeconds < BUFFER_TO_SPEED_UP_SECONDS;
  return starved
    ? { slew: 0, mode: usualMode(seen.line.rate, profile) }
    : { slew: -Math.sign(drift) * size, mode };
}

function usualMode(roomRate: number, profile: Profile): SlewMode {
  return roomRate === 1 && profile.resampleUpTo > 0 ? "fine" : "coarse";
}

/** Coarse corrections begin far out and end well inside, so that the modes do not take turns. */
function modeFor(running: SlewMode, roomRate: number, drift: number, profile: Profile): SlewMode {
  if (usualMode(roomRate, profile) === "coarse") {
    return "coarse";
  }
  const bound = running === "coarse" ? profile.coarseSeconds / 2 : profile.coarseSeconds;
  return Math.abs(drift) > bound ? "coarse" : "fine";
}

function rateFor(seen: Observation, slew: number, mode: SlewMode, profile: Profile): Decision {
  const rate = seen.line.rate * (1 + slew);
  const preservesPitch = slew === 0 || mode === "coarse" || profile.resampleUpTo === 0;
  const unchanged = Math.abs(seen.rate - rate) < SAME_RATE && seen.preservesPitch === preservesPitch;
  return unchanged ? NOTHING : { kind: "setRate", rate, preservesPitch };
}

function isAtTheEnd(positionSeconds: number, seen: Observation): boolean {
  return positionSeconds >= (seen.durationSeconds ?? Number.POSITIVE_INFINITY) - END_SECONDS;
}

function startCost(state: CorrectorState): number {
  return state.cold ? state.learned.coldStartMs : state.learned.warmStartMs;
}

/** Takes half of what was missed; the other half may have been chance. A start that was held up teaches nothing. */
function learnStart(state: CorrectorState, lateMs: number, driftSeconds: number): CorrectorState {
  if (lateMs > HELD_UP_MS) {
    return state;
  }
  const missedMs = driftSeconds * 1000 + lateMs;
  const costMs = clamp(startCost(state) - missedMs / 2, -LONGEST_START_MS, LONGEST_START_MS);
  const learned = state.cold
    ? { ...state.learned, coldStartMs: costMs }
    : { ...state.learned, warmStartMs: costMs };
  return { ...state, learned };
}

/** Rises at once, so that the next aim is not missed again; falls slowly. */
function learnSeek(learned: Learned, tookMs: number, to: "buffered" | "unbuffered" | "here"): Learned {
  const held = to === "unbuffered" ? learned.fetchMs : learned.seekMs;
  const aimed = tookMs * 1.2 + 20;
  const next = clamp(aimed > held ? aimed : held + (aimed - held) / 4, 0, LONGEST_SEEK_MS);
  switch (to) {
    case "buffered":
      return { ...learned, seekMs: next };
    case "unbuffered":
      return { ...learned, fetchMs: next };
    case "here":
      return learned;
  }
}

import type { TimelineState } from "../generated/protocol.ts";
import { HAVE_FUTURE_DATA, HAVE_METADATA } from "./player.ts";
import { clamp, positionAt, reachedAt } from "./timeline.ts";

/** How a browser's player behaves; milliseconds, seconds of media time, and rates relative to the room's. */
export interface Profile {
  /** Drift below this is left alone. */
  readonly deadBandSeconds: number;
  /** A correction goes on until drift is below this. */
  readonly settledSeconds: number;
  /** Part of the drift that a second of slewing takes away. */
  readonly gainPerSecond: number;
  /** Smallest step of the rate: players change the rate at a price, so it is changed rarely. */
  readonly slewStep: number;
  /** Cost of starting before it is learned. */
  readonly startMs: number;
  /** Cost of a seek, with data at hand, before it is learned. */
  readonly seekMs: number;
  /** After a start, and after a change of the rate, measurements say nothing for this long. */
  readonly settleMs: number;
}

export const PROFILES = {
  chromium: {
    deadBandSeconds: 0.006,
    settledSeconds: 0.002,
    gainPerSecond: 0.8,
    slewStep: 0.005,
    startMs: 40,
    seekMs: 150,
    settleMs: 200,
  },
  firefox: {
    deadBandSeconds: 0.015,
    settledSeconds: 0.005,
    gainPerSecond: 0.6,
    slewStep: 0.01,
    startMs: 60,
    seekMs: 200,
    settleMs: 300,
  },
  safari: {
    deadBandSeconds: 0.06,
    settledSeconds: 0.02,
    gainPerSecond: 0.3,
    slewStep: 0.01,
    startMs: 120,
    seekMs: 400,
    settleMs: 800,
  },
} as const satisfies Record<string, Profile>;

export type BrowserFamily = keyof typeof PROFILES;

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
/** A player that rests this far from the room's place is moved there. */
const REST_SECONDS = 0.015;
/** A start further away than this is better reached by a seek. */
const LONGEST_WAIT_MS = 3_000;
const LONGEST_SEEK_MS = 8_000;
const LONGEST_START_MS = 600;
const FIRST_STEP_PAUSE_MS = 5_000;
const LONGEST_STEP_PAUSE_MS = 60_000;

/** What one player's start and seek cost, learned from each, in milliseconds. */
export interface Learned {
  readonly startMs: number;
  readonly seekMs: number;
  /** A seek to where nothing is buffered. */
  readonly fetchMs: number;
}

/**
 * What a player is about. `resting`: paused with the room. `seeking`, `armed`, `starting`: acquiring the room's
 * position. `tracking`: moving with it, corrected by `slew` (0 is none).
 */
export type Phase =
  | { readonly kind: "resting"; readonly soughtTo?: number }
  | {
      readonly kind: "seeking";
      readonly targetSeconds: number;
      readonly sinceMs: number;
      readonly buffered: boolean;
      readonly attempt: number;
    }
  | { readonly kind: "armed"; readonly playAtMs: number; readonly onTime: boolean; readonly attempt: number }
  | {
      readonly kind: "starting";
      readonly playAtMs: number;
      readonly onTime: boolean;
      readonly attempt: number;
    }
  | {
      readonly kind: "tracking";
      readonly slew: number;
      readonly slewSinceMs: number;
      readonly farSinceMs?: number;
    };

export interface CorrectorState {
  readonly phase: Phase;
  readonly learned: Learned;
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
  readonly bufferedAheadSeconds: number;
  /** Whether a media time could be played without another byte. */
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
  | { readonly kind: "setRate"; readonly rate: number }
  | { readonly kind: "pause" };

export interface Verdict {
  readonly state: CorrectorState;
  readonly decision: Decision;
}

const NOTHING: Decision = { kind: "nothing" };
const WAIT: Decision = { kind: "wait" };

export function initialState(profile: Profile): CorrectorState {
  return {
    phase: { kind: "resting" },
    learned: { startMs: profile.startMs, seekMs: profile.seekMs, fetchMs: profile.seekMs + 500 },
    nextStepMs: Number.NEGATIVE_INFINITY,
    stepPauseMs: FIRST_STEP_PAUSE_MS,
  };
}

/** The same player with another film, or after a jump that was not its own: what was learned stays. */
export function acquireAnew(state: CorrectorState): CorrectorState {
  return { ...state, phase: { kind: "resting" } };
}

export function decide(state: CorrectorState, seen: Observation, profile: Profile): Verdict {
  if (seen.readyState < HAVE_METADATA) {
    return { state: acquireAnew(state), decision: WAIT };
  }
  return seen.line.playing ? follow(state, seen, profile) : rest(state, seen);
}

function rest(state: CorrectorState, seen: Observation): Verdict {
  const target = positionAt(seen.line, seen.serverMs, seen.durationSeconds);
  const soughtTo = state.phase.kind === "resting" ? state.phase.soughtTo : undefined;
  const phase: Phase = soughtTo === undefined ? { kind: "resting" } : { kind: "resting", soughtTo };
  if (!seen.paused) {
    return { state: { ...state, phase: { kind: "resting" } }, decision: { kind: "pause" } };
  }
  if (seen.seeking) {
    return { state: { ...state, phase }, decision: WAIT };
  }
  if (soughtTo !== target && Math.abs(seen.positionSeconds - target) > REST_SECONDS) {
    return {
      state: { ...state, phase: { kind: "resting", soughtTo: target } },
      decision: { kind: "seekTo", positionSeconds: target },
    };
  }
  return { state: { ...state, phase }, decision: NOTHING };
}

function follow(state: CorrectorState, seen: Observation, profile: Profile): Verdict {
  const phase = state.phase;
  switch (phase.kind) {
    case "resting":
      return seen.paused ? acquire(state, seen, 0) : track(tracking(state, seen), seen, profile);
    case "seeking": {
      if (seen.seeking || seen.readyState < HAVE_FUTURE_DATA) {
        return { state, decision: WAIT };
      }
      const learned = learnSeek(state.learned, seen.localMs - phase.sinceMs, phase.buffered);
      return acquire({ ...state, learned }, seen, phase.attempt);
    }
    case "armed":
      if (seen.paused) {
        return seen.localMs < phase.playAtMs ? rearm(state, phase, seen) : { state, decision: WAIT };
      }
      return start({ ...state, phase: { ...phase, kind: "starting" } }, seen, profile);
    case "starting":
      return start(state, seen, profile);
    case "tracking":
      return track(state, seen, profile);
  }
}

/** Goes to where the room will be, or, being there, waits for it. */
function acquire(state: CorrectorState, seen: Observation, attempt: number): Verdict {
  if (!seen.paused) {
    return { state, decision: { kind: "pause" } };
  }
  if (seen.seeking) {
    return { state, decision: WAIT };
  }
  const reachedMs = reachedAt(seen.line, seen.positionSeconds) ?? seen.serverMs;
  const playInMs = reachedMs - seen.serverMs - state.learned.startMs;
  const tooLate = playInMs < -GOOD_START_SECONDS * 1000;
  const tooEarly = playInMs > Math.max(LONGEST_WAIT_MS, seen.line.at - seen.serverMs + REST_SECONDS * 1000);
  const canPlay = seen.readyState >= HAVE_FUTURE_DATA;
  if ((tooLate || tooEarly) && attempt < MOST_ATTEMPTS) {
    return seek(state, seen, attempt + 1);
  }
  if (!canPlay) {
    return { state, decision: WAIT };
  }
  const playAtMs = seen.localMs + Math.max(0, playInMs);
  const phase: Phase = { kind: "armed", playAtMs, onTime: playInMs >= 0, attempt };
  return { state: { ...state, phase }, decision: { kind: "playAt", localMs: playAtMs } };
}

function rearm(state: CorrectorState, phase: Phase & { kind: "armed" }, seen: Observation): Verdict {
  if (seen.seeking || seen.readyState < HAVE_FUTURE_DATA) {
    return { state: { ...state, phase: { kind: "resting" } }, decision: WAIT };
  }
  return acquire(state, seen, phase.attempt);
}

function seek(state: CorrectorState, seen: Observation, attempt: number): Verdict {
  const costMs = (buffered: boolean) =>
    (buffered ? state.learned.seekMs : state.learned.fetchMs) + state.learned.startMs;
  const near = positionAt(seen.line, seen.serverMs + costMs(true), seen.durationSeconds);
  const buffered = seen.buffered(near);
  const targetSeconds = buffered
    ? near
    : positionAt(seen.line, seen.serverMs + costMs(false), seen.durationSeconds);
  const phase: Phase = { kind: "seeking", targetSeconds, sinceMs: seen.localMs, buffered, attempt };
  return { state: { ...state, phase }, decision: { kind: "seekTo", positionSeconds: targetSeconds } };
}

function start(state: CorrectorState, seen: Observation, profile: Profile): Verdict {
  const phase = state.phase;
  if (phase.kind !== "starting") {
    return { state, decision: NOTHING };
  }
  if (seen.paused) {
    return acquire(state, seen, phase.attempt);
  }
  const settled = seen.localMs - phase.playAtMs >= profile.settleMs;
  if (seen.seeking || seen.readyState < HAVE_FUTURE_DATA || !settled || seen.driftSeconds === undefined) {
    return { state, decision: WAIT };
  }
  const learned = phase.onTime ? learnStart(state.learned, seen.driftSeconds) : state.learned;
  const learnt = { ...state, learned };
  if (Math.abs(seen.driftSeconds) > GOOD_START_SECONDS && phase.attempt < MOST_ATTEMPTS && !seen.ended) {
    return {
      state: {
        ...learnt,
        phase: { kind: "armed", playAtMs: seen.localMs, onTime: false, attempt: phase.attempt },
      },
      decision: { kind: "pause" },
    };
  }
  return track(tracking(learnt, seen), seen, profile);
}

function tracking(state: CorrectorState, seen: Observation): CorrectorState {
  return { ...state, phase: { kind: "tracking", slew: 0, slewSinceMs: seen.localMs } };
}

function track(state: CorrectorState, seen: Observation, profile: Profile): Verdict {
  const phase = state.phase;
  if (phase.kind !== "tracking") {
    return { state, decision: NOTHING };
  }
  if (seen.paused && !seen.ended) {
    return acquire(state, seen, 0);
  }
  if (seen.seeking || seen.readyState < HAVE_FUTURE_DATA || seen.ended || seen.driftSeconds === undefined) {
    return { state, decision: WAIT };
  }
  const drift = seen.driftSeconds;
  if (Math.abs(drift) > STEP_SECONDS) {
    const farSinceMs = phase.farSinceMs ?? seen.localMs;
    if (seen.localMs - farSinceMs >= STEP_AFTER_MS && seen.localMs >= state.nextStepMs) {
      return step(state, seen);
    }
    return setSlew(
      { ...state, phase: { ...phase, farSinceMs } },
      seen,
      profile,
      slewFor(phase.slew, seen, profile),
    );
  }
  const { farSinceMs: _, ...near } = phase;
  return setSlew({ ...state, phase: near }, seen, profile, slewFor(phase.slew, seen, profile));
}

function step(state: CorrectorState, seen: Observation): Verdict {
  const soon = seen.localMs < state.nextStepMs + LONGEST_STEP_PAUSE_MS;
  const stepPauseMs = soon ? Math.min(2 * state.stepPauseMs, LONGEST_STEP_PAUSE_MS) : FIRST_STEP_PAUSE_MS;
  const stepped = { ...state, nextStepMs: seen.localMs + stepPauseMs, stepPauseMs };
  const verdict = acquire(stepped, seen, 0);
  return verdict.decision.kind === "pause" ? { ...verdict, state: acquireAnew(stepped) } : verdict;
}

/** The slew that takes the drift away, none inside the dead band; a running one ends where drift is settled. */
function slewFor(running: number, seen: Observation, profile: Profile): number {
  const drift = seen.driftSeconds ?? 0;
  const band = running === 0 ? profile.deadBandSeconds : profile.settledSeconds;
  if (Math.abs(drift) <= band || (running !== 0 && Math.sign(drift) === Math.sign(running))) {
    return 0;
  }
  const wanted = -drift * profile.gainPerSecond;
  const steps = Math.max(1, Math.round(Math.abs(wanted) / profile.slewStep));
  const slew = Math.sign(wanted) * Math.min(steps * profile.slewStep, LARGEST_SLEW);
  return slew > 0 && seen.bufferedAheadSeconds < BUFFER_TO_SPEED_UP_SECONDS ? 0 : slew;
}

function setSlew(state: CorrectorState, seen: Observation, profile: Profile, slew: number): Verdict {
  const phase = state.phase;
  if (phase.kind !== "tracking") {
    return { state, decision: NOTHING };
  }
  const rate = seen.line.rate * (1 + slew);
  if (slew === phase.slew && Math.abs(seen.rate - rate) < 1e-6) {
    return { state, decision: NOTHING };
  }
  if (slew !== 0 && seen.localMs - phase.slewSinceMs < profile.settleMs && phase.slew !== 0) {
    return { state, decision: NOTHING };
  }
  return {
    state: { ...state, phase: { ...phase, slew, slewSinceMs: seen.localMs } },
    decision: { kind: "setRate", rate },
  };
}

function learnStart(learned: Learned, driftSeconds: number): Learned {
  return { ...learned, startMs: clamp(learned.startMs - (driftSeconds * 1000) / 2, 0, LONGEST_START_MS) };
}

/** Rises at once, so that the next aim is not missed again; falls slowly. */
function learnSeek(learned: Learned, tookMs: number, buffered: boolean): Learned {
  const held = buffered ? learned.seekMs : learned.fetchMs;
  const aimed = tookMs * 1.2 + 30;
  const next = clamp(aimed > held ? aimed : held + (aimed - held) / 4, 0, LONGEST_SEEK_MS);
  return buffered ? { ...learned, seekMs: next } : { ...learned, fetchMs: next };
}

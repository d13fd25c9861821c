import type { TimelineState } from "../generated/protocol.ts";

/**
 * The lines that govern a room, oldest first. Commands lie a little in the future: until the newest takes hold, the
 * one before it goes on.
 */
export type Schedule = readonly TimelineState[];

/** A new line that begins this close to where the old one would be carries it on: it is a play, a pause or a rate. */
const CONTINUOUS_SECONDS = 0.05;

/** What clocks and late news may differ by where a room is seen again. */
const REACH_SECONDS = 2;

/** Lines that can be pending at once; beyond that the oldest are forgotten. */
const MOST_LINES = 4;

/**
 * Where a room is at a server time, in seconds of media time, held between 0 and the duration. Before `at` the room
 * stands at `time`.
 */
export function positionAt(line: TimelineState, serverMs: number, durationSeconds?: number): number {
  const movedSeconds = line.playing ? (line.rate * Math.max(0, serverMs - line.at)) / 1000 : 0;
  return clamp(line.time + movedSeconds, 0, durationSeconds ?? Number.POSITIVE_INFINITY);
}

/**
 * The server time at which a playing room is at a position; before `at` where the position lies before the line's
 * beginning. Absent for a room that stands.
 */
export function reachedAt(line: TimelineState, positionSeconds: number): number | undefined {
  return line.playing ? line.at + ((positionSeconds - line.time) * 1000) / line.rate : undefined;
}

/** The line that holds at a server time: the newest that has begun, or the first one to come. */
export function lineAt(schedule: Schedule, serverMs: number): TimelineState | undefined {
  return schedule.findLast((line) => line.at <= serverMs) ?? schedule[0];
}

/** The line that takes over from the one in force, if one is pending. */
export function nextAfter(schedule: Schedule, serverMs: number): TimelineState | undefined {
  return lineAt(schedule, serverMs) === undefined
    ? undefined
    : schedule.find((line) => line.at > serverMs && line !== schedule[0]);
}

/**
 * The schedule after a new line has been announced. A line that carries the old one on waits for its time; one that
 * begins elsewhere (a seek) replaces all, so that players can go there before it begins to move.
 */
export function succeed(schedule: Schedule, next: TimelineState, durationSeconds?: number): Schedule {
  const earlier = schedule.filter((line) => line.at < next.at);
  const last = earlier.at(-1);
  const carriesOn =
    last !== undefined &&
    Math.abs(positionAt(last, next.at, durationSeconds) - next.time) <= CONTINUOUS_SECONDS;
  return carriesOn ? [...earlier, next].slice(-MOST_LINES) : [next];
}

/**
 * Whether a room can have come from one position to another by playing, at no more than a rate, and pausing alone.
 *
 * @param forgottenMs how much of its playing, at most, the service may have forgotten meanwhile
 */
export function isWithinReach(
  positionSeconds: number,
  fromSeconds: number,
  elapsedMs: number,
  rate: number,
  forgottenMs = 0,
): boolean {
  return (
    positionSeconds >= fromSeconds - (rate * forgottenMs) / 1000 - REACH_SECONDS &&
    positionSeconds <= fromSeconds + (rate * Math.max(0, elapsedMs)) / 1000 + REACH_SECONDS
  );
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

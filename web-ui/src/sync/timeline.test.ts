import { describe, expect, test } from "vitest";
import type { TimelineState } from "../generated/protocol.ts";
import {
  isWithinReach,
  lineAt,
  nextAfter,
  positionAt,
  reachedAt,
  type Schedule,
  succeed,
} from "./timeline.ts";

const playing: TimelineState = { time: 10, at: 1_000, rev: 1, rate: 1, playing: true };
const paused: TimelineState = { ...playing, playing: false };

describe("the position of a line", () => {
  test.each([
    { line: playing, serverMs: 1_000, position: 10 },
    { line: playing, serverMs: 3_500, position: 12.5 },
    { line: { ...playing, rate: 2 }, serverMs: 3_500, position: 15 },
    { line: paused, serverMs: 3_500, position: 10 },
  ])("is $position at $serverMs", ({ line, serverMs, position }) => {
    expect(positionAt(line, serverMs)).toBe(position);
  });

  test("stands at its time until it begins", () => {
    expect(positionAt(playing, 0)).toBe(10);
  });

  test("is held at the end of the film", () => {
    expect(positionAt(playing, 1_000_000, 60)).toBe(60);
  });

  test("is reached at the time that gives the position back", () => {
    expect(positionAt(playing, reachedAt(playing, 12.5) ?? 0)).toBe(12.5);
    expect(reachedAt(paused, 12.5)).toBeUndefined();
  });
});

describe("a schedule", () => {
  const pauseSoon: TimelineState = { time: 12, at: 3_000, rev: 2, rate: 1, playing: false };
  const seekSoon: TimelineState = { time: 500, at: 3_000, rev: 2, rate: 1, playing: true };

  test("keeps the old line until a pause takes hold", () => {
    const schedule = succeed([playing], pauseSoon);
    expect(lineAt(schedule, 2_999)).toBe(playing);
    expect(nextAfter(schedule, 2_999)).toBe(pauseSoon);
    expect(lineAt(schedule, 3_000)).toBe(pauseSoon);
    expect(nextAfter(schedule, 3_000)).toBeUndefined();
  });

  test("gives up the old line at once for a seek, so that players can go there", () => {
    expect(succeed([playing], seekSoon)).toEqual([seekSoon]);
  });

  test("keeps a play that waits behind a pause that waits", () => {
    const playAgain: TimelineState = { ...pauseSoon, at: 3_200, rev: 3, playing: true };
    const schedule = succeed(succeed([playing], pauseSoon), playAgain);
    expect([2_500, 3_100, 3_300].map((serverMs) => lineAt(schedule, serverMs)?.rev)).toEqual([1, 2, 3]);
  });

  test("lets a newer command that begins earlier replace one that waits", () => {
    const pauseSooner: TimelineState = { ...pauseSoon, time: 11, at: 2_000, rev: 3 };
    const schedule = succeed(succeed([playing], pauseSoon), pauseSooner);
    expect(lineAt(schedule, 4_000)?.rev).toBe(3);
  });

  test("does not grow with the commands", () => {
    let schedule: Schedule = [];
    for (let rev = 1; rev <= 100; rev++) {
      schedule = succeed(schedule, { time: 10, at: rev, rev, rate: 1, playing: false });
    }
    expect(schedule.length).toBeLessThanOrEqual(4);
  });
});

describe("a room that was out of sight", () => {
  test.each([
    { seconds: 100, rate: 1, withinReach: true },
    { seconds: 110, rate: 1, withinReach: true },
    { seconds: 104, rate: 1, withinReach: true },
    { seconds: 115, rate: 1, withinReach: false },
    { seconds: 95, rate: 1, withinReach: false },
    { seconds: 119, rate: 2, withinReach: true },
    { seconds: 125, rate: 2, withinReach: false },
  ])("may have come from 100 to $seconds in 10 s by plays at $rate and pauses: $withinReach", (row) => {
    expect(isWithinReach(row.seconds, 100, 10_000, row.rate)).toBe(row.withinReach);
  });

  test("may lie as far back as the service forgot", () => {
    expect(isWithinReach(94, 100, 70_000, 1, 5_000)).toBe(true);
    expect(isWithinReach(92, 100, 70_000, 1, 5_000)).toBe(false);
    expect(isWithinReach(89, 100, 70_000, 2, 5_000)).toBe(true);
  });

  test("is where it was, whatever a clock that was set back says", () => {
    expect(isWithinReach(101, 100, -5_000, 1)).toBe(true);
    expect(isWithinReach(93, 100, -5_000, 1)).toBe(false);
  });
});

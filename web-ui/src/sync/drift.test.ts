import { describe, expect, test, vi } from "vitest";
import type { TimelineState } from "../generated/protocol.ts";
import {
  acquireAnew,
  browserFamily,
  type CorrectorState,
  decide,
  initialState,
  LARGEST_SLEW,
  type Observation,
  PROFILES,
} from "./drift.ts";
import { Plant, type PlantHabits } from "./simulation/plant.ts";
import { chance } from "./simulation/world.ts";

// Thousands of runs take a second, and many times that on a machine that does other things.
vi.setConfig({ testTimeout: 60_000 });

const PLAYING: TimelineState = { time: 100, at: 0, rev: 1, rate: 1, playing: true };
const PAUSED: TimelineState = { ...PLAYING, playing: false };
const { chromium, firefox, safari } = PROFILES;

const CHROMIUM: PlantHabits = {
  startMs: 70,
  startSpreadMs: 12,
  seekMs: 60,
  seekSpreadMs: 30,
  rateMs: 100,
  stretchSeconds: 0.02,
  noiseSeconds: 0.0002,
  lagMs: 60,
  skewPpm: 50,
};

function seen(change: Partial<Observation> = {}): Observation {
  return {
    localMs: 10_000,
    serverMs: 10_000,
    line: PLAYING,
    positionSeconds: 110,
    paused: false,
    seeking: false,
    ended: false,
    readyState: 4,
    rate: 1,
    preservesPitch: true,
    bufferedAheadSeconds: 10,
    buffered: () => true,
    driftSeconds: 0,
    ...change,
  };
}

function tracking(slew = 0): CorrectorState {
  return {
    ...initialState(chromium),
    phase: {
      kind: "tracking",
      slew,
      slewSinceMs: Number.NEGATIVE_INFINITY,
      mode: "fine",
      modeSinceMs: Number.NEGATIVE_INFINITY,
    },
  };
}

describe("a room that stands", () => {
  test("pauses the player, then moves it to the room's place, once", () => {
    const first = decide(initialState(chromium), seen({ line: PAUSED }), chromium);
    expect(first.decision).toEqual({ kind: "pause" });
    const second = decide(first.state, seen({ line: PAUSED, paused: true }), chromium);
    expect(second.decision).toEqual({ kind: "seekTo", positionSeconds: 100 });
    const third = decide(second.state, seen({ line: PAUSED, paused: true, seeking: true }), chromium);
    expect(third.decision).toEqual({ kind: "wait" });
    const fourth = decide(third.state, seen({ line: PAUSED, paused: true, positionSeconds: 99.9 }), chromium);
    expect(fourth.decision).toEqual({ kind: "nothing" });
  });

  test("leaves a player alone that rests there", () => {
    const { decision } = decide(
      initialState(chromium),
      seen({ line: PAUSED, paused: true, positionSeconds: 100.0005 }),
      chromium,
    );
    expect(decision).toEqual({ kind: "nothing" });
  });
});

describe("acquiring", () => {
  const learned = initialState(chromium).learned;

  test("waits for metadata", () => {
    const { decision } = decide(initialState(chromium), seen({ readyState: 0, paused: true }), chromium);
    expect(decision).toEqual({ kind: "wait" });
  });

  test("seeks to where the room will be when seek and start are paid for", () => {
    const { decision } = decide(initialState(chromium), seen({ paused: true, positionSeconds: 0 }), chromium);
    const costSeconds = (learned.seekMs + learned.coldStartMs) / 1000;
    expect(decision).toEqual({ kind: "seekTo", positionSeconds: 110 + costSeconds });
  });

  test("aims further ahead where nothing is buffered", () => {
    const { decision } = decide(
      initialState(chromium),
      seen({ paused: true, positionSeconds: 0, buffered: () => false }),
      chromium,
    );
    const costSeconds = (learned.fetchMs + learned.coldStartMs) / 1000;
    expect(decision).toEqual({ kind: "seekTo", positionSeconds: 110 + costSeconds });
  });

  test("stops a moving player before it seeks", () => {
    const { decision } = decide(initialState(chromium), seen({ positionSeconds: 0 }), chromium);
    expect(decision).toEqual({ kind: "pause" });
  });

  test("starts a player that waits ahead of the room, its start cost early", () => {
    const { decision } = decide(
      initialState(chromium),
      seen({ paused: true, positionSeconds: 110.5 }),
      chromium,
    );
    expect(decision).toEqual({ kind: "playAt", localMs: 10_500 - learned.coldStartMs });
  });

  test("starts with the room where a play is announced", () => {
    const line = { ...PLAYING, time: 110, at: 10_600 };
    const { decision } = decide(
      initialState(chromium),
      seen({ line, paused: true, positionSeconds: 110 }),
      chromium,
    );
    expect(decision).toEqual({ kind: "playAt", localMs: 10_600 - learned.coldStartMs });
  });

  test("goes to the room's rate before it starts", () => {
    const line = { ...PLAYING, rate: 1.5 };
    const { decision } = decide(initialState(chromium), seen({ line, paused: true }), chromium);
    expect(decision).toEqual({ kind: "setRate", rate: 1.5, preservesPitch: true });
  });

  test("lets a player that is already there go on", () => {
    const { state, decision } = decide(initialState(chromium), seen({ positionSeconds: 110.04 }), chromium);
    expect(decision).toEqual({ kind: "nothing" });
    expect(state.phase.kind).toBe("tracking");
  });

  test("does not play the film again from its end", () => {
    const { decision } = decide(
      initialState(chromium),
      seen({ durationSeconds: 110, paused: true, ended: true, readyState: 2, positionSeconds: 110 }),
      chromium,
    );
    expect(decision).toEqual({ kind: "wait" });
  });

  test("gives up aiming after three seeks and starts where it is", () => {
    let state = initialState(chromium);
    let seeks = 0;
    for (let round = 0; round < 10; round++) {
      const verdict = decide(state, seen({ paused: true, positionSeconds: 100 }), chromium);
      state = verdict.state;
      if (verdict.decision.kind === "seekTo") {
        seeks++;
      }
    }
    expect(seeks).toBe(3);
    expect(state.phase.kind).toBe("armed");
  });
});

test("a player whose starts are never good is left to the slew after three tries", () => {
  let state = initialState(chromium);
  let starts = 0;
  let localMs = 10_000;
  let paused = true;
  for (let round = 0; round < 200 && state.phase.kind !== "tracking"; round++) {
    const room = 100 + localMs / 1000;
    const positionSeconds = room + (paused ? state.learned.coldStartMs / 1000 + 0.05 : 0.3);
    const verdict = decide(
      state,
      seen({ localMs, serverMs: localMs, paused, positionSeconds, driftSeconds: paused ? undefined : 0.3 }),
      chromium,
    );
    state = verdict.state;
    if (verdict.decision.kind === "playAt") {
      starts++;
      localMs = verdict.decision.localMs;
      paused = false;
    } else if (verdict.decision.kind === "pause") {
      paused = true;
    } else {
      localMs += 50;
    }
  }
  expect(state.phase.kind).toBe("tracking");
  expect(starts).toBeLessThanOrEqual(4);
});

describe("tracking", () => {
  test("leaves drift in the dead band alone", () => {
    for (const driftSeconds of [-0.0019, 0, 0.0019]) {
      expect(decide(tracking(), seen({ driftSeconds }), chromium).decision).toEqual({ kind: "nothing" });
    }
  });

  test.each([
    { driftSeconds: 0.01, rate: 0.988, preservesPitch: false },
    { driftSeconds: -0.01, rate: 1.012, preservesPitch: false },
    { driftSeconds: -0.05, rate: 1.02, preservesPitch: false },
    { driftSeconds: -0.5, rate: 1.05, preservesPitch: true },
    { driftSeconds: 0.9, rate: 0.95, preservesPitch: true },
  ])("slews $driftSeconds s away at $rate", ({ driftSeconds, rate, preservesPitch }) => {
    const { decision } = decide(tracking(), seen({ driftSeconds }), chromium);
    expect(decision).toMatchObject({ kind: "setRate", preservesPitch });
    expect(decision.kind === "setRate" && decision.rate).toBeCloseTo(rate, 6);
  });

  test("slews beside the room's own rate, with the pitch kept", () => {
    const line = { ...PLAYING, rate: 2 };
    const { decision } = decide(tracking(), seen({ line, rate: 2, driftSeconds: -0.05 }), chromium);
    expect(decision).toEqual({ kind: "setRate", rate: 2 * 1.025, preservesPitch: true });
  });

  test("ends a correction where drift is settled or has crossed over", () => {
    for (const driftSeconds of [-0.0004, 0.002]) {
      const { decision } = decide(
        tracking(0.01),
        seen({ driftSeconds, rate: 1.01, preservesPitch: false }),
        chromium,
      );
      expect(decision).toEqual({ kind: "setRate", rate: 1, preservesPitch: true });
    }
  });

  test("does not speed up on less than two seconds of data, but slows down", () => {
    const low = { bufferedAheadSeconds: 1.9 };
    expect(decide(tracking(), seen({ ...low, driftSeconds: -0.5 }), chromium).decision.kind).toBe("nothing");
    expect(decide(tracking(), seen({ ...low, driftSeconds: 0.5 }), chromium).decision.kind).toBe("setRate");
  });

  test("stops speeding up after a stall, before drift is measured again", () => {
    const low = { bufferedAheadSeconds: 1.9, driftSeconds: undefined, rate: 1.05 };
    const { state, decision } = decide(tracking(0.05), seen(low), chromium);
    expect(decision).toEqual({ kind: "setRate", rate: 1, preservesPitch: true });
    expect(decide(state, seen({ ...low, rate: 1 }), chromium).decision).toEqual({ kind: "wait" });
    const enough = decide(tracking(0.05), seen({ ...low, bufferedAheadSeconds: 2 }), chromium);
    expect(enough.decision).toEqual({ kind: "wait" });
  });

  test.each([
    ["a seek", { seeking: true, readyState: 1 }],
    ["a stall", { readyState: 2 }],
  ])("does nothing while %s is under way, however far off", (_, change) => {
    const far = { ...tracking(), phase: { ...tracking().phase, farSinceMs: 0 } } as CorrectorState;
    expect(decide(far, seen({ driftSeconds: -30, ...change }), chromium).decision).toEqual({ kind: "wait" });
  });

  test("steps only when it has been more than a second off for half a second", () => {
    const first = decide(tracking(), seen({ localMs: 0, driftSeconds: -1.2 }), chromium);
    expect(first.decision.kind).toBe("setRate");
    const soon = { driftSeconds: -1.2, rate: 1.05 };
    const second = decide(first.state, seen({ localMs: 490, ...soon }), chromium);
    expect(second.decision.kind).toBe("nothing");
    const third = decide(second.state, seen({ localMs: 510, ...soon }), chromium);
    expect(third.decision.kind).toBe("pause");
  });

  test("forgets a drift over a second that did not last", () => {
    const first = decide(tracking(), seen({ localMs: 0, driftSeconds: -1.2 }), chromium);
    const second = decide(first.state, seen({ localMs: 300, driftSeconds: -0.1, rate: 1.05 }), chromium);
    const third = decide(second.state, seen({ localMs: 600, driftSeconds: -1.2, rate: 1.05 }), chromium);
    expect(third.decision.kind).not.toBe("pause");
  });
});

describe("over thousands of players", () => {
  test("a join converges to the dead band, without ringing, and stays", () => {
    for (let seed = 0; seed < 1_000; seed++) {
      const random = chance(seed);
      const habits: PlantHabits = {
        ...CHROMIUM,
        startMs: 20 + 280 * random(),
        startSpreadMs: 15 * random(),
        seekMs: 40 + 900 * random(),
        seekSpreadMs: 30 * random(),
        skewPpm: 100 * random() - 50,
      };
      const plant = new Plant(chromium, habits, { ...PLAYING, at: -60_000 * random() }, seed);
      plant.position = 0;
      plant.run(15_000);
      let worst = 0;
      plant.run(5_000, () => {
        worst = Math.max(worst, Math.abs(plant.drift));
      });
      expect(worst, `seed ${seed}`).toBeLessThan(chromium.fine.deadBandSeconds + 0.002);
      expect(plant.seeks, `seed ${seed}`).toBeLessThanOrEqual(6);
      expect(plant.rudeSeeks).toBe(0);
      expect(plant.outOfBounds).toBe(0);
      expect(swings(plant.slews), `seed ${seed}: ${plant.slews}`).toBeLessThanOrEqual(2);
    }
  });

  test("any drift below a second is slewed away without a seek and without ringing", () => {
    for (let seed = 0; seed < 1_000; seed++) {
      const random = chance(seed);
      const plant = inStep(CHROMIUM, seed);
      plant.position += 1.9 * random() - 0.95;
      plant.slews.length = 0;
      const seeks = plant.seeks;
      plant.run(32_000);
      expect(Math.abs(plant.drift), `seed ${seed}`).toBeLessThan(chromium.fine.deadBandSeconds + 0.001);
      expect(plant.seeks).toBe(seeks);
      expect(plant.outOfBounds).toBe(0);
      expect(swings(plant.slews), `seed ${seed}: ${plant.slews}`).toBeLessThanOrEqual(1);
    }
  });

  test("ten minutes of steady play need no seek, and hold the band", () => {
    for (const skewPpm of [-100, -50, 50, 100]) {
      const plant = inStep({ ...CHROMIUM, skewPpm }, 7);
      const seeks = plant.seeks;
      let worst = 0;
      plant.run(600_000, () => {
        worst = Math.max(worst, Math.abs(plant.drift));
      });
      expect(worst).toBeLessThan(chromium.fine.deadBandSeconds + 0.001);
      expect(plant.seeks).toBe(seeks);
    }
  });

  test.each([
    { name: "firefox", profile: firefox, rateMs: 200, noiseSeconds: 0.003, lagMs: 250 },
    { name: "safari", profile: safari, rateMs: 500, noiseSeconds: 0.01, lagMs: 500 },
  ])("a player of the $name kind converges to its wider band", ({ profile, rateMs, noiseSeconds, lagMs }) => {
    for (let seed = 0; seed < 500; seed++) {
      const random = chance(seed);
      const habits: PlantHabits = {
        startMs: 50 + 400 * random(),
        startSpreadMs: 60,
        seekMs: 100 + 1_000 * random(),
        seekSpreadMs: 80,
        rateMs,
        stretchSeconds: 0.02,
        noiseSeconds,
        lagMs,
        skewPpm: 50,
      };
      const plant = new Plant(profile, habits, { ...PLAYING, at: -20_000 }, seed);
      plant.position = 0;
      plant.run(60_000);
      expect(Math.abs(plant.drift), `seed ${seed}`).toBeLessThan(profile.coarse.deadBandSeconds + 0.03);
      expect(plant.rudeSeeks).toBe(0);
      expect(swings(plant.slews), `seed ${seed}: ${plant.slews}`).toBeLessThanOrEqual(3);
    }
  });

  test("a room at another rate is followed with the pitch kept", () => {
    for (let seed = 0; seed < 200; seed++) {
      const line = { ...PLAYING, at: -20_000, rate: [0.75, 1.25, 1.5, 2][seed % 4] as number };
      const plant = new Plant(chromium, { ...CHROMIUM, noiseSeconds: 0.002, lagMs: 500 }, line, seed);
      plant.run(30_000);
      expect(Math.abs(plant.drift)).toBeLessThan(chromium.coarse.deadBandSeconds + 0.005);
    }
  });
});

describe("stalls", () => {
  test("of less than a second are caught up by speed alone", () => {
    const plant = inStep(CHROMIUM, 1);
    const seeks = plant.seeks;
    plant.stall(800);
    plant.run(25_000);
    expect(plant.seeks).toBe(seeks);
    expect(Math.abs(plant.drift)).toBeLessThan(0.01);
  });

  test("of several seconds are caught up by one step", () => {
    const plant = inStep(CHROMIUM, 2);
    const seeks = plant.seeks;
    plant.stall(4_000);
    plant.run(5_000);
    expect(plant.seeks).toBe(seeks + 1);
    expect(Math.abs(plant.drift)).toBeLessThan(0.01);
  });

  test("one after the other do not become a storm of seeks", () => {
    const plant = inStep(CHROMIUM, 3);
    const seeks = plant.seeks;
    for (let stalls = 0; stalls < 60; stalls++) {
      plant.stall(1_500);
      plant.run(1_500);
    }
    expect(plant.rudeSeeks).toBe(0);
    expect(plant.seeks - seeks).toBeLessThanOrEqual(10);
  });
});

test("start and seek costs are learned, and survive another film", () => {
  const habits = { ...CHROMIUM, startMs: 260, startSpreadMs: 5, seekMs: 700 };
  const plant = inStep(habits, 4);
  for (let jump = 0; jump < 5; jump++) {
    plant.line = { ...PLAYING, time: 1_000 * jump, at: plant.nowMs + 300 };
    plant.state = acquireAnew(plant.state);
    plant.run(10_000);
  }
  expect(plant.state.learned.coldStartMs).toBeGreaterThan(235);
  expect(plant.state.learned.coldStartMs).toBeLessThan(285);
  expect(plant.state.learned.seekMs).toBeGreaterThan(690);
  plant.line = { ...PLAYING, time: 1_000, at: plant.nowMs + 300 };
  plant.state = acquireAnew(plant.state);
  const seeks = plant.seeks;
  plant.run(2_500);
  expect(plant.seeks).toBe(seeks + 1);
  expect(Math.abs(plant.drift)).toBeLessThan(0.02);
});

test.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "chromium",
  ],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
    "safari",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
    "safari",
  ],
  ["something new", "safari"],
])("%s is of the family %s", (userAgent, family) => {
  expect(browserFamily(userAgent)).toBe(family);
});

/** A plant that has been tracking its room for a while. */
function inStep(habits: PlantHabits, seed: number): Plant {
  const plant = new Plant(chromium, habits, { ...PLAYING, at: 500 }, seed);
  plant.run(15_000);
  expect(plant.state.phase.kind).toBe("tracking");
  return plant;
}

/** How often the correction changed its direction. */
function swings(slews: readonly number[]): number {
  const directions = slews
    .filter((slew) => Math.abs(slew) > 1e-9 && Math.abs(slew) <= LARGEST_SLEW + 1e-9)
    .map(Math.sign);
  return directions.filter((direction, index) => index > 0 && direction !== directions[index - 1]).length;
}

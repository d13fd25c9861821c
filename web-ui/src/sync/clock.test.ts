import { describe, expect, test, vi } from "vitest";
import { SamplingPlan, ServerClock } from "./clock.ts";
import type { OneWay } from "./simulation/network.ts";
import type { Route } from "./simulation/sync-service.ts";
import { Machine, World } from "./simulation/world.ts";

// Thousands of runs take a second, and many times that on a machine that does other things.
vi.setConfig({ testTimeout: 60_000 });

const SERVER_EPOCH_MS = 1_700_000_000_000;
const RETRANSMISSION_MS = 250;

interface Page {
  readonly world: World;
  readonly machine: Machine;
  readonly clock: ServerClock;
}

function aPage(seed: number, skewPpm = 0): Page {
  const world = new World(seed);
  return { world, machine: new Machine(world, { skewPpm }), clock: new ServerClock(0.1) };
}

/** Sends a ping; the pong comes in when true time has passed. */
function ping({ world, machine, clock }: Page, { up, down }: Route, done: (stepped: boolean) => void): void {
  const t0 = machine.now();
  world.after(travel(world, up), () => {
    const t1 = SERVER_EPOCH_MS + world.nowMs;
    const t2 = t1 + world.between(0, 2);
    world.after(t2 - t1 + travel(world, down), () => done(clock.add({ t0, t1, t2, t3: machine.now() })));
  });
}

/** One whole exchange. */
function exchange(page: Page, route: Route): boolean {
  let stepped: boolean | undefined;
  ping(page, route, (answer) => {
    stepped = answer;
  });
  while (stepped === undefined) {
    page.world.run(1);
  }
  return stepped;
}

function travel(world: World, { delayMs, jitter = 0, loss = 0 }: OneWay): number {
  const lostMs = world.random() < loss ? RETRANSMISSION_MS + delayMs : 0;
  return delayMs * (1 + jitter * world.between(-1, 1)) + lostMs;
}

/** Samples as the plan asks for, for so long. */
function sampleFor(page: Page, route: Route, forMs: number): void {
  const plan = new SamplingPlan();
  const endMs = page.world.nowMs + forMs;
  while (page.world.nowMs < endMs) {
    ping(page, route, () => {});
    page.world.run(plan.next(page.world.random(), page.clock.unevenMs, false));
  }
}

/** What the clock says minus the truth. */
function errorOf({ world, machine, clock }: Page): number {
  return (clock.serverNow(machine.now()) ?? Number.NaN) - (SERVER_EPOCH_MS + world.nowMs);
}

function boundOf({ machine, clock }: Page): number {
  return clock.errorMs(machine.now()) ?? Number.NaN;
}

function symmetric(delayMs: number, jitter = 0, loss = 0): Route {
  return { up: { delayMs, jitter, loss }, down: { delayMs, jitter, loss } };
}

test("says nothing before the first sample", () => {
  const { machine, clock } = aPage(1);
  expect(clock.synced).toBe(false);
  expect(clock.serverNow(machine.now())).toBeUndefined();
  expect(clock.errorMs(machine.now())).toBeUndefined();
  expect(clock.rttMs).toBeUndefined();
});

test("is right after one sample of an even route, and knows its round trip", () => {
  const page = aPage(2);
  exchange(page, symmetric(40));
  expect(Math.abs(errorOf(page))).toBeLessThan(0.3);
  expect(page.clock.rttMs).toBeGreaterThan(79.5);
  expect(page.clock.rttMs).toBeLessThan(80.5);
});

test("lets the lowest round trip decide", () => {
  const page = aPage(3);
  exchange(page, { up: { delayMs: 400 }, down: { delayMs: 20 } });
  exchange(page, symmetric(20));
  exchange(page, { up: { delayMs: 20 }, down: { delayMs: 400 } });
  expect(Math.abs(errorOf(page))).toBeLessThan(0.3);
});

test("puts the fastest ping and the fastest pong together when they were of two exchanges", () => {
  const page = aPage(4);
  exchange(page, { up: { delayMs: 20 }, down: { delayMs: 90 } });
  exchange(page, { up: { delayMs: 90 }, down: { delayMs: 20 } });
  expect(Math.abs(errorOf(page))).toBeLessThan(0.3);
  expect(boundOf(page)).toBeLessThan(21);
});

describe("over thousands of networks", () => {
  test("the error stays inside the stated bound, whatever the route, jitter, loss and skew", () => {
    for (let seed = 0; seed < 2_000; seed++) {
      const chance = new World(seed);
      const page = aPage(seed, chance.between(-50, 50));
      const way = () => ({
        delayMs: chance.between(0.2, 250),
        jitter: chance.between(0, 0.9),
        loss: chance.between(0, 0.1),
      });
      const route: Route = { up: way(), down: way() };
      for (let sample = 0; sample < 12; sample++) {
        exchange(page, route);
        page.world.run(chance.between(0, 5_000));
        expect(Math.abs(errorOf(page))).toBeLessThanOrEqual(boundOf(page));
      }
    }
  });

  test("jitter of a fifth is sampled away within five seconds", () => {
    const errors: number[] = [];
    for (let seed = 0; seed < 300; seed++) {
      const chance = new World(seed);
      const page = aPage(seed, chance.between(-50, 50));
      const delayMs = chance.between(0, 250);
      sampleFor(page, symmetric(delayMs, 0.2, 0.01), 5_000);
      errors.push(Math.abs(errorOf(page)));
    }
    errors.sort((a, b) => a - b);
    expect(errors[150]).toBeLessThan(1);
    expect(errors[285]).toBeLessThan(4);
    expect(errors[299]).toBeLessThan(10);
  });

  test("an asymmetric route leaves half its asymmetry, the same for all who are behind it", () => {
    for (let seed = 0; seed < 300; seed++) {
      const page = aPage(seed);
      sampleFor(page, { up: { delayMs: 20, jitter: 0.2 }, down: { delayMs: 120, jitter: 0.2 } }, 10_000);
      expect(errorOf(page)).toBeGreaterThan(-50 - 5);
      expect(errorOf(page)).toBeLessThan(-50 * 0.8 + 5);
      expect(Math.abs(errorOf(page))).toBeLessThan(boundOf(page));
    }
  });
});

describe("skew", () => {
  test("of 50 ppm is learned, so that the offset stays good between samples", () => {
    for (let seed = 0; seed < 20; seed++) {
      const skewPpm = seed % 2 === 0 ? 50 : -50;
      const page = aPage(seed, skewPpm);
      sampleFor(page, symmetric(15, 0.2), 10 * 60_000);
      expect(page.clock.skewPpm).toBeGreaterThan(-skewPpm - 15);
      expect(page.clock.skewPpm).toBeLessThan(-skewPpm + 15);
      page.world.run(60_000);
      expect(Math.abs(errorOf(page))).toBeLessThan(1.5);
      expect(Math.abs(errorOf(page))).toBeLessThanOrEqual(boundOf(page));
    }
  });

  test("that is not known yet widens the bound as time passes", () => {
    const page = aPage(5);
    exchange(page, symmetric(10));
    const fresh = boundOf(page);
    page.world.run(60_000);
    expect(boundOf(page)).toBeCloseTo(fresh + 60_000 * 100e-6, 1);
  });
});

describe("another clock of the server, tied to the one before", () => {
  test("is as right as that was, be the next samples as bad as they may", () => {
    for (let seed = 0; seed < 100; seed++) {
      const page = aPage(seed, seed % 2 === 0 ? 50 : -50);
      sampleFor(page, symmetric(30, 0.2), 60_000);
      const beforeMs = errorOf(page);
      page.clock.shift(-1_500);
      expect(errorOf(page)).toBeCloseTo(beforeMs - 1_500, 3);
      page.clock.shift(1_500);
      for (let sample = 0; sample < 8; sample++) {
        expect(
          exchange(page, { up: { delayMs: 400, jitter: 0.5 }, down: { delayMs: 30, jitter: 0.2 } }),
        ).toBe(false);
        // By such samples alone it would be 85 ms and more.
        expect(Math.abs(errorOf(page))).toBeLessThan(5);
        expect(Math.abs(errorOf(page))).toBeLessThanOrEqual(boundOf(page));
      }
    }
  });

  test("runs at the skew that was learned of that", () => {
    for (let seed = 0; seed < 20; seed++) {
      const skewPpm = seed % 2 === 0 ? 50 : -50;
      const page = aPage(seed, skewPpm);
      const route = symmetric(30, 0.2);
      sampleFor(page, route, 600_000);
      page.clock.shift(0);
      for (let sample = 0; sample < 8; sample++) {
        exchange(page, route);
        expect(Math.abs(page.clock.skewPpm + skewPpm)).toBeLessThan(15);
        expect(Math.abs(errorOf(page))).toBeLessThan(1.5);
        expect(Math.abs(errorOf(page))).toBeLessThanOrEqual(boundOf(page));
      }
      sampleFor(page, route, 33_000);
      exchange(page, route);
      expect(Math.abs(errorOf(page))).toBeLessThan(4);
      expect(Math.abs(errorOf(page))).toBeLessThanOrEqual(boundOf(page));
    }
  });

  test("is stated with a true error however wrong the tie is, and forgotten within half a minute", () => {
    for (let seed = 0; seed < 200; seed++) {
      const page = aPage(seed, seed % 2 === 0 ? 50 : -50);
      const route = symmetric(30, 0.2);
      sampleFor(page, route, 60_000);
      page.clock.shift(page.world.between(-75, 75));
      for (let sample = 0; sample < 10; sample++) {
        exchange(page, route);
        expect(Math.abs(errorOf(page))).toBeLessThanOrEqual(boundOf(page));
      }
      sampleFor(page, route, 33_000);
      exchange(page, route);
      expect(Math.abs(errorOf(page))).toBeLessThan(4);
      expect(Math.abs(errorOf(page))).toBeLessThanOrEqual(boundOf(page));
    }
  });

  test("is found out where the tie was wrong", () => {
    const page = aPage(7);
    sampleFor(page, symmetric(30, 0.2), 60_000);
    page.clock.shift(500);
    expect(exchange(page, symmetric(30, 0.2))).toBe(true);
    expect(Math.abs(errorOf(page))).toBeLessThan(7);
  });
});

describe("clock steps", () => {
  test("of a machine that slept are noticed by the first sample after", () => {
    for (let seed = 0; seed < 100; seed++) {
      const page = aPage(seed);
      sampleFor(page, symmetric(30, 0.2), 60_000);
      page.world.run(600_000);
      page.machine.slept(600_000);
      expect(exchange(page, symmetric(30, 0.2))).toBe(true);
      expect(Math.abs(errorOf(page))).toBeLessThan(7);
      expect(exchange(page, symmetric(30, 0.2))).toBe(false);
    }
  });

  test("do not come from jitter or skew", () => {
    for (let seed = 0; seed < 50; seed++) {
      const page = aPage(seed, seed % 2 === 0 ? 50 : -50);
      for (let sample = 0; sample < 100; sample++) {
        expect(exchange(page, symmetric(30, 0.5, 0.05))).toBe(false);
        page.world.run(10_000);
      }
    }
  });

  test("forget everything on reset", () => {
    const page = aPage(6);
    exchange(page, symmetric(10));
    page.clock.reset();
    expect(page.clock.synced).toBe(false);
    expect(page.clock.rttMs).toBeUndefined();
  });
});

test.each([
  ["that came back before it left", { t0: 10, t1: 0, t2: 0, t3: 5 }],
  ["whose server answered before it heard", { t0: 0, t1: 50, t2: 40, t3: 100 }],
  ["that are not numbers", { t0: 0, t1: Number.NaN, t2: 0, t3: 1 }],
  ["that took half a minute", { t0: 0, t1: 5, t2: 5, t3: 31_000 }],
  ["whose server took longer than the exchange", { t0: 0, t1: 0, t2: 500, t3: 100 }],
])("samples %s are not taken", (_, sample) => {
  const clock = new ServerClock();
  expect(clock.add(sample)).toBe(false);
  expect(clock.synced).toBe(false);
});

describe("the sampling plan", () => {
  function spacings(plan: SamplingPlan, count: number, unevenMs: number, streams = false): number[] {
    return Array.from({ length: count }, () => plan.next(0.5, unevenMs, streams));
  }

  test("begins with a burst of 8 and slows down to one in ten seconds", () => {
    expect(spacings(new SamplingPlan(), 12, 0)).toEqual([
      ...Array.from({ length: 7 }, () => 60),
      1_000,
      2_000,
      4_000,
      10_000,
      10_000,
    ]);
  });

  test("asks every two seconds while a film streams", () => {
    expect(spacings(new SamplingPlan(), 12, 0, true).slice(7)).toEqual([1_000, 2_000, 2_000, 2_000, 2_000]);
  });

  test("asks more often for a while where the route is uneven", () => {
    const asked = spacings(new SamplingPlan(), 72, 20);
    expect(asked.filter((spacing) => spacing === 120)).toHaveLength(32);
    expect(asked.filter((spacing) => spacing === 1_000)).toHaveLength(30);
    expect(asked.at(-1)).toBe(10_000);
  });

  test("begins again when something changed", () => {
    const plan = new SamplingPlan();
    spacings(plan, 20, 0);
    plan.hurry();
    expect(plan.next(0.5, 0, false)).toBe(60);
  });

  test("spreads by a tenth either way", () => {
    expect(new SamplingPlan().next(0, 0, false)).toBeCloseTo(54);
    expect(new SamplingPlan().next(1, 0, false)).toBeCloseTo(66);
  });
});

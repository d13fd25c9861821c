import { describe, expect, test, vi } from "vitest";
import type { Status } from "../generated/protocol.ts";
import { PROFILES, type Profile } from "./drift.ts";
import { PlayerSync, type SyncState } from "./player-sync.ts";
import { RoomClient } from "./room-client.ts";
import {
  CHROMIUM_HABITS,
  type PlayerHabits,
  SAFARI_HABITS,
  SimulatedPlayer,
} from "./simulation/simulated-player.ts";
import { FILM, POLICY, type Route, SyncService } from "./simulation/sync-service.ts";
import { Machine, World } from "./simulation/world.ts";

// Thousands of runs take a second, and many times that on a machine that does other things.
vi.setConfig({ testTimeout: 60_000 });

const NEAR: Route = { up: { delayMs: 5, jitter: 0.2 }, down: { delayMs: 5, jitter: 0.2 } };
const DELAYS = [0.2, 40, 120, 250];
const FRAME_SECONDS = 1 / 24;

interface Viewer {
  readonly machine: Machine;
  readonly player: SimulatedPlayer;
  readonly room: RoomClient;
  readonly sync: PlayerSync;
  readonly ends: AbortController;
}

interface ViewerOptions {
  readonly route?: Route;
  readonly habits?: PlayerHabits;
  readonly profile?: Profile;
  readonly skewPpm?: number;
  readonly follow?: boolean;
}

class Party {
  readonly world: World;
  readonly service: SyncService;
  readonly viewers: Viewer[] = [];

  constructor(seed: number) {
    this.world = new World(seed);
    this.service = new SyncService(this.world);
  }

  /** Opens the page; the viewer has not clicked yet. */
  arrive(options: ViewerOptions = {}): Viewer {
    const { route = NEAR, habits = CHROMIUM_HABITS, profile = PROFILES.chromium, skewPpm = 0 } = options;
    const machine = new Machine(this.world, { skewPpm });
    const player = new SimulatedPlayer(this.world, habits);
    const kept = new Map<string, string>();
    const room = new RoomClient({
      connect: () => this.service.connect(route),
      storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) },
      surroundings: machine,
      room: "main",
      clockGranularityMs: 0.1,
    });
    const ends = new AbortController();
    const { follow } = options;
    const sync = new PlayerSync({
      player,
      room,
      profile,
      surroundings: machine,
      signal: ends.signal,
      ...(follow === undefined ? {} : { follow }),
    });
    room.on("load", (film) => {
      if (film?.durationSeconds !== undefined) {
        player.load(film.durationSeconds);
      }
    });
    room.open();
    const viewer: Viewer = { machine, player, room, sync, ends };
    this.viewers.push(viewer);
    return viewer;
  }

  join(options: ViewerOptions = {}): Viewer {
    const viewer = this.arrive(options);
    this.world.run(1_500);
    viewer.sync.join();
    return viewer;
  }

  /** Lets time pass, and looks every 20 ms. */
  watch(forMs: number, look: () => void): void {
    for (let passedMs = 0; passedMs < forMs; passedMs += 20) {
      this.world.run(20);
      look();
    }
  }

  driftMs({ player }: Viewer): number {
    return (player.position - this.service.position()) * 1000;
  }

  /** Largest minus smallest position, in milliseconds, at each look. */
  skews(forMs: number): number[] {
    const skews: number[] = [];
    this.watch(forMs, () => {
      const positions = this.viewers.map(({ player }) => player.position);
      skews.push((Math.max(...positions) - Math.min(...positions)) * 1000);
    });
    return skews;
  }

  statuses(): Status[] {
    return this.service.heard.filter((message) => message.cmd === "status");
  }
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

/** Four viewers on routes of 0 to 250 ms one way, with jitter and loss, machines and players of their own speed. */
function fourFarApart(seed: number): Party {
  const party = new Party(seed);
  for (const delayMs of DELAYS) {
    const way = { delayMs, jitter: 0.2, loss: 0.002 };
    party.join({
      route: { up: way, down: way },
      skewPpm: party.world.between(-50, 50),
      habits: { ...CHROMIUM_HABITS, skewPpm: party.world.between(-30, 30) },
    });
  }
  party.world.run(10_000);
  return party;
}

describe("four viewers far apart", () => {
  test("stay within ten milliseconds of each other from three seconds after a play, without a seek", () => {
    const p95s: number[] = [];
    for (let seed = 0; seed < 12; seed++) {
      const party = fourFarApart(seed);
      party.service.play();
      party.world.run(party.service.leadMs + 3_000);
      const seeks = party.viewers.map(({ player }) => player.seeks);
      p95s.push(percentile(party.skews(60_000), 0.95));
      expect(party.viewers.map(({ player }) => player.seeks)).toEqual(seeks);
      for (const { player } of party.viewers) {
        expect(player.rates.every((rate) => rate >= 0.95 && rate <= 1.05)).toBe(true);
      }
    }
    expect(percentile(p95s, 0.5)).toBeLessThan(6);
    expect(Math.max(...p95s)).toBeLessThan(10);
  });

  test("rest on the same frame when the room pauses", () => {
    const party = fourFarApart(50);
    party.service.play();
    party.world.run(20_000);
    party.service.pause();
    party.world.run(2_000);
    for (const { player, sync } of party.viewers) {
      expect(player.paused).toBe(true);
      expect(Math.abs(player.position - party.service.position())).toBeLessThan(FRAME_SECONDS / 10);
      expect(sync.state.kind).toBe("resting");
    }
  });

  test("are back within ten milliseconds of the room two and a half seconds after a seek to new data", () => {
    for (let seed = 0; seed < 8; seed++) {
      const party = fourFarApart(100 + seed);
      party.service.play();
      party.world.run(20_000);
      party.service.seek(3_000);
      party.world.run(1_500 + 2_500);
      for (const viewer of party.viewers) {
        expect(Math.abs(party.driftMs(viewer)), `seed ${seed}`).toBeLessThan(10);
        expect(viewer.player.rudeSeeks).toBe(0);
      }
    }
  });

  test("share the bias when all are behind the same asymmetric route", () => {
    const party = new Party(9);
    for (let count = 0; count < 4; count++) {
      party.join({ route: { up: { delayMs: 20, jitter: 0.2 }, down: { delayMs: 120, jitter: 0.2 } } });
    }
    party.world.run(10_000);
    party.service.play();
    party.world.run(party.service.leadMs + 3_000);
    expect(percentile(party.skews(30_000), 0.95)).toBeLessThan(10);
  });

  test("of whom one has an asymmetric route: it is off by half the asymmetry, inside what its clock says", () => {
    const party = new Party(10);
    party.join();
    const far = party.join({
      route: { up: { delayMs: 20, jitter: 0.2 }, down: { delayMs: 120, jitter: 0.2 } },
    });
    party.world.run(10_000);
    party.service.play();
    party.world.run(party.service.leadMs + 3_000);
    party.watch(30_000, () => {
      const driftMs = Math.abs(party.driftMs(far));
      expect(driftMs).toBeLessThan(60);
      expect(driftMs).toBeLessThan((far.sync.state.clockErrorMs ?? 0) + 5);
    });
  });

  test("take a change of the room's rate together", () => {
    const party = fourFarApart(60);
    party.service.play();
    party.world.run(10_000);
    party.service.rate(1.5);
    party.world.run(8_000);
    expect(percentile(party.skews(20_000), 0.95)).toBeLessThan(60);
    party.service.rate(1);
    party.world.run(8_000);
    expect(percentile(party.skews(20_000), 0.95)).toBeLessThan(10);
  });
});

describe("a latecomer", () => {
  test("is in the band two seconds after its first frame, and nobody else is touched", () => {
    for (let seed = 0; seed < 20; seed++) {
      const party = new Party(200 + seed);
      const first = party.join();
      party.service.play();
      party.world.run(30_000);
      const seeks = first.player.seeks;
      const late = party.arrive({
        route: { up: { delayMs: 40, jitter: 0.2 }, down: { delayMs: 40, jitter: 0.2 } },
      });
      party.world.run(3_000);
      late.sync.join();
      let firstFrameMs = Number.POSITIVE_INFINITY;
      party.watch(8_000, () => {
        if (!late.player.paused && late.player.currentTime > 20) {
          firstFrameMs = Math.min(firstFrameMs, party.world.nowMs);
        }
        if (party.world.nowMs > firstFrameMs + 2_000) {
          expect(Math.abs(party.driftMs(late)), `seed ${seed}`).toBeLessThan(10);
        }
      });
      expect(firstFrameMs).toBeLessThan(Number.POSITIVE_INFINITY);
      expect(first.player.seeks).toBe(seeks);
    }
  });

  test("to a room that stands waits with it, at its place", () => {
    const party = new Party(3);
    party.service.timeline = { ...party.service.timeline, time: 500 };
    const viewer = party.join();
    party.world.run(3_000);
    expect(viewer.player.paused).toBe(true);
    expect(viewer.player.position).toBeCloseTo(500, 3);
  });
});

describe("ten minutes of steady play", () => {
  test.each([
    { name: "chromium", profile: PROFILES.chromium, habits: CHROMIUM_HABITS, bandMs: 5 },
    { name: "safari", profile: PROFILES.safari, habits: SAFARI_HABITS, bandMs: 90 },
  ])("need no seek in $name", ({ profile, habits, bandMs }) => {
    const party = new Party(4);
    const viewer = party.join({ profile, habits: { ...habits, skewPpm: 50 }, skewPpm: -50 });
    party.world.run(5_000);
    party.service.play();
    party.world.run(30_000);
    const { seeks } = viewer.player;
    let worst = 0;
    party.watch(600_000, () => {
      worst = Math.max(worst, Math.abs(party.driftMs(viewer)));
    });
    expect(viewer.player.seeks).toBe(seeks);
    expect(worst).toBeLessThan(bandMs);
  });
});

describe("when the sync service dies", () => {
  test("the film goes on, and there is no jump when it comes back with another clock", () => {
    const party = fourFarApart(70);
    party.service.play();
    party.world.run(15_000);
    const seeks = party.viewers.map(({ player }) => player.seeks);
    party.service.down = true;
    party.service.drop();
    party.world.run(20_000);
    party.service.down = false;
    party.service.clockId = "clock-2";
    let worst = 0;
    party.watch(60_000, () => {
      worst = Math.max(worst, ...party.viewers.map((viewer) => Math.abs(party.driftMs(viewer))));
    });
    expect(party.viewers.every(({ room }) => room.state.connection.kind === "open")).toBe(true);
    expect(party.viewers.map(({ player }) => player.seeks)).toEqual(seeks);
    expect(worst).toBeLessThan(40);
  });

  test("all stay in step where the new clock is tied to the old one, however coarse the first samples are", () => {
    for (let seed = 0; seed < 20; seed++) {
      const party = fourFarApart(seed);
      party.service.play();
      party.world.run(15_000);
      party.service.down = true;
      party.service.drop();
      party.world.run(5_000);
      const before = Math.max(...party.skews(5_000));
      party.service.restart("clock-2", seed % 2 === 0 ? 37 : -410);
      const after = Math.max(...party.skews(30_000));
      expect(party.viewers.every(({ room }) => room.state.clockId === "clock-2")).toBe(true);
      expect(after).toBeLessThan(before + 5);
    }
  });

  test("all stay in step where the machines had ten minutes of film to part in", () => {
    for (let seed = 0; seed < 6; seed++) {
      const party = fourFarApart(seed);
      party.service.play();
      party.world.run(600_000);
      party.service.down = true;
      party.service.drop();
      party.world.run(5_000);
      party.service.restart("clock-2", -410);
      expect(percentile(party.skews(30_000), 0.95)).toBeLessThan(10);
      expect(party.viewers.every(({ room }) => room.state.clockId === "clock-2")).toBe(true);
    }
  });
});

/** One viewer of a room that plays, in step. */
function playing(options: ViewerOptions = {}): { party: Party; viewer: Viewer } {
  const party = new Party(5);
  const viewer = party.join(options);
  party.world.run(3_000);
  party.service.play();
  party.world.run(12_000);
  expect(viewer.sync.state.kind).toBe("tracking");
  return { party, viewer };
}

/** What happens while nobody can reach the service, and some seconds after. */
function missing(party: Party, happening: () => void): void {
  party.service.down = true;
  party.service.drop();
  happening();
  party.world.run(3_000);
  party.service.down = false;
  party.world.run(20_000);
}

describe("a viewer's own pause and play", () => {
  test("are undone at once while the room enforces them, and nobody hears of it", () => {
    const { party, viewer } = playing();
    party.service.heard.length = 0;
    viewer.player.pause();
    party.world.run(5);
    expect(viewer.player.paused).toBe(false);
    party.world.run(5_000);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
    expect(viewer.sync.state.following).toBe(true);
    expect(party.service.heard.filter(({ cmd }) => cmd !== "ping" && cmd !== "status")).toEqual([]);
  });

  test("of a room that stands are undone, and its place is kept", () => {
    const { party, viewer } = playing();
    party.service.pause();
    party.world.run(2_000);
    void viewer.player.play();
    party.world.run(2_000);
    expect(viewer.player.paused).toBe(true);
    expect(viewer.player.position).toBeCloseTo(party.service.position(), 2);
  });

  test("do not fight the room's own commands, a lost connection or a stall, however they interleave", () => {
    for (let seed = 0; seed < 100; seed++) {
      const party = new Party(1_000 + seed);
      const viewer = party.join();
      const { service, world } = party;
      const { player } = viewer;
      const happenings = [
        () => service.play(),
        () => service.play(),
        () => service.pause(),
        () => service.seek(world.between(0, 3_000)),
        () => service.rate(world.random() < 0.5 ? 1 : 1.25),
        () => player.pause(),
        () => void player.play(),
        () => player.starve(world.between(0, 3_000)),
        () => service.drop(),
        () => viewer.sync.poke(),
      ];
      world.run(3_000);
      for (let round = 0; round < 15; round++) {
        world.run(world.between(0, 900));
        happenings[Math.floor(world.random() * happenings.length)]?.();
      }
      service.rate(1);
      world.run(25_000);
      expect(player.paused, `seed ${seed}`).toBe(!service.timeline.playing);
      expect(Math.abs(party.driftMs(viewer)), `seed ${seed}`).toBeLessThan(10);
      expect(viewer.sync.state.following, `seed ${seed}`).toBe(true);
      expect(player.rudeSeeks, `seed ${seed}`).toBe(0);
    }
  });

  test("leave the party where the room does not enforce them", () => {
    const { party, viewer } = playing();
    party.service.setPolicy({ ...POLICY, enforcePausePlay: false });
    party.world.run(100);
    viewer.player.pause();
    party.world.run(3_000);
    expect(viewer.player.paused).toBe(true);
    expect(viewer.sync.state).toMatchObject({ kind: "away", away: "pause", following: false });
    viewer.sync.backToTheParty();
    party.world.run(4_000);
    expect(viewer.player.paused).toBe(false);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
    expect(viewer.sync.state.following).toBe(true);
  });

  /** One in a hidden tab, where pausing is allowed. */
  function hidden(): { party: Party; viewer: Viewer } {
    const { party, viewer } = playing();
    party.service.setPolicy({ ...POLICY, enforcePausePlay: false });
    party.world.run(100);
    viewer.machine.hidden = true;
    viewer.player.hidden = true;
    return { party, viewer };
  }

  function show({ machine, player, room, sync }: Viewer): void {
    machine.hidden = false;
    player.hidden = false;
    room.poke();
    sync.poke();
  }

  test("are the browser's in a hidden tab, which is in step when it is looked at", () => {
    const { party, viewer } = hidden();
    viewer.player.pause();
    party.world.run(5_000);
    expect(viewer.sync.state.following).toBe(true);
    show(viewer);
    void viewer.player.play();
    party.world.run(4_000);
    expect(viewer.sync.state).toMatchObject({ kind: "tracking", following: true });
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("are the browser's in a hidden tab of a room that stands, too", () => {
    const { party, viewer } = hidden();
    party.service.pause();
    party.world.run(2_000);
    void viewer.player.play();
    party.world.run(2_000);
    expect(viewer.sync.state).toMatchObject({ kind: "resting", following: true });
    show(viewer);
    party.world.run(2_000);
    expect(viewer.player.paused).toBe(true);
    expect(viewer.player.position).toBeCloseTo(party.service.position(), 2);
  });

  test("leave the party from a hidden tab where the page's own controls did it", () => {
    const { party, viewer } = hidden();
    viewer.player.pause();
    viewer.sync.touched();
    party.world.run(5_000);
    expect(viewer.sync.state).toMatchObject({ away: "pause", following: false });
    expect(viewer.player.paused).toBe(true);
  });
});

describe("the lock of pause and play, turned on while it was off", () => {
  function pausedWhileAllowed(): { party: Party; viewer: Viewer } {
    const { party, viewer } = playing();
    party.service.setPolicy({ ...POLICY, enforcePausePlay: false });
    party.world.run(100);
    viewer.player.pause();
    party.world.run(3_000);
    return { party, viewer };
  }

  test("takes back a pause that was allowed before", () => {
    const { party, viewer } = pausedWhileAllowed();
    party.service.setPolicy(POLICY);
    party.world.run(4_000);
    expect(viewer.sync.state.following).toBe(true);
    expect(viewer.player.paused).toBe(false);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("leaves a place alone that the viewer has sought, and plays there", () => {
    const { party, viewer } = playing();
    party.service.setPolicy({ ...POLICY, enforcePausePlay: false });
    party.world.run(100);
    viewer.player.drag(2_000);
    party.world.run(2_000);
    viewer.player.pause();
    party.world.run(2_000);
    party.service.setPolicy(POLICY);
    party.world.run(4_000);
    expect(viewer.sync.state).toMatchObject({ following: false, away: "seek" });
    expect(viewer.player.paused).toBe(false);
    expect(viewer.player.position).toBeGreaterThan(2_000);
  });
});

describe("a viewer's own seek", () => {
  test("leaves the party and is left alone", () => {
    const { party, viewer } = playing();
    viewer.player.drag(2_000);
    party.world.run(10_000);
    expect(viewer.sync.state).toMatchObject({ kind: "away", away: "seek", following: false });
    expect(viewer.player.position).toBeGreaterThan(2_008);
    expect(viewer.player.playbackRate).toBe(1);
    expect(party.statuses().at(-1)).toMatchObject({ following: false });
    expect(party.statuses().at(-1)?.driftMs).toBeUndefined();
  });

  test("during a correction of the rate goes on at the room's rate", () => {
    const { party, viewer } = playing();
    viewer.player.hiccup(0.05);
    party.world.run(1_000);
    expect(viewer.player.playbackRate).toBeGreaterThan(1);
    viewer.player.drag(2_000);
    party.world.run(1_000);
    expect(viewer.player.playbackRate).toBe(1);
    expect(viewer.player.preservesPitch).toBe(true);
  });

  test("is taken back by the button", () => {
    const { party, viewer } = playing();
    viewer.player.drag(2_000);
    party.world.run(5_000);
    viewer.sync.backToTheParty();
    party.world.run(4_000);
    expect(viewer.sync.state).toMatchObject({ kind: "tracking", following: true });
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("is over when the host jumps, for who follows", () => {
    const { party, viewer } = playing();
    viewer.player.drag(2_000);
    party.world.run(5_000);
    party.service.seek(600);
    party.world.run(5_000);
    expect(viewer.sync.state.following).toBe(true);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("goes on when the host jumps, for who does not follow", () => {
    const { party, viewer } = playing({ follow: false });
    viewer.player.drag(2_000);
    party.world.run(5_000);
    party.service.seek(600);
    party.world.run(5_000);
    expect(viewer.sync.state).toMatchObject({ away: "seek", follow: false });
    expect(viewer.player.position).toBeGreaterThan(2_005);
  });

  test("still pauses and plays with the room", () => {
    const { party, viewer } = playing();
    viewer.player.drag(2_000);
    party.world.run(2_000);
    party.service.pause();
    party.world.run(2_000);
    expect(viewer.player.paused).toBe(true);
    expect(viewer.sync.state.away).toBe("seek");
    party.service.play();
    party.world.run(2_000);
    expect(viewer.player.paused).toBe(false);
  });

  test("during the room's own seek is told from it", () => {
    const { party, viewer } = playing();
    party.service.seek(600);
    party.world.run(30);
    viewer.player.drag(2_000);
    party.world.run(5_000);
    expect(viewer.sync.state.away).toBe("seek");
    expect(viewer.player.position).toBeGreaterThan(2_000);
  });
});

describe("following", () => {
  test("one who does not stays when the host jumps", () => {
    const { party, viewer } = playing({ follow: false });
    const before = viewer.player.position;
    party.service.seek(3_000);
    party.world.run(3_000);
    expect(viewer.sync.state).toMatchObject({ kind: "away", away: "stayed" });
    expect(viewer.player.position).toBeCloseTo(before + 3, 0);
  });

  test("is what a host does, who would be left behind by a jump of its own", () => {
    for (const role of ["cohost", "admin"] as const) {
      const party = new Party(5);
      party.service.role = role;
      party.service.policy = { ...POLICY, followMode: false };
      const viewer = party.join({ follow: false });
      party.world.run(3_000);
      party.service.play();
      party.world.run(12_000);
      party.service.seek(3_000);
      party.world.run(4_000);
      expect(viewer.sync.state).toMatchObject({
        kind: "tracking",
        following: true,
        follow: true,
        mayStay: false,
      });
      expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
    }
  });

  test("a pause that went unseen while the connection was away is no jump for who does not", () => {
    const { party, viewer } = playing({ follow: false });
    missing(party, () => {
      party.world.run(2_000);
      party.service.pause();
    });
    expect(viewer.sync.state).toMatchObject({ kind: "resting", following: true });
    expect(viewer.player.position).toBeCloseTo(party.service.position(), 2);
  });

  test("a jump that went unseen while the connection was away is one", () => {
    const { party, viewer } = playing({ follow: false });
    missing(party, () => party.service.seek(3_000));
    expect(viewer.sync.state).toMatchObject({ kind: "away", away: "stayed" });
    expect(viewer.player.position).toBeLessThan(100);
  });

  test("does not bring back who jumped alone because the host paused unseen", () => {
    const { party, viewer } = playing();
    viewer.player.drag(2_000);
    party.world.run(2_000);
    missing(party, () => party.service.pause());
    expect(viewer.sync.state).toMatchObject({ away: "seek", follow: true });
    expect(viewer.player.position).toBeGreaterThan(2_000);
  });

  test("a pause and a play that went unseen while the service was restarted are no jump", () => {
    for (const follow of [true, false]) {
      const { party, viewer } = playing({ follow });
      missing(party, () => {
        party.service.clockId = "clock-2";
        party.service.pause();
        party.world.run(5_000);
        party.service.play();
      });
      expect(viewer.sync.state).toMatchObject({ kind: "tracking", following: true });
    }
  });

  test("does not bring back who jumped alone because the host paused while the service was restarted", () => {
    const { party, viewer } = playing();
    viewer.player.drag(2_000);
    party.world.run(2_000);
    missing(party, () => {
      party.service.clockId = "clock-2";
      party.service.pause();
    });
    expect(viewer.sync.state).toMatchObject({ away: "seek", follow: true });
  });

  test("a jump that went unseen while the service was restarted is one", () => {
    const { party, viewer } = playing({ follow: false });
    missing(party, () => {
      party.service.clockId = "clock-2";
      party.service.seek(3_000);
    });
    expect(viewer.sync.state).toMatchObject({ kind: "away", away: "stayed" });
  });

  test("a service that was away for long and stands where it was saved last is none", () => {
    for (const { behindSeconds, jumped } of [
      { behindSeconds: 4.5, jumped: false },
      { behindSeconds: 9, jumped: true },
    ]) {
      const { party, viewer } = playing({ follow: false });
      viewer.room.poke();
      party.world.run(500);
      const { service } = party;
      const time = service.position() - behindSeconds;
      missing(party, () => {
        party.world.run(65_000);
        service.clockId = "clock-2";
        const { rev } = service.timeline;
        service.timeline = { time, at: service.serverMs, rev: rev + 1, rate: 1, playing: false };
      });
      expect(viewer.sync.state.following).toBe(!jumped);
      expect(viewer.player.position === time).toBe(!jumped);
    }
  });

  test("what is a jump goes by the time that passed, however far a restarted service's clock was set", () => {
    for (const shiftMs of [-600_000, 600_000]) {
      const { party, viewer } = playing({ follow: false });
      missing(party, () => {
        party.service.restart("clock-2", shiftMs);
        party.service.pause();
        party.world.run(5_000);
        party.service.play();
      });
      expect(viewer.sync.state).toMatchObject({ kind: "tracking", following: true });

      missing(party, () => {
        party.service.restart("clock-3", shiftMs);
        party.service.seek(300);
      });
      expect(viewer.sync.state).toMatchObject({ kind: "away", away: "stayed" });
    }
  });

  test("plays and pauses over a connection that was dead long before that was noticed are no jump", () => {
    const { party, viewer } = playing({ follow: false });
    party.service.silent = true;
    party.service.unheard = true;
    party.service.pause();
    party.world.run(25_000);
    party.service.play();
    party.watch(40_000, () => {
      if (viewer.room.state.connection.kind === "waiting") {
        party.service.silent = false;
        party.service.unheard = false;
      }
    });
    expect(party.service.silent).toBe(false);
    expect(viewer.sync.state).toMatchObject({ kind: "tracking", following: true });
  });

  test("plays and pauses while the machine slept, and its clock with it, are no jump", () => {
    const { party, viewer } = playing({ follow: false });
    party.service.silent = true;
    party.service.unheard = true;
    viewer.machine.slept(100_000);
    party.world.run(50_000);
    party.service.pause();
    party.world.run(10_000);
    party.service.play();
    party.world.run(40_000);
    party.service.silent = false;
    party.service.unheard = false;
    party.service.drop();
    party.world.run(20_000);
    expect(viewer.sync.state).toMatchObject({ kind: "tracking", following: true });
  });

  test("a pause and a play that went unseen in a room at double speed are no jump", () => {
    const { party, viewer } = playing({ follow: false });
    party.service.rate(2);
    party.world.run(5_000);
    missing(party, () => {
      party.world.run(12_000);
      party.service.pause();
      party.world.run(1_000);
      party.service.play();
    });
    expect(viewer.sync.state).toMatchObject({ kind: "tracking", following: true });
  });

  test("is the room's policy until the viewer chooses", () => {
    const { party, viewer } = playing();
    expect(viewer.sync.state).toMatchObject({ follow: true, mayStay: true });
    party.service.setPolicy({ ...POLICY, followMode: false });
    party.world.run(100);
    expect(viewer.sync.state.follow).toBe(false);
    viewer.sync.setFollow(true);
    expect(viewer.sync.state.follow).toBe(true);
  });

  test("a viewer's own rate leaves the party, and coming back takes the room's", () => {
    const { party, viewer } = playing();
    viewer.player.playbackRate = 1.75;
    party.world.run(4_000);
    expect(viewer.sync.state.away).toBe("rate");
    expect(viewer.player.playbackRate).toBe(1.75);
    viewer.sync.backToTheParty();
    party.world.run(6_000);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("what the viewer does holds where a correction is due before the browser tells of it", () => {
    const { party, viewer } = playing();
    viewer.player.playbackRate = 1.75;
    viewer.sync.touched();
    viewer.sync.poke();
    party.world.run(4_000);
    expect(viewer.sync.state.away).toBe("rate");
    expect(viewer.player.playbackRate).toBe(1.75);

    viewer.sync.backToTheParty();
    party.service.setPolicy({ ...POLICY, enforcePausePlay: false });
    party.world.run(6_000);
    viewer.player.pause();
    viewer.sync.touched();
    viewer.sync.poke();
    party.world.run(4_000);
    expect(viewer.sync.state.away).toBe("pause");
    expect(viewer.player.paused).toBe(true);
  });

  test("another film brings everybody back", () => {
    const { party, viewer } = playing();
    viewer.player.drag(2_000);
    party.world.run(2_000);
    party.service.stage({ ...FILM, etag: "e2" });
    party.world.run(3_000);
    expect(viewer.sync.state).toMatchObject({ kind: "resting", following: true });
    expect(viewer.player.position).toBe(0);
    party.service.play();
    party.world.run(5_000);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });
});

describe("a player that", () => {
  test("may not play without a gesture says so, and plays after one", () => {
    const party = new Party(6);
    const viewer = party.arrive();
    viewer.player.refusesPlay = true;
    party.service.play();
    party.world.run(3_000);
    viewer.sync.join();
    const kinds: SyncState["kind"][] = [];
    viewer.sync.on("change", ({ kind }) => kinds.push(kind));
    return Promise.resolve().then(async () => {
      await Promise.resolve();
      expect(viewer.sync.state.kind).toBe("blocked");
      expect(kinds).toContain("blocked");
      party.world.run(5_000);
      expect(viewer.player.paused).toBe(true);
      viewer.player.refusesPlay = false;
      viewer.sync.join();
      party.world.run(4_000);
      expect(viewer.sync.state.kind).toBe("tracking");
      expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
    });
  });

  test("may not play is unblocked by the viewer's own play, too", async () => {
    const party = new Party(6);
    const viewer = party.arrive();
    viewer.player.refusesPlay = true;
    party.service.play();
    party.world.run(3_000);
    viewer.sync.join();
    await Promise.resolve();
    await Promise.resolve();
    expect(viewer.sync.state.kind).toBe("blocked");
    viewer.player.refusesPlay = false;
    void viewer.player.play();
    party.world.run(4_000);
    expect(viewer.sync.state.kind).toBe("tracking");
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("was played by the click on join stands until the room is known", () => {
    const party = new Party(12);
    party.service.down = true;
    const viewer = party.arrive();
    viewer.player.load(7_200);
    party.world.run(2_000);
    viewer.sync.join();
    expect(viewer.player.paused).toBe(true);
    party.world.run(2_000);
    expect(viewer.player.position).toBe(0);
    party.service.down = false;
    party.service.play();
    party.world.run(20_000);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("fetches nothing while it is paused is played to make it fetch", () => {
    const party = new Party(13);
    const habits = { ...SAFARI_HABITS, fetchesPaused: false };
    const viewer = party.join({ habits, profile: PROFILES.safari });
    party.service.play();
    party.world.run(60_000);
    expect(viewer.sync.state.kind).toBe("tracking");
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(150);
  });

  test("runs out of data is not sought in, and catches up when data comes", () => {
    const { party, viewer } = playing();
    viewer.player.starve(18_000);
    party.world.run(14_000);
    expect(viewer.sync.state.kind).toBe("stalled");
    party.world.run(12_000);
    expect(viewer.player.rudeSeeks).toBe(0);
    expect(viewer.sync.state.kind).toBe("tracking");
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("falls behind for a moment is nudged back, without a seek", () => {
    const { party, viewer } = playing();
    const { seeks } = viewer.player;
    viewer.player.hiccup(0.2);
    party.world.run(9_000);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(5);
    expect(viewer.player.seeks).toBe(seeks);
  });

  test("was hidden is in step again when it is looked at", () => {
    const { party, viewer } = playing();
    viewer.player.hidden = true;
    viewer.machine.throttleMs = 1_000;
    party.world.run(120_000);
    party.service.seek(900);
    party.world.run(20_000);
    viewer.player.hidden = false;
    viewer.machine.throttleMs = 0;
    viewer.room.poke();
    viewer.sync.poke();
    party.world.run(3_000);
    expect(viewer.sync.state.kind).toBe("tracking");
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("hears that the network is another one goes on without a seek", () => {
    const { party, viewer } = playing();
    const { seeks } = viewer.player;
    viewer.player.hiccup(0.2);
    party.world.run(1_000);
    viewer.room.poke();
    party.watch(8_000, () => expect(viewer.player.paused).toBe(false));
    expect(viewer.player.seeks).toBe(seeks);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(5);
  });

  test("slept with its machine is in step again after the wake", () => {
    const { party, viewer } = playing();
    party.world.run(30_000);
    viewer.machine.slept(300_000);
    viewer.player.hiccup(300);
    party.world.run(1_000);
    party.service.timeline = { ...party.service.timeline, at: party.service.timeline.at - 300_000 };
    viewer.room.poke();
    viewer.sync.poke();
    party.service.drop();
    party.world.run(15_000);
    expect(Math.abs(party.driftMs(viewer))).toBeLessThan(10);
  });

  test("reaches the end rests there", () => {
    const party = new Party(8);
    party.service.staged = { ...FILM, durationSeconds: 20 };
    const viewer = party.join();
    party.world.run(3_000);
    party.service.play();
    party.world.run(30_000);
    expect(viewer.player.ended).toBe(true);
    const { seeks } = viewer.player;
    party.world.run(30_000);
    expect(viewer.player.ended).toBe(true);
    expect(viewer.player.seeks).toBe(seeks);
  });

  test("tells the room that its film is over, and that it is not any more after a jump back", () => {
    const party = new Party(8);
    party.service.staged = { ...FILM, durationSeconds: 20 };
    party.join();
    party.world.run(3_000);
    party.service.play();
    party.world.run(10_000);
    expect(party.statuses().at(-1)).not.toHaveProperty("ended");
    party.world.run(20_000);
    expect(party.statuses().at(-1)).toMatchObject({ ended: true, time: 20 });
    party.service.seek(5);
    party.world.run(5_000);
    expect(party.statuses().at(-1)).not.toHaveProperty("ended");
  });
});

describe("the page", () => {
  test("may open the film before anybody joined, and nothing plays", () => {
    const party = new Party(7);
    const viewer = party.arrive();
    party.service.play();
    party.world.run(10_000);
    expect(viewer.player.paused).toBe(true);
    expect(viewer.player.seeks).toBe(0);
    expect(viewer.sync.state.kind).toBe("idle");
    expect(party.statuses()).toHaveLength(0);
  });

  test("reports once a second", () => {
    const { party, viewer } = playing();
    viewer.sync.problem = { problem: "no-sound", formats: ["ac-3"] };
    party.service.heard.length = 0;
    party.world.run(10_000);
    const statuses = party.statuses();
    expect(statuses.length).toBeGreaterThanOrEqual(9);
    expect(statuses.length).toBeLessThanOrEqual(10);
    const status = statuses.at(-1) as Status;
    expect(status).toMatchObject({
      ready: true,
      following: true,
      ownCopy: false,
      problem: "no-sound",
      formats: ["ac-3"],
    });
    expect(Math.abs(status.driftMs ?? Number.NaN)).toBeLessThan(5);
    expect(status.bufferedAheadSeconds).toBeGreaterThan(5);
    expect(Math.abs(status.time - party.service.position())).toBeLessThan(1);
    expect(status.rttMs).toBeGreaterThan(5);
  });

  test("is not ready before there is data", () => {
    const party = new Party(11);
    const viewer = party.join({ habits: { ...CHROMIUM_HABITS, fetchSpeed: 0.5 } });
    party.world.run(3_000);
    expect(viewer.sync.state.ready).toBe(false);
    party.world.run(12_000);
    expect(viewer.sync.state.ready).toBe(true);
  });

  test("says at once that it is ready while the room waits, and does not say it twice", () => {
    const late: number[] = [];
    for (let run = 0; run < 20; run++) {
      const party = new Party(100 + run);
      const viewer = party.join({ habits: { ...CHROMIUM_HABITS, fetchSpeed: 2 + run / 20 } });
      party.service.wait({ names: ["Ann"], tabs: ["ann"], others: 0, plays: true, untilMs: 10_000 });
      let readyMs: number | undefined;
      let toldMs: number | undefined;
      for (let ms = 0; ms < 6_000; ms += 25) {
        party.world.run(25);
        readyMs ??= viewer.sync.state.ready ? ms : undefined;
        toldMs ??= party.statuses().some(({ ready }) => ready) ? ms : undefined;
      }
      late.push((toldMs as number) - (readyMs as number));
      expect(party.statuses().length).toBeLessThanOrEqual(8);
    }
    expect(Math.max(...late)).toBeLessThan(600);
  });

  test("says at once that it is ready at another place, although it was ready before, and not too early", () => {
    for (let run = 0; run < 20; run++) {
      const { party, viewer } = playing();
      party.service.leadMs = 150;
      party.world.run(50 * run);
      const target = party.service.position() + 3;
      party.service.pause();
      party.service.seek(target);
      party.service.wait({ names: ["Ann"], tabs: ["ann"], others: 0, plays: true, untilMs: 10_000 });
      const { at } = party.service.timeline;
      party.service.heard.length = 0;
      let toldMs: number | undefined;
      party.watch(1_500, () => {
        if (party.service.serverMs < at) {
          // The room does not take these.
          party.service.heard.length = 0;
        } else if (party.statuses().some(({ ready, time }) => ready && time === target)) {
          toldMs ??= party.service.serverMs;
        }
      });
      expect((toldMs as number) - at).toBeLessThan(150);
      expect(viewer.sync.state.kind).toBe("resting");
      expect(party.statuses().length).toBeLessThanOrEqual(3);
    }
  });

  test("leaves nothing behind when it goes", () => {
    const { party, viewer } = playing();
    viewer.ends.abort();
    expect(viewer.player.waitingCallbacks).toBe(0);
    party.service.heard.length = 0;
    const paused = viewer.player.paused;
    party.service.pause();
    party.world.run(5_000);
    expect(viewer.player.paused).toBe(paused);
    expect(party.statuses()).toHaveLength(0);
  });
});

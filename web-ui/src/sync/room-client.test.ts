import { beforeEach, describe, expect, test } from "vitest";
import type { ChatLine, StagedFilm, Status } from "../generated/protocol.ts";
import { type Connection, type Refusal, RoomClient, type RoomState } from "./room-client.ts";
import { FILM, POLICY, type Route, SyncService } from "./simulation/sync-service.ts";
import { Machine, World } from "./simulation/world.ts";

const ROUTE: Route = { up: { delayMs: 20 }, down: { delayMs: 20 } };

let world: World;
let service: SyncService;
let machine: Machine;
let kept: Map<string, string>;
let sockets: number;

beforeEach(() => {
  world = new World(1);
  service = new SyncService(world);
  machine = new Machine(world);
  kept = new Map();
  sockets = 0;
});

function aClient(route: Route = ROUTE): RoomClient {
  return new RoomClient({
    connect: () => {
      sockets++;
      return service.connect(route);
    },
    storage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => kept.set(key, value),
    },
    surroundings: machine,
    room: "main",
  });
}

function opened(): RoomClient {
  const client = aClient();
  client.open();
  world.run(2_000);
  expect(client.state.connection.kind).toBe("open");
  return client;
}

function heard<Command extends string>(cmd: Command) {
  return service.heard.filter((message) => message.cmd === cmd);
}

describe("joining", () => {
  test("says hello with the name, takes the snapshot and keeps the identity for the next connection", () => {
    const client = aClient();
    client.setName("Ada");
    client.open();
    world.run(500);
    expect(heard("hello")).toEqual([{ cmd: "hello", protocol: 1, name: "Ada" }]);
    expect(client.state).toMatchObject({
      connection: { kind: "open" },
      room: "main",
      you: { name: "Ada", role: "viewer" },
      policy: POLICY,
      staged: FILM,
      clockId: "clock-1",
    });
    service.drop();
    world.run(5_000);
    expect(heard("hello").at(-1)).toEqual({ cmd: "hello", protocol: 1, name: "Ada", resume: "resume-1" });
  });

  test("asks for the film to be loaded, once", () => {
    const loads: (StagedFilm | undefined)[] = [];
    const client = aClient();
    client.on("load", (film) => loads.push(film));
    client.open();
    world.run(1_000);
    service.drop();
    world.run(5_000);
    expect(loads).toEqual([FILM]);
  });

  test("samples the clock in a burst and then every ten seconds", () => {
    opened();
    expect(heard("ping").length).toBeGreaterThanOrEqual(8);
    world.run(20_000);
    const before = heard("ping").length;
    world.run(60_000);
    expect(heard("ping").length - before).toBeGreaterThanOrEqual(5);
    expect(heard("ping").length - before).toBeLessThanOrEqual(7);
  });

  test("knows the server's time", () => {
    const client = opened();
    expect(Math.abs((client.serverNow() ?? 0) - service.serverMs)).toBeLessThan(1);
    expect(client.reading().rttMs).toBeGreaterThan(39);
    expect(client.reading().rttMs).toBeLessThan(41);
  });

  test("takes a name while it is connecting and when it is there", () => {
    const client = aClient();
    client.open();
    client.setName("Ada");
    world.run(1_000);
    client.setName("Grace");
    world.run(1_000);
    expect(client.state.you?.name).toBe("Grace");
    expect(sockets).toBe(1);
  });
});

describe("state", () => {
  test("follows the room's commands", () => {
    const client = opened();
    service.play();
    world.run(100);
    expect(client.state.timeline).toEqual(service.timeline);
    service.setPolicy({ ...POLICY, enforcePausePlay: false });
    world.run(100);
    expect(client.state.policy?.enforcePausePlay).toBe(false);
    service.stage({ ...FILM, etag: "e2" });
    world.run(100);
    expect(client.state).toMatchObject({
      staged: { etag: "e2" },
      stageRevision: 2,
      timeline: { time: 0, playing: false, rev: 3 },
    });
  });

  test("is a new object at each change", () => {
    const client = opened();
    const before = client.state;
    const held = structuredClone(before);
    service.play();
    world.run(100);
    expect(client.state).not.toBe(before);
    expect(before).toEqual(held);
  });

  test("drops a timeline that is not newer", () => {
    const client = opened();
    service.play();
    service.pause();
    world.run(100);
    const held = client.state.timeline;
    service.say({ cmd: "play", time: 99, at: 0, rev: 2, rate: 1, playing: true });
    service.say({ cmd: "play", time: 98, at: 0, rev: 3, rate: 1, playing: true });
    world.run(100);
    expect(client.state.timeline).toEqual(held);
  });

  test("drops a film that was staged earlier, and the same one again unless it is to be reloaded", () => {
    const client = opened();
    const loads: (string | undefined)[] = [];
    client.on("load", (film) => loads.push(film?.etag));
    service.stage({ ...FILM, etag: "e2" });
    world.run(100);
    service.say({ cmd: "load", ...FILM, stageRevision: 1, rev: 99 });
    service.say({ cmd: "load", ...FILM, etag: "e2", stageRevision: 2, rev: 2 });
    world.run(100);
    expect(loads).toEqual(["e2"]);
    expect(client.state.staged?.etag).toBe("e2");
    service.say({ cmd: "load", ...FILM, etag: "e2", stageRevision: 2, rev: 3 });
    world.run(100);
    expect(loads).toEqual(["e2", "e2"]);
  });

  test("is replaced whole by a welcome, whatever its numbers", () => {
    const client = opened();
    const loads: (string | undefined)[] = [];
    client.on("load", (film) => loads.push(film?.etag));
    service.play();
    service.pause();
    world.run(100);
    service.drop();
    service.staged = undefined;
    service.stageRevision = 0;
    service.timeline = { time: 0, at: 0, rev: 0, rate: 1, playing: false };
    world.run(5_000);
    expect(client.state.staged).toBeUndefined();
    expect(client.state).toMatchObject({ stageRevision: 0, timeline: { rev: 0 } });
    expect(loads).toEqual([undefined]);
  });

  test("tells viewers apart from the rest", () => {
    const client = opened();
    const states: RoomState[] = [];
    client.on("state", (state) => states.push(state));
    let rows = -1;
    client.on("viewers", (viewers) => {
      rows = viewers.length;
    });
    const row = {
      tab: "t",
      name: "n",
      role: "viewer",
      ready: true,
      following: true,
      ownCopy: false,
      muted: false,
    } as const;
    service.say({ cmd: "viewers", viewers: [row] });
    world.run(100);
    expect(rows).toBe(1);
    expect(client.state.viewers).toHaveLength(1);
    expect(states).toHaveLength(0);
  });

  test("hands on what is said, and an empty chat at a welcome without one", () => {
    const client = opened();
    const told: [string, number[]][] = [];
    const ids = (lines: readonly ChatLine[]) => lines.map(({ id }) => id);
    client.on("chat", (lines) => told.push(["chat", ids(lines)]));
    client.on("said", (lines) => told.push(["said", ids(lines)]));
    client.on("unsaid", (gone) => told.push(["unsaid", [...gone]]));
    client.on("reactions", (reactions) => told.push(["reactions", reactions.map(({ count }) => count)]));
    const line = (id: number): ChatLine => ({ id, tab: "t", name: "n", role: "viewer", at: 1, text: "Hi" });
    service.say({ cmd: "chat-log", lines: [line(1), line(2)] });
    service.say({ cmd: "chat", lines: [line(3)] });
    service.say({ cmd: "chat-gone", ids: [2] });
    service.say({ cmd: "reactions", reactions: [{ emoji: "🔥", count: 2 }] });
    world.run(100);
    service.drop();
    world.run(5_000);
    expect(told).toEqual([
      ["chat", [1, 2]],
      ["said", [3]],
      ["unsaid", [2]],
      ["reactions", [2]],
      ["chat", []],
    ]);
  });

  test.each([["no JSON"], ["[]"], ["null"], ['{"cmd":"new-in-version-2"}'], ["3"]])(
    "is not touched by the frame %s",
    (frame) => {
      const client = opened();
      const before = client.state;
      service.sayText(frame);
      world.run(100);
      expect(client.state).toBe(before);
    },
  );

  test("listeners go with their signal", () => {
    const client = opened();
    const ends = new AbortController();
    let count = 0;
    client.on("state", () => count++, ends.signal);
    service.play();
    world.run(100);
    ends.abort();
    service.pause();
    world.run(100);
    expect(count).toBe(1);
  });
});

describe("commands", () => {
  test("go to the room", () => {
    const client = opened();
    client.play();
    client.pause();
    client.seek(12.5);
    client.rate(1.25);
    client.load("e1");
    client.policy({ chat: false });
    client.say("Hi");
    client.react("🎉");
    client.mute("t", true);
    client.clearChat();
    client.clearChat("t");
    world.run(100);
    expect(service.heard.slice(-11)).toEqual([
      { cmd: "play" },
      { cmd: "pause" },
      { cmd: "seek", time: 12.5 },
      { cmd: "rate", rate: 1.25 },
      { cmd: "load", etag: "e1" },
      { cmd: "policy", chat: false },
      { cmd: "chat", text: "Hi" },
      { cmd: "react", emoji: "🎉" },
      { cmd: "mute", tab: "t", muted: true },
      { cmd: "chat-clear" },
      { cmd: "chat-clear", tab: "t" },
    ]);
  });

  test("without a connection are refused here, not sent later", () => {
    const refused: Refusal[] = [];
    const client = aClient();
    client.on("refused", (refusal) => refused.push(refusal));
    client.play();
    client.open();
    client.seek(3);
    world.run(2_000);
    expect(refused.map(({ code }) => code)).toEqual(["not-connected", "not-connected"]);
    expect(heard("play")).toHaveLength(0);
    expect(heard("seek")).toHaveLength(0);
  });

  test("are refused where the socket is closing, of which nobody was told yet", () => {
    const client = opened();
    const before = service.heard.length;
    service.drop();
    client.play();
    expect(client.state.connection.kind).toBe("open");
    expect(client.state.lastError?.code).toBe("not-connected");
    world.run(5_000);
    expect(service.heard.slice(before).map(({ cmd }) => cmd)).not.toContain("play");
  });

  test("that the server refuses are told", () => {
    const client = opened();
    const refused: Refusal[] = [];
    client.on("refused", (refusal) => refused.push(refusal));
    service.say({ cmd: "error", code: "not-admin", message: "Only the host can do this." });
    world.run(100);
    expect(refused).toEqual([{ code: "not-admin", message: "Only the host can do this." }]);
    expect(client.state.lastError?.code).toBe("not-admin");
  });

  test("the key is shown again on each new connection", () => {
    const client = opened();
    client.auth("secret");
    world.run(100);
    service.drop();
    world.run(5_000);
    expect(heard("auth")).toEqual([
      { cmd: "auth", key: "secret" },
      { cmd: "auth", key: "secret" },
    ]);
  });

  test("a status carries what the client knows of clock and tab", () => {
    const client = opened();
    client.sendStatus({
      time: 1,
      bufferedAheadSeconds: 6,
      ready: true,
      following: true,
      ownCopy: false,
    });
    world.run(100);
    const status = heard("status")[0] as Status;
    expect(status).toMatchObject({ time: 1, bufferedAheadSeconds: 6, ready: true, tab: "tab-1" });
    expect(status.rttMs).toBeCloseTo(40, 0);
    expect(status.rttAgeMs).toBeGreaterThanOrEqual(0);
    expect(status.clockErrorMs).toBeGreaterThan(19);
    expect(status.clockErrorMs).toBeLessThan(22);
  });
});

describe("reconnecting", () => {
  test("backs off exponentially, with full jitter, up to fifteen seconds", () => {
    const bounds: number[][] = [];
    for (let seed = 0; seed < 200; seed++) {
      world = new World(seed);
      service = new SyncService(world);
      machine = new Machine(world);
      service.down = true;
      const waits: number[] = [];
      const client = aClient();
      client.on("state", ({ connection }) => {
        if (connection.kind === "waiting") {
          waits.push(connection.retryAtMs - machine.now());
        }
      });
      client.open();
      world.run(60_000);
      bounds.push(waits);
    }
    for (const [attempt, bound] of [1_000, 2_000, 4_000, 8_000, 15_000].entries()) {
      const waits = bounds.map((each) => each[attempt]).filter((wait) => wait !== undefined);
      expect(Math.max(...waits)).toBeLessThanOrEqual(bound);
      expect(Math.max(...waits)).toBeGreaterThan(bound * 0.9);
      expect(Math.min(...waits)).toBeLessThan(bound * 0.1);
    }
  });

  test("comes back by itself when the service does", () => {
    const client = opened();
    service.down = true;
    service.drop();
    world.run(30_000);
    expect(client.state.connection.kind).not.toBe("open");
    expect(client.state.timeline).toBeDefined();
    service.down = false;
    world.run(20_000);
    expect(client.state.connection.kind).toBe("open");
  });

  test("is made at once when there is news of the network", () => {
    const client = opened();
    service.down = true;
    service.drop();
    world.run(40_000);
    service.down = false;
    while (client.state.connection.kind !== "waiting") {
      world.run(10);
    }
    client.poke();
    world.run(200);
    expect(client.state.connection.kind).toBe("open");
  });

  test("does not hammer a server that welcomes and drops", () => {
    const client = opened();
    const before = sockets;
    for (let second = 0; second < 600; second++) {
      world.run(100);
      service.drop();
    }
    expect(client.state.connection.kind).not.toBe("closed");
    expect(sockets - before).toBeLessThan(30);
  });

  test.each([
    { code: 4404, reason: "no-such-room" },
    { code: 1008, reason: "turned-away" },
  ])("is slow after a close $code, and says why", ({ code, reason }) => {
    const client = opened();
    service.drop(code);
    world.run(100);
    const { connection } = client.state;
    expect(connection).toMatchObject({ kind: "waiting", reason });
    expect((connection as Connection & { kind: "waiting" }).retryAtMs - machine.now()).toBeGreaterThan(
      14_000,
    );
  });

  test("ends with close", () => {
    const client = opened();
    client.close();
    world.run(60_000);
    expect(client.state.connection).toEqual({ kind: "closed" });
    expect(service.connections).toBe(0);
    expect(sockets).toBe(1);
    client.open();
    expect(sockets).toBe(1);
  });

  test("gives up a socket that does not open", () => {
    const client = aClient({ up: { delayMs: 1e9 }, down: { delayMs: 20 } });
    client.open();
    world.run(60_000);
    expect(sockets).toBeGreaterThan(2);
    expect(client.state.connection.kind).not.toBe("open");
  });

  test("drops the clock's samples when the server's clock is another one", () => {
    const client = opened();
    service.drop();
    service.clockId = "clock-2";
    const readings: boolean[] = [];
    client.on("state", ({ connection }) => {
      if (connection.kind === "open") {
        readings.push(client.clock.synced);
      }
    });
    world.run(5_000);
    expect(readings[0]).toBe(false);
    expect(client.clock.synced).toBe(true);
  });

  test("carries them over when the other clock is tied to the one that it knows", () => {
    const client = opened();
    const beforeMs = (client.serverNow() ?? Number.NaN) - service.serverMs;
    service.drop();
    service.restart("clock-2", 5_000);
    const wrongMs: number[] = [];
    client.on("state", ({ connection }) => {
      if (connection.kind === "open") {
        wrongMs.push((client.serverNow() ?? Number.NaN) - service.serverMs);
      }
    });
    world.run(5_000);
    expect(wrongMs[0]).toBeCloseTo(beforeMs, 1);
  });

  test("drops them when the tie is to a clock that it does not know", () => {
    const client = opened();
    service.drop();
    service.restart("clock-2", 5_000);
    service.restart("clock-3", 7_000);
    let synced: boolean | undefined;
    client.on("state", ({ connection }) => {
      synced ??= connection.kind === "open" ? client.clock.synced : undefined;
    });
    world.run(5_000);
    expect(synced).toBe(false);
    expect(client.clock.synced).toBe(true);
  });

  test("keeps them when it is the same", () => {
    const client = opened();
    service.drop();
    world.run(20);
    expect(client.clock.synced).toBe(true);
    world.run(5_000);
    expect(client.clock.synced).toBe(true);
  });
});

describe("a wait", () => {
  const forAnna = { names: ["Anna"], tabs: ["a1"], others: 0, untilMs: 5, plays: true };

  test("is told while it lasts", () => {
    const client = opened();
    service.wait(forAnna);
    world.run(1_000);
    expect(client.state.waiting).toEqual(forAnna);
    service.wait(undefined);
    world.run(1_000);
    expect(client.state.waiting).toBeUndefined();
  });

  test("that ended while there was no connection is over", () => {
    const client = opened();
    service.wait(forAnna);
    world.run(1_000);
    service.drop();
    service.waiting = undefined;
    world.run(5_000);
    expect(client.state.connection.kind).toBe("open");
    expect(client.state.waiting).toBeUndefined();
  });

  test("that began before is in the welcome", () => {
    service.waiting = forAnna;
    expect(opened().state.waiting).toEqual(forAnna);
  });
});

describe("what comes next", () => {
  const next = { path: "b.mkv", atMs: 7 };
  const queue = { rev: 3, paths: ["b.mkv", "c.mkv"], skipped: [] };

  test("is told while it is to come", () => {
    const client = opened();
    service.say({ cmd: "queue", ...queue });
    service.say({ cmd: "next", next });
    world.run(1_000);
    expect(client.state).toMatchObject({ queue, next });
    service.say({ cmd: "next" });
    world.run(1_000);
    expect(client.state.next).toBeUndefined();
    expect(client.state.queue).toEqual(queue);
  });

  test("is what the welcome says, and nothing where it says nothing", () => {
    const client = opened();
    service.say({ cmd: "queue", ...queue });
    service.say({ cmd: "next", next });
    world.run(1_000);
    service.drop();
    world.run(5_000);
    expect(client.state.connection.kind).toBe("open");
    expect(client.state.next).toBeUndefined();
    expect(client.state.queue).toBeUndefined();
  });

  test("is set with the number of the list that it was made from", () => {
    const client = opened();
    client.setQueue(["c.mkv"], 3);
    client.nextNow();
    client.nextStop();
    world.run(1_000);
    expect(heard("queue")).toEqual([{ cmd: "queue", paths: ["c.mkv"], rev: 3 }]);
    expect(heard("next-now")).toHaveLength(1);
    expect(heard("next-stop")).toHaveLength(1);
  });
});

test.each([
  ["the close", () => service.drop(4410)],
  ["the error before it", () => service.say({ cmd: "error", code: "removed", message: "" })],
])("who is removed by %s stays away, whatever happens to the network", (_, remove) => {
  const client = opened();
  remove();
  world.run(1_000);
  expect(client.state.connection).toEqual({ kind: "removed" });
  client.poke();
  world.run(3_600_000);
  expect(sockets).toBe(1);
  expect(client.state.connection).toEqual({ kind: "removed" });
});

test("a service that was upgraded meanwhile makes the page an old one, which stays away and keeps its film", () => {
  const client = opened();
  const { staged, timeline } = client.state;
  service.protocol = 2;
  service.drop();
  world.run(60_000);
  expect(client.state).toMatchObject({ connection: { kind: "outdated" }, staged, timeline });
  client.poke();
  world.run(3_600_000);
  expect(sockets).toBe(2);
  expect(client.state.connection).toEqual({ kind: "outdated" });
});

describe("silence", () => {
  test("of 45 seconds, although asked, is a lost connection", () => {
    const client = opened();
    service.silent = true;
    world.run(30_000);
    service.silent = false;
    world.run(60_000);
    expect(sockets).toBe(1);
    service.silent = true;
    world.run(44_000);
    expect(sockets).toBe(1);
    world.run(16_000);
    expect(sockets).toBeGreaterThan(1);
    service.silent = false;
    world.run(60_000);
    expect(client.state.connection.kind).toBe("open");
  });

  test("because a hidden tab asks once a minute is none", () => {
    opened();
    machine.throttleMs = 60_000;
    world.run(3_600_000);
    expect(sockets).toBe(1);
  });

  test("after a wake is found within seconds", () => {
    const client = opened();
    service.silent = true;
    client.poke();
    world.run(7_000);
    expect(sockets).toBe(2);
  });

  test("of a sleeping machine is noticed by its clocks, and the clock is right again", () => {
    const client = opened();
    world.run(60_000);
    machine.slept(300_000);
    world.run(300_000 + 15_000);
    expect(Math.abs((client.serverNow() ?? 0) - service.serverMs)).toBeLessThan(2);
  });

  test("a step of the wall clock alone changes nothing", () => {
    const client = opened();
    world.run(30_000);
    machine.stepWallClock(3_600_000);
    world.run(30_000);
    expect(Math.abs((client.serverNow() ?? 0) - service.serverMs)).toBeLessThan(2);
    expect(sockets).toBe(1);
  });
});

import type {
  ClientMessageUnion,
  FormerClock,
  Policy,
  Role,
  ServerMessageUnion,
  StagedFilm,
  TimelineState,
  WaitState,
} from "../../generated/protocol.ts";
import type { Socket } from "../room-client.ts";
import { positionAt } from "../timeline.ts";
import { type OneWay, Pipe } from "./network.ts";
import type { World } from "./world.ts";

export interface Route {
  readonly up: OneWay;
  readonly down: OneWay;
}

export const POLICY: Policy = {
  enforcePausePlay: true,
  followMode: true,
  waitForReady: "off",
  onStall: "let-lag-and-catch-up",
  chat: true,
};

export const FILM: StagedFilm = {
  etag: "e1",
  path: "film.mkv",
  url: "/media/current?v=e1",
  durationSeconds: 7_200,
};

const EPOCH_MS = 1_700_000_000_000;

interface Connection {
  readonly down: Pipe;
  readonly up: Pipe;
  readonly closed: (code: number) => void;
  readonly message: (text: string) => void;
}

/** The sync service as PROTOCOL.md describes it, for one room; its first clock is the true one. */
export class SyncService {
  readonly #world: World;
  readonly #connections = new Set<Connection>();
  readonly heard: ClientMessageUnion[] = [];
  clockId = "clock-1";
  formerClock: FormerClock | undefined;
  #aheadMs = 0;
  protocol = 1;
  policy = POLICY;
  /** What everybody is who comes. */
  role: Role = "viewer";
  staged: StagedFilm | undefined = FILM;
  stageRevision = 1;
  timeline: TimelineState = { time: 0, at: EPOCH_MS, rev: 1, rate: 1, playing: false };
  leadMs = 600;
  waiting: WaitState | undefined;
  /** Refuses new connections, as a service does that is down. */
  down = false;
  /** Takes frames and answers none, as a dead connection does. */
  silent = false;
  /** What it tells everybody is lost on the way. */
  unheard = false;
  #resumes = 0;

  constructor(world: World) {
    this.#world = world;
  }

  get serverMs(): number {
    return EPOCH_MS + this.#world.nowMs + this.#aheadMs;
  }

  /** Comes back with another clock, which is this much ahead of the one before. */
  restart(clockId: string, shiftMs: number): void {
    this.down = false;
    this.formerClock = { id: this.clockId, shiftMs };
    this.clockId = clockId;
    this.#aheadMs += shiftMs;
    this.timeline = { ...this.timeline, at: this.timeline.at + shiftMs };
  }

  get connections(): number {
    return this.#connections.size;
  }

  position(): number {
    return positionAt(this.timeline, this.serverMs, this.staged?.durationSeconds);
  }

  connect(route: Route): Socket {
    const listeners: {
      open?: () => void;
      message?: (event: { data: unknown }) => void;
      close?: (event: { code: number }) => void;
    } = {};
    let readyState = 0;
    const up = new Pipe(this.#world, route.up);
    const down = new Pipe(this.#world, route.down);
    const connection: Connection = {
      up,
      down,
      message: (text) => listeners.message?.({ data: text }),
      closed: (code) => {
        up.cut = true;
        down.cut = true;
        this.#connections.delete(connection);
        readyState = 2;
        this.#world.after(0, () => {
          readyState = 3;
          listeners.close?.({ code });
        });
      },
    };
    up.carry(() => {
      if (this.down) {
        connection.closed(1006);
        return;
      }
      this.#connections.add(connection);
      down.carry(() => {
        readyState = 1;
        listeners.open?.();
      });
    });
    return {
      get readyState() {
        return readyState;
      },
      addEventListener: (type: "open" | "message" | "close", listener: never) => {
        listeners[type] = listener;
      },
      send: (text) => up.carry(() => this.#receive(JSON.parse(text) as ClientMessageUnion, connection)),
      close: () => connection.closed(1000),
    };
  }

  /** Ends every connection, as a kill does. */
  drop(code = 1006): void {
    for (const connection of this.#connections) {
      connection.closed(code);
    }
  }

  say(message: ServerMessageUnion): void {
    this.sayText(JSON.stringify(message));
  }

  sayText(text: string): void {
    if (this.unheard) {
      return;
    }
    for (const connection of this.#connections) {
      connection.down.carry(() => connection.message(text));
    }
  }

  play(): void {
    this.#move("play", { time: this.#positionThen(), playing: true });
  }

  pause(): void {
    this.#move("pause", { time: this.#positionThen(), playing: false });
  }

  seek(time: number): void {
    this.#move("seek", { time });
  }

  rate(rate: number): void {
    this.#move("rate", { time: this.#positionThen(), rate });
  }

  stage(film: StagedFilm): void {
    this.staged = film;
    this.stageRevision++;
    this.timeline = { time: 0, at: this.serverMs, rev: this.timeline.rev + 1, rate: 1, playing: false };
    this.say({ cmd: "load", ...film, stageRevision: this.stageRevision, rev: this.timeline.rev });
  }

  setPolicy(policy: Policy): void {
    this.policy = policy;
    this.say({ cmd: "policy", ...policy });
  }

  /** Waits for somebody, or for nobody any more. */
  wait(waiting: WaitState | undefined): void {
    this.waiting = waiting;
    this.say({ cmd: "waiting", ...(waiting ?? { names: [], tabs: [], others: 0, plays: false }) });
  }

  #positionThen(): number {
    return positionAt(this.timeline, this.serverMs + this.leadMs, this.staged?.durationSeconds);
  }

  #move(cmd: "play" | "pause" | "seek" | "rate", change: Partial<TimelineState>): void {
    const at = this.serverMs + this.leadMs;
    this.timeline = { ...this.timeline, ...change, at, rev: this.timeline.rev + 1 };
    this.say({ cmd, ...this.timeline });
  }

  #receive(message: ClientMessageUnion, connection: Connection): void {
    if (this.silent) {
      return;
    }
    this.heard.push(message);
    if (message.cmd === "ping") {
      const t1 = this.serverMs;
      this.#send(connection, { cmd: "pong", t0: message.t0, t1, t2: t1 });
    } else if (message.cmd === "hello") {
      this.#welcome(connection, message.name ?? "guest", message.resume);
    }
  }

  #welcome(connection: Connection, name: string, resume: string | undefined): void {
    this.#resumes++;
    this.#send(connection, {
      cmd: "welcome",
      room: "main",
      you: { tab: "tab-1", name, role: this.role, muted: false },
      resume: resume ?? `resume-${this.#resumes}`,
      protocol: this.protocol,
      policy: this.policy,
      ...(this.staged === undefined ? {} : { staged: this.staged }),
      stageRevision: this.stageRevision,
      timeline: this.timeline,
      ...(this.waiting === undefined ? {} : { waiting: this.waiting }),
      chatId: 0,
      clockId: this.clockId,
      ...(this.formerClock === undefined ? {} : { formerClock: this.formerClock }),
      serverMs: this.serverMs,
    });
  }

  #send(connection: Connection, message: ServerMessageUnion): void {
    const text = JSON.stringify(message);
    connection.down.carry(() => connection.message(text));
  }
}

import type {
  ChatLine,
  ClientMessageUnion,
  Emoji,
  Loaded,
  NextFilm,
  Policy,
  QueueState,
  Reaction,
  ServerMessageUnion,
  StagedFilm,
  Status,
  TimelineState,
  ViewerRow,
  WaitState,
  Welcome,
  You,
} from "../generated/protocol.ts";
import { SamplingPlan, ServerClock } from "./clock.ts";
import { Emitter } from "./emitter.ts";
import type { Cancel, Surroundings } from "./surroundings.ts";
import { type Schedule, succeed } from "./timeline.ts";

/** The part of `WebSocket` that the client needs. */
export interface Socket {
  /** 0 connecting, 1 open, 2 closing, 3 closed. It is closing for a while before anybody is told. */
  readonly readyState: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number }) => void): void;
}

/** Where a tab keeps its identity: `sessionStorage`. */
export interface TabStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export type Connection =
  | { readonly kind: "connecting"; readonly attempt: number }
  | { readonly kind: "open" }
  /** The next attempt is made at `retryAtMs` on the page's clock (`Surroundings.now`). */
  | {
      readonly kind: "waiting";
      readonly attempt: number;
      readonly retryAtMs: number;
      readonly reason: LossReason;
    }
  /** The host has put this tab out of the room: it does not come back by itself. */
  | { readonly kind: "removed" }
  /** The service speaks another version of the protocol than this page, which only a reload can mend. */
  | { readonly kind: "outdated" }
  | { readonly kind: "closed" };

/** Why there is no connection: the server went away, does not know the room, turned us away, or fell silent. */
export type LossReason = "lost" | "no-such-room" | "turned-away" | "silent";

export interface Refusal {
  /** A stable word: the server's, or `not-connected` where a command could not be sent. */
  readonly code: string;
  /** A sentence for people. */
  readonly message: string;
}

/** Everything that the page knows of its room; a new object at each change, never written to. */
export interface RoomState {
  readonly connection: Connection;
  readonly room?: string;
  readonly you?: You;
  readonly policy?: Policy;
  readonly staged?: StagedFilm;
  readonly stageRevision: number;
  /** The newest line; it may lie a little in the future. */
  readonly timeline?: TimelineState;
  /** The newest line and those that hold until it begins. */
  readonly schedule: Schedule;
  /** For whom the room waits; absent while it waits for nobody. */
  readonly waiting?: WaitState;
  /** The films that come next; told to admins only. */
  readonly queue?: QueueState;
  /** What the room puts on by itself, absent while it does not. */
  readonly next?: NextFilm;
  /** Number of the newest line of the chat when the room was told last, 0 where there was none. */
  readonly chatId?: number;
  readonly clockId?: string;
  /** Server time of the newest welcome: known before there is a clock sample. */
  readonly welcomedMs?: number;
  /** Who is here; told to admins and co-hosts only. */
  readonly viewers: readonly ViewerRow[];
  readonly lastError?: Refusal;
}

/** How the page's clock stands against the server's; milliseconds, absent before the first sample. */
export interface ClockReading {
  readonly synced: boolean;
  readonly errorMs?: number;
  readonly rttMs?: number;
}

export interface RoomEvents {
  /** Anything but `viewers` changed. */
  state: RoomState;
  viewers: readonly ViewerRow[];
  /** The server refused, or there was no connection to ask by. */
  refused: Refusal;
  /** This film is to be (re)loaded; undefined where nothing is staged any more. */
  load: StagedFilm | undefined;
  /** A clock sample came in. */
  clock: ClockReading;
  /** The server's clock is another one, this many milliseconds ahead of the one before. Comes before the `state`. */
  clockShifted: number;
  /** These are the chat; more of it may follow as `said`. */
  chat: readonly ChatLine[];
  /** Lines to be added to the chat; some may be there already. */
  said: readonly ChatLine[];
  /** Numbers of lines that are gone. */
  unsaid: readonly number[];
  reactions: readonly Reaction[];
}

export interface RoomClientOptions {
  /** Opens a socket to the room. */
  readonly connect: () => Socket;
  readonly storage: TabStorage;
  readonly surroundings: Surroundings;
  /** Name of the room, part of the storage keys: one tab may visit several. */
  readonly room: string;
  readonly name?: string;
  /** What the browser calls itself, for the host. */
  readonly browser?: string | undefined;
  /** See [ServerClock]. */
  readonly clockGranularityMs?: number;
}

/** Fields of the policy to change. */
export type PolicyChange = Partial<Policy>;

export type OwnStatus = Omit<Status, "cmd" | "clockErrorMs" | "rttMs" | "rttAgeMs" | "tab">;

const PROTOCOL_VERSION = 1;
/** `WebSocket.OPEN`. */
const SOCKET_OPEN = 1;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const LONELY_RETRY_MS = 30_000;
const OPENING_MS = 10_000;
const SILENCE_MS = 45_000;
const UNANSWERED_MS = 20_000;
const UNANSWERED_AFTER_POKE_MS = 6_000;
/** Lost sooner, a connection does not begin the backing-off anew: a server that welcomes and drops is spared. */
const LASTING_MS = 10_000;
/** A connection attempt older than this is not waited for when there is news of the network. */
const STUCK_MS = 2_000;
const SLEPT_MS = 1_000;

const GOING_AWAY = 1000;
const POLICY_VIOLATION = 1008;
const NO_SUCH_ROOM = 4404;
const REMOVED = 4410;

interface Link {
  readonly socket: Socket;
  readonly sinceMs: number;
  heardMs: number;
  /** Sending time of the oldest ping that nothing was heard after. */
  unansweredMs: number | undefined;
}

/**
 * A page's connection to its room: one socket at a time, reconnected for as long as the client lives, and the state
 * that came over it.
 *
 * The server sends state whole. A `welcome` replaces everything; other messages are dropped when older than what is
 * held, by `rev` for the timeline and `stageRevision` for the film. Waiting before an attempt is exponential with full
 * jitter (a uniform part of the bound), so that a room does not come back all at once after the server restarts;
 * [poke] attempts at once. Pings serve clock and liveness both.
 */
export class RoomClient {
  readonly clock: ServerClock;
  readonly #options: RoomClientOptions;
  readonly #surroundings: Surroundings;
  readonly #events = new Emitter<RoomEvents>();
  readonly #plan = new SamplingPlan();
  #streams = false;
  #state: RoomState = {
    connection: { kind: "connecting", attempt: 1 },
    stageRevision: 0,
    schedule: [],
    viewers: [],
  };
  #link: Link | undefined;
  #attempt = 0;
  #cancelTimer: Cancel = () => {};
  #cancelWatch: Cancel = () => {};
  #name: string | undefined;
  #key: string | undefined;
  #wallAheadMs: number;

  constructor(options: RoomClientOptions) {
    this.#options = options;
    this.#surroundings = options.surroundings;
    this.#name = options.name;
    this.clock = new ServerClock(options.clockGranularityMs);
    this.#wallAheadMs = this.#surroundings.wallNow() - this.#surroundings.now();
  }

  get state(): RoomState {
    return this.#state;
  }

  on<Type extends keyof RoomEvents>(
    type: Type,
    listener: (event: RoomEvents[Type]) => void,
    signal?: AbortSignal,
  ): void {
    this.#events.on(type, listener, signal);
  }

  /** Opens the first connection. Listeners added before hear everything. */
  open(): void {
    if (this.#link === undefined && this.#state.connection.kind !== "closed") {
      this.#connect();
    }
  }

  /** Leaves for good. */
  close(): void {
    this.#cancelTimer();
    this.#cancelWatch();
    const link = this.#link;
    this.#link = undefined;
    link?.socket.close(GOING_AWAY, "left");
    this.#change({ connection: { kind: "closed" } });
  }

  /** Something may have changed (back online, tab visible, woken): connect now, or look whether the socket lives. */
  poke(): void {
    switch (this.#state.connection.kind) {
      case "waiting":
        this.#attempt = 0;
        this.#connect();
        break;
      case "connecting":
        if (this.#link !== undefined && this.#surroundings.now() - this.#link.sinceMs > STUCK_MS) {
          const { socket } = this.#link;
          this.#connect();
          socket.close(GOING_AWAY, "stuck");
        }
        break;
      case "open":
        this.#plan.hurry();
        this.#ping();
        this.#watchForAnswer();
        break;
      case "removed":
      case "outdated":
      case "closed":
        break;
    }
  }

  play(): void {
    this.#command({ cmd: "play" });
  }

  pause(): void {
    this.#command({ cmd: "pause" });
  }

  /** @param time seconds of media time */
  seek(time: number): void {
    this.#command({ cmd: "seek", time });
  }

  /** @param rate 1 is normal speed */
  rate(rate: number): void {
    this.#command({ cmd: "rate", rate });
  }

  /** Makes everyone load the staged film again. */
  load(etag: string): void {
    this.#command({ cmd: "load", etag });
  }

  policy(change: PolicyChange): void {
    this.#command({ cmd: "policy", ...change });
  }

  /** Ends the room's wait: who is not ready catches up. */
  startNow(): void {
    this.#command({ cmd: "start-now" });
  }

  /** Makes a viewer a co-host, or takes that back. */
  cohost(tab: string, granted: boolean): void {
    this.#command({ cmd: "cohost", tab, granted });
  }

  /** Puts a viewer out of the room. */
  remove(tab: string): void {
    this.#command({ cmd: "remove", tab });
  }

  say(text: string): void {
    this.#command({ cmd: "chat", text });
  }

  react(emoji: Emoji): void {
    this.#command({ cmd: "react", emoji });
  }

  /** Forbids a viewer to chat and to react, or allows it again. */
  mute(tab: string, muted: boolean): void {
    this.#command({ cmd: "mute", tab, muted });
  }

  /**
   * Takes away what was said.
   *
   * @param tab of one author; undefined for all
   */
  clearChat(tab?: string): void {
    this.#command({ cmd: "chat-clear", ...(tab !== undefined && { tab }) });
  }

  /** Raises this connection, and those after it, to admin. */
  auth(key: string): void {
    this.#key = key;
    this.#send({ cmd: "auth", key });
  }

  setName(name: string): void {
    this.#name = name;
    this.#hello();
  }

  /** Reports the player; what the client knows itself (clock, tab) is added. Dropped where there is no connection. */
  sendStatus(status: OwnStatus): void {
    const nowMs = this.#surroundings.now();
    const errorMs = this.clock.errorMs(nowMs);
    const rttMs = this.clock.rttMs;
    const rttAgeMs = this.clock.rttAgeMs(nowMs);
    this.#streams = !status.ownCopy && this.#state.staged !== undefined;
    const tab = this.#state.you?.tab;
    this.#send({
      cmd: "status",
      ...status,
      ...(errorMs === undefined ? {} : { clockErrorMs: errorMs }),
      ...(rttMs === undefined ? {} : { rttMs }),
      ...(rttAgeMs === undefined ? {} : { rttAgeMs }),
      ...(tab === undefined ? {} : { tab }),
    });
  }

  /**
   * Sets the films that come next.
   *
   * @param rev of the list that this one was made from
   */
  setQueue(paths: readonly string[], rev: number): void {
    this.#command({ cmd: "queue", paths: [...paths], rev });
  }

  /** Puts the next film on at once. */
  nextNow(): void {
    this.#command({ cmd: "next-now" });
  }

  /** Ends the countdown to the next film. */
  nextStop(): void {
    this.#command({ cmd: "next-stop" });
  }

  /** Server time now, in milliseconds since the epoch; absent before the first clock sample. */
  serverNow(): number | undefined {
    return this.clock.serverNow(this.#surroundings.now());
  }

  #connect(): void {
    this.#cancelTimer();
    this.#attempt++;
    const nowMs = this.#surroundings.now();
    const link: Link = {
      socket: this.#options.connect(),
      sinceMs: nowMs,
      heardMs: nowMs,
      unansweredMs: undefined,
    };
    this.#link = link;
    this.#change({ connection: { kind: "connecting", attempt: this.#attempt } });
    const whileCurrent = (action: () => void) => {
      if (this.#link === link) {
        action();
      }
    };
    link.socket.addEventListener("open", () => whileCurrent(() => this.#hello()));
    link.socket.addEventListener("message", (event) => whileCurrent(() => this.#receive(event.data, link)));
    link.socket.addEventListener("close", (event) =>
      whileCurrent(() => (event.code === REMOVED ? this.#end("removed") : this.#lost(reasonOf(event.code)))),
    );
    this.#schedule(OPENING_MS, () => this.#abandon("silent"));
  }

  #abandon(reason: LossReason): void {
    const link = this.#link;
    this.#lost(reason);
    link?.socket.close(GOING_AWAY, reason);
  }

  /** Lets go of the room, and makes no other attempt. */
  #end(kind: "removed" | "outdated"): void {
    const link = this.#link;
    this.#link = undefined;
    link?.socket.close(GOING_AWAY, kind);
    this.#cancelTimer();
    this.#cancelWatch();
    this.#change({ connection: { kind } });
  }

  #lost(reason: LossReason): void {
    const nowMs = this.#surroundings.now();
    const lasted =
      this.#state.connection.kind === "open" && nowMs - (this.#link?.sinceMs ?? nowMs) > LASTING_MS;
    this.#link = undefined;
    this.#cancelWatch();
    this.#attempt = lasted ? 0 : this.#attempt;
    const bound = Math.min(FIRST_RETRY_MS * 2 ** this.#attempt, LONGEST_RETRY_MS);
    const delayMs =
      reason === "no-such-room" || reason === "turned-away"
        ? LONELY_RETRY_MS * (0.5 + 0.5 * this.#surroundings.random())
        : bound * this.#surroundings.random();
    const retryAtMs = nowMs + delayMs;
    this.#change({ connection: { kind: "waiting", attempt: this.#attempt, retryAtMs, reason } });
    this.#schedule(delayMs, () => this.#connect());
  }

  #hello(): void {
    const resume = this.#options.storage.getItem(this.#resumeKey());
    const { browser } = this.#options;
    this.#send({
      cmd: "hello",
      protocol: PROTOCOL_VERSION,
      ...(this.#name === undefined ? {} : { name: this.#name }),
      ...(resume === null ? {} : { resume }),
      ...(browser === undefined ? {} : { browser }),
    });
  }

  #receive(data: unknown, link: Link): void {
    const nowMs = this.#surroundings.now();
    link.heardMs = nowMs;
    link.unansweredMs = undefined;
    const message = parse(data);
    if (message === undefined) {
      return;
    }
    switch (message.cmd) {
      case "welcome":
        if (message.protocol === PROTOCOL_VERSION) {
          this.#welcome(message);
        } else {
          this.#end("outdated");
        }
        break;
      case "pong":
        if (this.clock.add({ t0: message.t0, t1: message.t1, t2: message.t2, t3: nowMs })) {
          this.#plan.hurry();
          this.#ping();
        }
        this.#events.emit("clock", this.reading());
        break;
      case "load":
        this.#load(message);
        break;
      case "play":
      case "pause":
      case "seek":
      case "rate": {
        const { cmd: _, ...timeline } = message;
        this.#move(timeline);
        break;
      }
      case "policy": {
        const { cmd: _, ...policy } = message;
        this.#change({ policy });
        break;
      }
      case "waiting": {
        const { cmd: _, ...waiting } = message;
        this.#wait(waiting);
        break;
      }
      case "queue": {
        const { cmd: _, ...queue } = message;
        this.#change({ queue });
        break;
      }
      case "next":
        this.#countDown(message.next);
        break;
      case "viewers":
        this.#state = { ...this.#state, viewers: message.viewers };
        this.#events.emit("viewers", message.viewers);
        break;
      case "chat-log":
        this.#events.emit("chat", message.lines);
        break;
      case "chat":
        this.#events.emit("said", message.lines);
        break;
      case "chat-gone":
        this.#events.emit("unsaid", message.ids);
        break;
      case "reactions":
        this.#events.emit("reactions", message.reactions);
        break;
      case "error":
        this.#refuse(message.code, message.message);
        if (message.code === "removed") {
          // What lies between may keep the close, or its code, to itself.
          this.#end("removed");
        }
        break;
    }
  }

  /** How the clock stands now. */
  reading(): ClockReading {
    const errorMs = this.clock.errorMs(this.#surroundings.now());
    const rttMs = this.clock.rttMs;
    return {
      synced: this.clock.synced,
      ...(errorMs === undefined ? {} : { errorMs }),
      ...(rttMs === undefined ? {} : { rttMs }),
    };
  }

  #welcome(message: Welcome): void {
    const { room, you, policy, staged, stageRevision, timeline, waiting, chatId, queue, next } = message;
    const { clockId, formerClock } = message;
    const welcomedMs = message.serverMs;
    const first = this.#state.connection.kind !== "open";
    const sameClock = this.#state.clockId === clockId;
    if (!sameClock && formerClock !== undefined && formerClock.id === this.#state.clockId) {
      this.clock.shift(formerClock.shiftMs);
      this.#events.emit("clockShifted", formerClock.shiftMs);
    } else if (!sameClock) {
      this.clock.reset();
    }
    this.#options.storage.setItem(this.#resumeKey(), message.resume);
    const reload = this.#state.staged?.etag !== staged?.etag || this.#state.clockId === undefined;
    const schedule =
      sameClock && !reload ? succeed(this.#state.schedule, timeline, staged?.durationSeconds) : [timeline];
    const { staged: _, lastError: __, waiting: ___, queue: ____, next: _____, ...held } = this.#state;
    const viewers = you.role === "viewer" ? [] : held.viewers;
    this.#state = {
      ...held,
      viewers,
      room,
      you,
      policy,
      stageRevision,
      timeline,
      schedule,
      chatId,
      clockId,
      welcomedMs,
    };
    this.#change({
      connection: { kind: "open" },
      ...(staged === undefined ? {} : { staged }),
      ...(waiting === undefined ? {} : { waiting }),
      ...(queue === undefined ? {} : { queue }),
      ...(next === undefined ? {} : { next }),
    });
    if (reload) {
      this.#events.emit("load", staged);
    }
    if (chatId === 0) {
      this.#events.emit("chat", []);
    }
    if (first) {
      if (this.#key !== undefined && you.role !== "admin") {
        this.#send({ cmd: "auth", key: this.#key });
      }
      this.#plan.hurry();
      this.#ping();
    }
  }

  #load(message: Loaded): void {
    const held = this.#state;
    const rev = held.timeline?.rev ?? -1;
    if (
      message.stageRevision < held.stageRevision ||
      (message.stageRevision === held.stageRevision && message.rev <= rev)
    ) {
      return;
    }
    const { etag, path, url, durationSeconds, stageRevision } = message;
    const staged: StagedFilm = {
      etag,
      path,
      url,
      ...(durationSeconds === undefined ? {} : { durationSeconds }),
    };
    const timeline: TimelineState = { time: 0, at: 0, rev: message.rev, rate: 1, playing: false };
    this.#change({ staged, stageRevision, timeline, schedule: [timeline] });
    this.#events.emit("load", staged);
  }

  #wait(waiting: WaitState): void {
    const { waiting: _, ...held } = this.#state;
    this.#state = held;
    this.#change(waiting.tabs.length === 0 ? {} : { waiting });
  }

  #countDown(next: NextFilm | undefined): void {
    const { next: _, ...held } = this.#state;
    this.#state = held;
    this.#change(next === undefined ? {} : { next });
  }

  #move(timeline: TimelineState): void {
    if (timeline.rev <= (this.#state.timeline?.rev ?? -1)) {
      return;
    }
    const schedule = succeed(this.#state.schedule, timeline, this.#state.staged?.durationSeconds);
    this.#change({ timeline, schedule });
  }

  #ping(): void {
    const link = this.#link;
    if (link === undefined) {
      return;
    }
    this.#noticeSleep();
    const nowMs = this.#surroundings.now();
    const unansweredForMs = link.unansweredMs === undefined ? 0 : nowMs - link.unansweredMs;
    if (nowMs - link.heardMs > SILENCE_MS && unansweredForMs > UNANSWERED_MS) {
      this.#abandon("silent");
      return;
    }
    link.unansweredMs ??= nowMs;
    this.#send({ cmd: "ping", t0: nowMs });
    const delayMs = this.#plan.next(this.#surroundings.random(), this.clock.unevenMs, this.#streams);
    this.#schedule(delayMs, () => this.#ping());
  }

  /** After a wake a dead socket is found by pings that nobody answers, without waiting for the usual silence. */
  #watchForAnswer(): void {
    const pokedMs = this.#surroundings.now();
    this.#cancelWatch();
    this.#cancelWatch = this.#surroundings.after(UNANSWERED_AFTER_POKE_MS, () => {
      if (this.#link !== undefined && this.#link.heardMs < pokedMs) {
        this.#abandon("silent");
      }
    });
  }

  /** The monotonic clock may stand still in sleep: wall clock and monotonic clock then part. */
  #noticeSleep(): void {
    const wallAheadMs = this.#surroundings.wallNow() - this.#surroundings.now();
    if (Math.abs(wallAheadMs - this.#wallAheadMs) > SLEPT_MS) {
      this.#plan.hurry();
      this.#watchForAnswer();
    }
    this.#wallAheadMs = wallAheadMs;
  }

  #command(message: ClientMessageUnion): void {
    if (this.#state.connection.kind !== "open" || !this.#send(message)) {
      this.#refuse(
        "not-connected",
        "There is no connection to the room at the moment. Try again when it is back.",
      );
    }
  }

  #send(message: ClientMessageUnion): boolean {
    const link = this.#link;
    // Browsers take what is said to a socket that is closing, and lose it.
    if (link?.socket.readyState !== SOCKET_OPEN) {
      return false;
    }
    if (this.#state.connection.kind !== "open" && message.cmd !== "hello") {
      return false;
    }
    link.socket.send(JSON.stringify(message));
    return true;
  }

  #refuse(code: string, message: string): void {
    const refusal: Refusal = { code, message };
    this.#change({ lastError: refusal });
    this.#events.emit("refused", refusal);
  }

  #schedule(delayMs: number, action: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#surroundings.after(delayMs, action);
  }

  #change(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change };
    this.#events.emit("state", this.#state);
  }

  #resumeKey(): string {
    return `watchparty:${this.#options.room}:resume`;
  }
}

function reasonOf(code: number): LossReason {
  switch (code) {
    case NO_SUCH_ROOM:
      return "no-such-room";
    case POLICY_VIOLATION:
      return "turned-away";
    default:
      return "lost";
  }
}

function parse(data: unknown): ServerMessageUnion | undefined {
  if (typeof data !== "string") {
    return undefined;
  }
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === "object" && message !== null ? (message as ServerMessageUnion) : undefined;
  } catch {
    return undefined;
  }
}

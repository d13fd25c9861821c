import type { TimelineState } from "../generated/protocol.ts";
import {
  acquireAnew,
  type CorrectorState,
  type Decision,
  decide,
  initialState,
  measuredSince,
  type Observation,
  type Phase,
  type Profile,
} from "./drift.ts";
import { Emitter } from "./emitter.ts";
import { bufferedAhead, HAVE_FUTURE_DATA, isReady, type Player } from "./player.ts";
import type { RoomClient, RoomState } from "./room-client.ts";
import type { Cancel, Surroundings } from "./surroundings.ts";
import { isWithinReach, lineAt, nextAfter, positionAt } from "./timeline.ts";

/** Why a viewer is not where the room is: what they did themselves, or stayed when the host jumped. */
export type AwayReason = "seek" | "rate" | "pause" | "play" | "stayed";

/** What the page can show of the player's sync. */
export interface SyncState {
  /**
   * `idle`: not joined, nothing staged, or no clock yet. `away`: the viewer has left the party. `blocked`: the browser
   * wants a gesture before it plays ([PlayerSync.join] inside one). `stalled`: out of data while the room plays.
   */
  readonly kind: "idle" | "away" | "blocked" | "stalled" | Exclude<Phase["kind"], "stopping">;
  readonly joined: boolean;
  /** Whether the room plays now, or is about to. */
  readonly roomPlaying: boolean;
  /** Where the room is, seconds of media time. */
  readonly roomSeconds?: number;
  /** In the party, not away from it. */
  readonly following: boolean;
  readonly away?: AwayReason;
  /** Whether this viewer goes along when the host jumps. */
  readonly follow: boolean;
  /** Whether that is this viewer's to choose: who moves the room goes along. */
  readonly mayStay: boolean;
  /** Player minus room in milliseconds, positive when ahead. */
  readonly driftMs?: number;
  readonly clockErrorMs?: number;
  readonly rttMs?: number;
  /** The running correction of the rate, 0 when none; 0.01 is 1 % faster. */
  readonly slew: number;
  readonly ready: boolean;
  readonly bufferedAheadSeconds: number;
  readonly droppedFrames: number;
}

export interface PlayerSyncEvents {
  /** Once a second, and at once when something other than a measured number changed. */
  change: SyncState;
}

export interface PlayerSyncOptions {
  readonly player: Player;
  readonly room: RoomClient;
  readonly profile: Profile;
  readonly surroundings: Surroundings;
  /** Ends everything: listeners, timers, callbacks. */
  readonly signal: AbortSignal;
  /** A viewer's earlier choice; absent, the room's policy decides. */
  readonly follow?: boolean;
}

/** Where the player was at a time of the page's clock. */
interface Reading {
  readonly localMs: number;
  readonly positionSeconds: number;
}

/** Where the room was, and how fast, when the connection to it last brought something. */
interface LastSeen {
  readonly serverMs: number;
  readonly positionSeconds: number;
  readonly rate: number;
  readonly clockId: string | undefined;
}

/** What this owner has told the player; anything else was the viewer, or the browser. */
interface Commanded {
  paused: boolean;
  rate: number;
  seekTo: number | undefined;
}

const STATUS_MS = 1_000;
/** Without an event the player is looked at this often. */
const TICK_MS = {
  resting: 1_000,
  stopping: 100,
  seeking: 250,
  armed: 500,
  starting: 50,
  tracking: 250,
} as const satisfies Record<Phase["kind"], number>;
const AWAY_TICK_MS = 1_000;
/** A decision that leads at once to another (pause, then seek) is followed; more than this many would be a loop. */
const MOST_DECISIONS = 4;
const SAME_PLACE_SECONDS = 0.05;
/** While it plays, a room is saved this often: what a service knows that was killed and comes back late. */
const CHECKPOINT_MS = 5_000;
const SAME_RATE = 1e-6;
/** Not each frame is looked at: asking for a frame's callback costs more than all else here. */
const READING_SPACING_MS = 90;
const MOST_READINGS = 20;

/**
 * Keeps one player where its room is.
 *
 * The only owner of play, pause, position and rate of the player. It remembers what it commanded; when an event shows
 * the player in another state, somebody else did it, and no timers or ignored events are needed to tell. A viewer's
 * pause or play is undone while the room enforces them, else they leave the party, as they do by seeking or by
 * changing the rate; [backToTheParty] returns. A host's jump brings back those who follow, and all hosts. In a hidden
 * tab nobody presses the player's own buttons: browsers pause what is muted there and play it when it is shown. That
 * is undone always; the page's own controls (a media key) tell of themselves by [touched].
 *
 * Without a connection it goes on along the line that it knows.
 */
export class PlayerSync {
  readonly #player: Player;
  readonly #room: RoomClient;
  readonly #profile: Profile;
  readonly #surroundings: Surroundings;
  readonly #signal: AbortSignal;
  readonly #events = new Emitter<PlayerSyncEvents>();
  readonly #readings: Reading[] = [];
  #corrector: CorrectorState;
  #commanded: Commanded;
  #joined = false;
  #blocked = false;
  #corrected = false;
  #away: AwayReason | undefined;
  #follow: boolean | undefined;
  #seenRev: number | undefined;
  #connected = false;
  #lastSeen: LastSeen | undefined;
  #movingSinceMs: number | undefined;
  #playAtMs: number | undefined;
  #frameHandle: number | undefined;
  #shown = "";
  /** Revision of the line at whose place the page has reported to be ready. */
  #readyRev: number | undefined;
  #cancelTick: Cancel = () => {};
  #cancelPlay: Cancel = () => {};
  #cancelStatus: Cancel = () => {};
  #cancelWatch: Cancel = () => {};
  /** A media problem, passed on with the status. */
  problem: { readonly problem: string; readonly formats: readonly string[] } | undefined;
  /** Whether the player plays the viewer's own copy of the film, passed on with the status. */
  ownCopy = false;

  constructor(options: PlayerSyncOptions) {
    this.#player = options.player;
    this.#room = options.room;
    this.#profile = options.profile;
    this.#surroundings = options.surroundings;
    this.#signal = options.signal;
    this.#follow = options.follow;
    this.#corrector = initialState(options.profile);
    this.#commanded = { paused: options.player.paused, rate: options.player.playbackRate, seekTo: undefined };
    this.#player.preservesPitch = true;
    this.#seenRev = options.room.state.timeline?.rev;
    this.#connected = options.room.state.connection.kind === "open";
    this.#listen();
    this.#reportEverySecond();
  }

  on<Type extends keyof PlayerSyncEvents>(
    type: Type,
    listener: (event: PlayerSyncEvents[Type]) => void,
    signal?: AbortSignal,
  ): void {
    this.#events.on(type, listener, signal);
  }

  get state(): SyncState {
    return this.#describe();
  }

  /**
   * Joins the room with this player, and unblocks it. To be called inside a viewer's gesture: `play()` is called here
   * and now, which is what browsers remember, and taken back at once where the room stands.
   */
  join(): void {
    this.#joined = true;
    this.#blocked = false;
    this.#corrector = acquireAnew(this.#corrector);
    this.#play();
    this.#step();
  }

  /** Returns to where the room is. */
  backToTheParty(): void {
    if (this.#away === undefined) {
      return;
    }
    this.#away = undefined;
    this.#corrector = acquireAnew(this.#corrector);
    this.#step();
  }

  /** Whether to go along when the host jumps. */
  setFollow(follow: boolean): void {
    this.#follow = follow;
    this.#announce();
  }

  /**
   * The viewer has just played, paused, or chosen a rate. To be told at once: the browser's own event comes a task
   * later, and a correction that is due before it would undo what was done.
   */
  touched(): void {
    this.#rateChanged();
    this.#pausedOrPlayed(true);
  }

  /** Somebody looks again: what is off is put right at once, be it by a seek. */
  poke(): void {
    this.#forgetReadings();
    if (this.#room.clock.synced) {
      this.#corrector = acquireAnew(this.#corrector);
    }
    this.#step();
  }

  #listen(): void {
    const signal = this.#signal;
    const options = { signal };
    const player = this.#player;
    const pausedOrPlayed = () => this.#pausedOrPlayed(!this.#surroundings.hidden);
    player.addEventListener("pause", pausedOrPlayed, options);
    player.addEventListener("play", pausedOrPlayed, options);
    player.addEventListener("seeking", () => this.#sought(), options);
    player.addEventListener("seeked", () => this.#seekDone(), options);
    player.addEventListener("ratechange", () => this.#rateChanged(), options);
    player.addEventListener("emptied", () => this.#emptied(), options);
    for (const type of ["loadedmetadata", "canplay", "playing", "waiting", "ended"] as const) {
      player.addEventListener(type, () => this.#playerMoved(), options);
    }
    this.#room.on("state", (state) => this.#roomChanged(state), signal);
    this.#room.on("load", () => this.#filmChanged(), signal);
    this.#room.on("clock", () => this.#clockSampled(), signal);
    this.#room.on("clockShifted", (shiftMs) => this.#clockShifted(shiftMs), signal);
    signal.addEventListener("abort", () => this.#end(), { once: true });
    this.#watchFrames();
  }

  #end(): void {
    this.#cancelTick();
    this.#cancelPlay();
    this.#cancelStatus();
    this.#cancelWatch();
    if (this.#frameHandle !== undefined) {
      this.#player.cancelVideoFrameCallback?.(this.#frameHandle);
    }
  }

  /** @param byViewer whether it may have been the viewer's doing */
  #pausedOrPlayed(byViewer: boolean): void {
    const { paused, ended } = this.#player;
    this.#forgetReadings();
    if (this.#blocked && !paused) {
      // The viewer pressed play: that was the gesture.
      this.join();
      return;
    }
    if (!this.#joined || ended || this.#blocked || paused === this.#commanded.paused) {
      this.#step();
      return;
    }
    if (this.#away !== undefined) {
      this.#commanded.paused = paused;
    } else if (byViewer && !this.#enforced()) {
      this.#leave(paused ? "pause" : "play");
    } else if (paused) {
      this.#play();
    } else {
      this.#pause();
    }
    this.#step();
  }

  #enforced(): boolean {
    return this.#room.state.policy?.enforcePausePlay ?? true;
  }

  #sought(): void {
    this.#forgetReadings();
    const { seekTo } = this.#commanded;
    const own = seekTo === undefined || Math.abs(this.#player.currentTime - seekTo) > SAME_PLACE_SECONDS;
    if (own && this.#joined) {
      this.#leave("seek");
    }
    this.#step();
  }

  #seekDone(): void {
    if (!this.#player.seeking) {
      this.#commanded.seekTo = undefined;
    }
    this.#playerMoved();
  }

  #rateChanged(): void {
    if (Math.abs(this.#player.playbackRate - this.#commanded.rate) > SAME_RATE && this.#joined) {
      this.#leave("rate");
    }
    this.#step();
  }

  /** The element begins with another source; its rate is the default one again. */
  #emptied(): void {
    this.#commanded = { paused: this.#player.paused, rate: this.#player.playbackRate, seekTo: undefined };
    this.#corrector = acquireAnew(this.#corrector);
    this.#playerMoved();
  }

  #playerMoved(): void {
    this.#forgetReadings();
    this.#step();
  }

  #leave(reason: AwayReason): void {
    this.#away = reason;
    this.#corrector = acquireAnew(this.#corrector);
    this.#disarm();
    this.#player.preservesPitch = true;
    if (reason !== "rate") {
      this.#setRate(this.#room.state.timeline?.rate ?? 1);
    }
  }

  #setRate(rate: number): void {
    this.#commanded.rate = rate;
    this.#player.playbackRate = rate;
  }

  #filmChanged(): void {
    this.#away = undefined;
    this.#corrector = acquireAnew(this.#corrector);
    this.#step();
  }

  #roomChanged(state: RoomState): void {
    const rev = state.timeline?.rev;
    const moved = rev !== this.#seenRev;
    const jumped =
      moved &&
      this.#seenRev !== undefined &&
      state.schedule.length === 1 &&
      (this.#connected || this.#isElsewhere(state));
    const missed = moved && this.#away === undefined && !this.#connected;
    this.#seenRev = rev;
    this.#connected = state.connection.kind === "open";
    this.#look();
    if (this.#enforced() && (this.#away === "pause" || this.#away === "play")) {
      // What they did was theirs to do, and is not any more: undone as it would be now.
      this.#away = undefined;
      this.#corrector = acquireAnew(this.#corrector);
    }
    if (missed) {
      // What happened meanwhile is caught up with as after a seek: slewing might take half a minute.
      this.#corrector = acquireAnew(this.#corrector);
    }
    if (jumped) {
      this.#corrector = acquireAnew(this.#corrector);
      if (this.#follows()) {
        this.#away = undefined;
      } else if (this.#away === undefined && this.#joined) {
        this.#leave("stayed");
      }
    }
    this.#step();
  }

  /**
   * Whether plays and pauses that went unseen while the connection was away cannot explain where the room is. Told by
   * the server's time alone: the page's clock may have slept, and of the server's it may know nothing yet after a
   * restart.
   */
  #isElsewhere({ timeline, welcomedMs, clockId }: RoomState): boolean {
    const seen = this.#lastSeen;
    return (
      seen === undefined ||
      timeline === undefined ||
      welcomedMs === undefined ||
      !isWithinReach(
        positionAt(timeline, welcomedMs, this.#duration()),
        seen.positionSeconds,
        welcomedMs - seen.serverMs,
        Math.max(seen.rate, timeline.rate),
        clockId === seen.clockId ? 0 : CHECKPOINT_MS,
      )
    );
  }

  #clockSampled(): void {
    this.#look();
    this.#step();
  }

  #clockShifted(shiftMs: number): void {
    if (this.#lastSeen !== undefined) {
      this.#lastSeen = { ...this.#lastSeen, serverMs: this.#lastSeen.serverMs + shiftMs };
    }
  }

  /** Remembers where the room is: what just came over the connection says so. */
  #look(): void {
    const serverMs = this.#room.serverNow() ?? this.#room.state.welcomedMs;
    const line = serverMs === undefined ? undefined : lineAt(this.#room.state.schedule, serverMs);
    if (this.#connected && serverMs !== undefined && line !== undefined) {
      const positionSeconds = positionAt(line, serverMs, this.#duration());
      this.#lastSeen = { serverMs, positionSeconds, rate: line.rate, clockId: this.#room.state.clockId };
    }
  }

  /** Whether a jump may leave this viewer behind: not a host, whose own jump it may be. */
  #mayStay(): boolean {
    const { you } = this.#room.state;
    return you === undefined || you.role === "viewer";
  }

  #follows(): boolean {
    if (!this.#mayStay()) {
      return true;
    }
    return this.#follow ?? this.#room.state.policy?.followMode ?? true;
  }

  /** Sees where player and room are, and does what the corrector says. */
  #step(): void {
    this.#cancelTick();
    if (this.#signal.aborted) {
      return;
    }
    const localMs = this.#surroundings.now();
    const serverMs = this.#room.serverNow();
    const line = serverMs === undefined ? undefined : this.#lineToFollow(serverMs);
    if (this.#joined && !this.#blocked && serverMs !== undefined && line !== undefined) {
      if (this.#away === undefined) {
        this.#correct(localMs, serverMs, line);
      } else {
        this.#keepPausePlay(line, serverMs);
      }
      this.#tickLater(serverMs);
    } else if (this.#joined && !this.#blocked && !this.#corrected && !this.#player.paused) {
      // Played by the gesture of joining, before the room is known.
      this.#pause();
    }
    this.#announce();
  }

  #correct(localMs: number, serverMs: number, line: TimelineState): void {
    this.#corrected = true;
    for (let count = 0; count < MOST_DECISIONS; count++) {
      const { state, decision } = decide(
        this.#corrector,
        this.#observe(localMs, serverMs, line),
        this.#profile,
      );
      this.#corrector = state;
      this.#obey(decision);
      if (decision.kind !== "pause" && decision.kind !== "setRate") {
        return;
      }
    }
  }

  #lineToFollow(serverMs: number): TimelineState | undefined {
    const { schedule } = this.#room.state;
    const line = lineAt(schedule, serverMs);
    const next = nextAfter(schedule, serverMs);
    return line?.playing === false && next?.playing ? next : line;
  }

  #observe(localMs: number, serverMs: number, line: TimelineState): Observation {
    const player = this.#player;
    const { buffered, currentTime } = player;
    return {
      localMs,
      serverMs,
      line,
      durationSeconds: this.#duration(),
      positionSeconds: currentTime,
      paused: player.paused,
      seeking: player.seeking,
      ended: player.ended,
      readyState: player.readyState,
      rate: player.playbackRate,
      preservesPitch: player.preservesPitch,
      bufferedAheadSeconds: bufferedAhead(buffered, currentTime),
      buffered: (positionSeconds) => bufferedAhead(buffered, positionSeconds) > 0.5,
      driftSeconds: this.#drift(localMs),
    };
  }

  #duration(): number | undefined {
    const { duration } = this.#player;
    return Number.isFinite(duration) ? duration : this.#room.state.staged?.durationSeconds;
  }

  #obey(decision: Decision): void {
    const player = this.#player;
    switch (decision.kind) {
      case "nothing":
      case "wait":
        return;
      case "pause":
        this.#pause();
        break;
      case "seekTo":
        this.#disarm();
        this.#forgetReadings();
        this.#commanded.seekTo = decision.positionSeconds;
        player.currentTime = decision.positionSeconds;
        return;
      case "setRate":
        player.preservesPitch = decision.preservesPitch;
        this.#setRate(decision.rate);
        return;
      case "playAt":
        this.#playAt(decision.localMs);
        break;
    }
  }

  #playAt(localMs: number): void {
    if (this.#playAtMs === localMs) {
      return;
    }
    this.#disarm();
    this.#playAtMs = localMs;
    this.#cancelPlay = this.#surroundings.after(localMs - this.#surroundings.now(), () => {
      this.#playAtMs = undefined;
      this.#play();
      this.#step();
    });
  }

  #disarm(): void {
    this.#cancelPlay();
    this.#playAtMs = undefined;
  }

  #play(): void {
    this.#commanded.paused = false;
    this.#player.play().then(
      () => {
        this.#blocked = false;
      },
      (refusal: unknown) => {
        if (refusal instanceof Error && refusal.name === "NotAllowedError") {
          this.#blocked = true;
          this.#commanded.paused = true;
          this.#announce();
        }
      },
    );
  }

  #pause(): void {
    this.#disarm();
    this.#commanded.paused = true;
    this.#player.pause();
  }

  /** An absent viewer still plays and pauses with the room where it enforces that. */
  #keepPausePlay(line: TimelineState, serverMs: number): void {
    if (!this.#enforced() || this.#player.ended || serverMs < line.at) {
      return;
    }
    if (line.playing && this.#player.paused) {
      this.#play();
    } else if (!line.playing && !this.#player.paused) {
      this.#pause();
    }
  }

  #tickLater(serverMs: number): void {
    const next = this.#room.state.schedule.find((line) => line.at > serverMs);
    const untilNextMs = next === undefined ? Number.POSITIVE_INFINITY : next.at - serverMs;
    const usualMs = this.#away === undefined ? TICK_MS[this.#corrector.phase.kind] : AWAY_TICK_MS;
    this.#cancelTick = this.#surroundings.after(Math.min(usualMs, untilNextMs), () => {
      this.#read();
      this.#step();
    });
  }

  #watchFrames(): void {
    const player = this.#player;
    if (player.requestVideoFrameCallback === undefined) {
      return;
    }
    this.#frameHandle = player.requestVideoFrameCallback(() => {
      if (!this.#signal.aborted) {
        this.#read();
        this.#cancelWatch = this.#surroundings.after(READING_SPACING_MS, () => this.#watchFrames());
      }
    });
  }

  /**
   * Takes a reading of the player. `currentTime` is read, when a frame is presented, rather than the frame's own
   * `mediaTime`: a frame waits for the display's next refresh, by up to 17 ms and by another amount on each screen,
   * while `currentTime` is the clock that sound and picture run by, even to 0.1 ms in Chromium.
   */
  #read(): void {
    const player = this.#player;
    const localMs = this.#surroundings.now();
    if (player.paused || player.seeking || player.ended || player.readyState < HAVE_FUTURE_DATA) {
      this.#forgetReadings();
      return;
    }
    this.#movingSinceMs ??= localMs;
    const newestMs = this.#readings.at(-1)?.localMs ?? Number.NEGATIVE_INFINITY;
    if (localMs - this.#movingSinceMs < this.#profile.settleMs || localMs - newestMs < READING_SPACING_MS) {
      return;
    }
    this.#readings.push({ localMs, positionSeconds: player.currentTime });
    if (this.#readings.length > MOST_READINGS) {
      this.#readings.shift();
    }
  }

  #forgetReadings(): void {
    this.#readings.length = 0;
    this.#movingSinceMs = undefined;
  }

  /** The median drift of the newest readings against the room as it is known now. */
  #drift(localMs: number): number | undefined {
    const schedule = this.#room.state.schedule;
    const roomRate = schedule.at(-1)?.rate ?? 1;
    const sinceMs = measuredSince(this.#corrector, roomRate, localMs, this.#profile);
    const newest = this.#readings.at(-1);
    const drifts: number[] = [];
    for (const reading of this.#readings) {
      if (reading !== newest && reading.localMs < sinceMs) {
        continue;
      }
      const serverMs = this.#room.clock.serverNow(reading.localMs);
      const line = serverMs === undefined ? undefined : lineAt(schedule, serverMs);
      if (serverMs !== undefined && line?.playing && serverMs >= line.at) {
        drifts.push(reading.positionSeconds - positionAt(line, serverMs, this.#duration()));
      }
    }
    drifts.sort((a, b) => a - b);
    return drifts[Math.floor(drifts.length / 2)];
  }

  #reportEverySecond(): void {
    this.#cancelStatus = this.#surroundings.after(STATUS_MS, () => {
      const state = this.#describe();
      this.#report(state);
      this.#events.emit("change", state);
      this.#reportEverySecond();
    });
  }

  #report(state: SyncState): void {
    if (!this.#joined) {
      return;
    }
    this.#readyRev = state.ready && this.#mayBeReported() ? this.#room.state.timeline?.rev : undefined;
    this.#room.sendStatus({
      time: this.#player.currentTime,
      bufferedAheadSeconds: state.bufferedAheadSeconds,
      ready: state.ready,
      ...(state.driftMs === undefined ? {} : { driftMs: state.driftMs }),
      droppedFrames: state.droppedFrames,
      following: state.following,
      ownCopy: this.ownCopy,
      ...(this.#player.ended && { ended: true }),
      ...(this.problem && { problem: this.problem.problem, formats: [...this.problem.formats] }),
    });
  }

  /** Whether the room's line has begun: of a place that is still to come the room takes no report. */
  #mayBeReported(): boolean {
    const serverMs = this.#room.serverNow();
    const { timeline } = this.#room.state;
    return serverMs !== undefined && timeline !== undefined && serverMs >= timeline.at;
  }

  #announce(): void {
    const state = this.#describe();
    const { waiting, timeline } = this.#room.state;
    if (state.ready && waiting !== undefined && timeline?.rev !== this.#readyRev && this.#mayBeReported()) {
      // The others wait for this.
      this.#report(state);
    }
    const shown = [
      state.kind,
      state.joined,
      state.roomPlaying,
      state.away,
      state.follow,
      state.slew,
      state.ready,
    ].join();
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#events.emit("change", state);
    }
  }

  #describe(): SyncState {
    const player = this.#player;
    const localMs = this.#surroundings.now();
    const serverMs = this.#room.serverNow();
    const line = serverMs === undefined ? undefined : this.#lineToFollow(serverMs);
    const drift = line?.playing && this.#away === undefined ? this.#drift(localMs) : undefined;
    const { errorMs, rttMs } = this.#room.reading();
    const aheadSeconds = bufferedAhead(player.buffered, player.currentTime);
    const phase = this.#corrector.phase;
    return {
      kind: this.#kind(line),
      joined: this.#joined,
      roomPlaying: line?.playing ?? false,
      ...(line === undefined || serverMs === undefined
        ? {}
        : { roomSeconds: positionAt(line, serverMs, this.#duration()) }),
      following: this.#away === undefined,
      ...(this.#away === undefined ? {} : { away: this.#away }),
      follow: this.#follows(),
      mayStay: this.#mayStay(),
      ...(drift === undefined ? {} : { driftMs: drift * 1000 }),
      ...(errorMs === undefined ? {} : { clockErrorMs: errorMs }),
      ...(rttMs === undefined ? {} : { rttMs }),
      slew: phase.kind === "tracking" ? phase.slew : 0,
      ready: isReady(player, aheadSeconds),
      bufferedAheadSeconds: aheadSeconds,
      droppedFrames: player.getVideoPlaybackQuality?.().droppedVideoFrames ?? 0,
    };
  }

  #kind(line: TimelineState | undefined): SyncState["kind"] {
    if (!this.#joined || line === undefined || this.#room.state.staged === undefined) {
      return "idle";
    }
    if (this.#blocked) {
      return "blocked";
    }
    if (this.#away !== undefined) {
      return "away";
    }
    const { kind } = this.#corrector.phase;
    if (kind === "tracking" && this.#player.readyState < HAVE_FUTURE_DATA) {
      return "stalled";
    }
    return kind === "stopping" ? "seeking" : kind;
  }
}

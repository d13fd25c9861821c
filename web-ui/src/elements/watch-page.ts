import type { StagedFilm } from "../generated/protocol.ts";
import { ApiError, WatchpartyApi } from "../library/api.ts";
import { messages } from "../messages.ts";
import { showFavicon } from "../pages/favicon.ts";
import { canFillScreen, canFloat, toggleFloating, toggleFullScreen } from "../pages/full-screen.ts";
import { MediaKeys } from "../pages/media-keys.ts";
import { ScreenAwake } from "../pages/screen-awake.ts";
import { storageOr } from "../pages/storage.ts";
import { onWake } from "../pages/wake.ts";
import { arrived } from "../playback/arrived.ts";
import { browserName } from "../playback/browser-name.ts";
import { connectionView } from "../playback/connection-view.ts";
import { DoubleTaps } from "../playback/double-tap.ts";
import { keyAction } from "../playback/keyboard.ts";
import { isRoomName, MAIN_ROOM, roomOf, socketUrl } from "../playback/media-url.ts";
import { nextView } from "../playback/next-film.ts";
import { shownName, tabMood, viewerTitle } from "../playback/page-title.ts";
import { problemInShort } from "../playback/problem.ts";
import { clampPosition } from "../playback/seek-scale.ts";
import { statusWords } from "../playback/status-words.ts";
import { syncMood } from "../playback/sync-mood.ts";
import { type Connection, type ViewerState, viewerState } from "../playback/viewer-state.ts";
import { waitView } from "../playback/waited-for.ts";
import { browserFamily, PROFILES } from "../sync/drift.ts";
import { PlayerSync, type SyncState } from "../sync/player-sync.ts";
import { RoomClient } from "../sync/room-client.ts";
import { page } from "../sync/surroundings.ts";
import { ChatFold } from "./chat-fold.ts";
import { ChatSide } from "./chat-side.ts";
import { ChatToggle } from "./chat-toggle.ts";
import { h, shadow, sheet } from "./dom.ts";
import { FilmPlayer } from "./film-player.ts";
import { HelpSheet } from "./help-sheet.ts";
import { JoinCard } from "./join-card.ts";
import { OwnCopySession } from "./own-copy-session.ts";
import { PassingWord } from "./passing-word.ts";
import { PlayerControls } from "./player-controls.ts";
import { ReactionRain } from "./reaction-rain.ts";
import { StatusPanel } from "./status-panel.ts";
import { SubtitleCues } from "./subtitle-cues.ts";
import { SubtitlesSession } from "./subtitles-session.ts";
import css from "./watch-page.css?inline";

const style = sheet(css);

const NAME_KEY = "watchparty:name";
const VOLUME_KEY = "watchparty:volume";
const FOLLOW_KEY = "watchparty:follow";

const DRAW_EVERY_MS = 250;
const IDLE_AFTER_MS = 3000;
const VOLUME_STEP = 0.05;
const TAP_SKIP_SECONDS = 10;

/**
 * The viewer's page. It brings the room (what should play), the player (what does) and the person together, and shows
 * one state at a time; `data-state` on the element names it, see `ViewerState`.
 */
export class WatchPage extends HTMLElement {
  static define(tag = "watch-page"): void {
    JoinCard.define();
    FilmPlayer.define();
    StatusPanel.define();
    PlayerControls.define();
    HelpSheet.define();
    ChatSide.define();
    ChatToggle.define();
    ReactionRain.define();
    PassingWord.define();
    SubtitleCues.define();
    customElements.get(tag) ?? customElements.define(tag, WatchPage);
  }

  readonly #card = h("join-card");
  /** Shown once it leads somewhere. */
  readonly #door = h("div", { class: "door", hidden: true }, this.#card);
  readonly #player = h("film-player");
  readonly #cues = h("subtitle-cues", { hidden: true });
  readonly #panel = h("status-panel", { hidden: true });
  readonly #controls = h("player-controls", { hidden: true });
  readonly #help = h("help-sheet");
  readonly #rain = h("reaction-rain");
  readonly #chatToggle = h("chat-toggle", { hidden: true });
  readonly #chatSide = h("chat-side", { hidden: true });
  readonly #word = h("passing-word");
  readonly #kept = storageOr(() => localStorage);
  readonly #taps = new DoubleTaps();
  readonly #api = new WatchpartyApi();
  #lifetime: AbortController | undefined;
  #room: RoomClient | undefined;
  /** Etag of the film that the room asked to be loaded last. */
  #asked: string | undefined;
  #sync: PlayerSync | undefined;
  #ownCopy: OwnCopySession | undefined;
  #chat: ChatFold | undefined;
  #subtitles: SubtitlesSession | undefined;
  #mediaKeys: MediaKeys | undefined;
  #awake: ScreenAwake | undefined;
  #joined = false;
  #soundRefused = false;
  /** Whether the player has been where the party is since its source was set. */
  #arrived = false;
  #hosting = false;
  #state: ViewerState = { kind: "join" };
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    shadow(this, style).append(
      h(
        "main",
        {},
        this.#player,
        h("div", { class: "house", "aria-hidden": "true" }),
        this.#cues,
        this.#panel,
        this.#rain,
        this.#controls,
        this.#chatToggle,
        this.#word,
        this.#door,
        this.#chatSide,
        this.#help,
      ),
    );
  }

  connectedCallback(): void {
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    // In a task of its own: together with building the page it would hold up the browser for 40 ms.
    setTimeout(() => {
      if (!signal.aborted) {
        this.#begin(signal);
      }
    });
  }

  #begin(signal: AbortSignal): void {
    const name = roomOf(location.pathname);
    this.#player.room = name;
    this.#card.room = name === MAIN_ROOM ? undefined : name;
    this.#card.name = this.#kept.getItem(NAME_KEY) ?? "";
    this.#setVolume(Number(this.#kept.getItem(VOLUME_KEY) ?? 1));

    const room = new RoomClient({
      connect: () => new WebSocket(socketUrl(location, name)),
      storage: storageOr(() => sessionStorage),
      surroundings: page,
      room: name,
      browser: browserName(navigator.userAgent),
    });
    const follow = this.#kept.getItem(FOLLOW_KEY);
    this.#room = room;
    this.#sync = new PlayerSync({
      player: this.#player.video,
      room,
      profile: PROFILES[browserFamily(navigator.userAgent)],
      surroundings: page,
      signal,
      ...(follow === null ? {} : { follow: follow === "true" }),
    });
    const tell = (sentence: string) => {
      this.#word.say(sentence);
      this.#wake();
      this.#draw();
    };
    this.#ownCopy = new OwnCopySession(
      this.#player,
      storageOr(() => sessionStorage),
      tell,
      signal,
    );
    this.#chat = new ChatFold({
      room,
      side: this.#chatSide,
      toggle: this.#chatToggle,
      rain: this.#rain,
      kept: this.#kept,
      signal,
    });
    this.#subtitles = new SubtitlesSession(this.#player, this.#cues, this.#kept, tell, signal);
    this.#awake = new ScreenAwake(signal);
    this.#mediaKeys = new MediaKeys(
      {
        toggle: () => this.#controls.togglePlay(),
        skip: (seconds) => this.#skip(seconds),
        seek: (seconds) => this.#seek(seconds),
      },
      signal,
    );
    room.on("load", (film) => this.#loadAsAsked(film), signal);
    room.on("state", () => this.#roomChanged(), signal);
    this.#sync.on("change", (sync) => this.#syncChanged(sync), signal);
    this.#listen(signal);
    const drawer = setInterval(() => this.#draw(), DRAW_EVERY_MS);
    signal.addEventListener("abort", () => {
      clearInterval(drawer);
      clearTimeout(this.#idleTimer);
      room.close();
    });
    if (isRoomName(name)) {
      room.open();
    }
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#lifetime?.abort();
  }

  #listen(signal: AbortSignal): void {
    const { video } = this.#player;
    const on = (target: EventTarget, type: string, listener: (event: Event) => void) =>
      target.addEventListener(type, listener, { signal });
    const onNumber = (target: EventTarget, type: string, listener: (value: number) => void) =>
      on(target, type, (event) => {
        if (event instanceof CustomEvent && typeof event.detail === "number") {
          listener(event.detail);
        }
      });
    on(this.#card, "join", (event) => {
      if (event instanceof CustomEvent && typeof event.detail === "string") {
        this.#join(event.detail);
      }
    });
    on(this.#panel, "action", () => this.#act());
    on(this.#player, "filmchange", () => this.#draw());
    on(video, "timeupdate", () => this.#draw());
    onNumber(this.#controls, "seek", (seconds) => this.#seek(seconds));
    onNumber(this.#controls, "volume", (volume) => this.#setVolume(volume));
    on(this.#controls, "playtoggle", () => this.#togglePlay());
    on(this.#controls, "playlocked", () => this.#word.say(messages.controls.hostControls));
    on(this.#controls, "mutetoggle", () => this.#toggleMute());
    on(this.#controls, "followtoggle", () => this.#toggleFollow());
    on(this.#controls, "back", () => this.#sync?.backToTheParty());
    on(this.#controls, "fullscreentoggle", () => void this.#toggleFullscreen());
    on(this.#controls, "floattoggle", () => void this.#toggleFloating());
    on(this.#controls, "help", () => this.#help.toggle());
    onNumber(this.#controls, "rate", (rate) => {
      video.playbackRate = rate;
    });
    on(this.#controls, "pick", (event) => {
      if (event instanceof CustomEvent && event.detail instanceof File) {
        void this.#ownCopy?.pick(event.detail);
      }
    });
    on(this.#controls, "picksubtitles", (event) => {
      if (event instanceof CustomEvent && event.detail instanceof File) {
        void this.#subtitles?.pick(event.detail);
      }
    });
    on(this.#controls, "subtitles", (event) => {
      if (event instanceof CustomEvent && typeof event.detail === "string") {
        this.#subtitles?.choose(event.detail);
        this.#draw();
      }
    });
    onNumber(this.#controls, "barheight", (pixels) => this.style.setProperty("--bar", `${pixels}px`));
    on(this.#controls, "stream", () => this.#ownCopy?.stream());
    on(this.#controls, "dismiss", () => this.#ownCopy?.dismiss());
    on(document, "fullscreenchange", () => this.#draw());
    on(document, "keydown", (event) => {
      if (event instanceof KeyboardEvent) {
        this.#key(event);
      }
    });
    on(this.#player, "dblclick", () => {
      if (matchMedia("(pointer: fine)").matches) {
        void this.#toggleFullscreen();
      }
    });
    on(this.#player, "click", () => this.#filmClicked());
    on(this.#player, "pointerup", (event) => {
      if (event instanceof PointerEvent && event.pointerType === "touch") {
        this.#tapped(event);
      }
    });
    for (const type of ["pointermove", "pointerdown", "focusin", "keydown"]) {
      // Who writes wants the picture, not its controls.
      on(this, type, (event) => {
        if (!this.#inChat(event)) {
          this.#wake();
        }
      });
    }
    onWake(() => {
      this.#room?.poke();
      this.#sync?.poke();
    }, signal);
  }

  /** Runs inside the click: here, and only here, browsers hand out the right to sound. */
  #join(name: string): void {
    this.#kept.setItem(NAME_KEY, name);
    this.#joined = true;
    // At the door a title and a first picture will do; who has joined wants to be ready when the host presses play.
    this.#player.video.preload = "auto";
    this.#sync?.join();
    this.#room?.setName(name);
    if (this.#room?.state.connection.kind === "waiting") {
      this.#room.poke();
    }
    this.#wake();
    this.#draw();
  }

  #roomChanged(): void {
    if (this.#room?.state.connection.kind === "removed" && this.#player.film) {
      this.#player.clear();
    }
    const hosting = this.#hosts();
    if (hosting !== this.#hosting) {
      this.#hosting = hosting;
      this.#word.say(hosting ? messages.controls.cohostGranted : messages.controls.cohostTaken);
      this.#wake();
    }
    this.#draw();
  }

  /** What the room asks for twice is fetched twice: the host wants it so. */
  #loadAsAsked(film: StagedFilm | undefined): void {
    const again = film !== undefined && film.etag === this.#asked;
    this.#asked = film?.etag;
    if (again) {
      this.#player.reload();
    } else {
      this.#load(film);
    }
  }

  #load(film: StagedFilm | undefined): void {
    if (film) {
      this.#player.show(film, this.#room?.state.you?.tab);
    } else {
      this.#player.clear();
    }
    this.#draw();
  }

  #syncChanged(sync: SyncState): void {
    const { video } = this.#player;
    if (sync.kind === "blocked" && !video.muted) {
      // Silent films are allowed where sounding ones are not; the way back to sound is one large button.
      video.muted = true;
      this.#soundRefused = true;
      this.#sync?.join();
    }
    this.#player.keepsPlace = !sync.following;
    this.#draw();
  }

  /** The one action of the state that is shown. */
  #act(): void {
    switch (this.#state.kind) {
      case "offline":
      case "reconnecting":
        this.#room?.poke();
        break;
      case "refused":
        if (this.#state.code === "no-such-room") {
          location.assign("/");
        } else {
          this.#room?.poke();
        }
        break;
      case "nothing-staged":
        void this.#lookAgain();
        break;
      case "loading":
      case "stalled":
      case "cannot-play":
        this.#player.reload();
        break;
      case "tap-to-play":
        this.#sync?.join();
        break;
      case "muted":
        this.#toggleMute();
        break;
      case "waiting":
        this.#room?.startNow();
        break;
      case "next":
      case "removed":
      case "join":
      case "connecting":
      case "watching":
        break;
    }
    this.#draw();
  }

  async #lookAgain(): Promise<void> {
    const room = this.#player.room;
    try {
      const staged = await this.#api.staged(room, this.#lifetime?.signal);
      if (staged && !this.#player.film) {
        this.#load(staged);
      } else if (!staged) {
        this.#word.say(messages.state.nothingStaged.still);
      }
    } catch (cause) {
      if (cause instanceof ApiError) {
        this.#word.say(cause.message);
      }
    }
  }

  /** Whether this viewer's play, pause and jumps move the room. */
  #hosts(): boolean {
    const { you, connection } = this.#room?.state ?? {};
    // A lost connection takes no command: what the viewer may do alone stays possible.
    return connection?.kind === "open" && you !== undefined && you.role !== "viewer";
  }

  #seek(seconds: number): void {
    const target = clampPosition(seconds, this.#player.durationSeconds);
    if (this.#hosts()) {
      this.#sync?.backToTheParty();
      this.#room?.seek(target);
    } else {
      this.#player.video.currentTime = target;
    }
    this.#draw();
  }

  #skip(seconds: number): void {
    const room = this.#hosts() ? this.#sync?.state.roomSeconds : undefined;
    this.#seek((room ?? this.#player.video.currentTime) + seconds);
  }

  #togglePlay(): void {
    const { video } = this.#player;
    if (this.#hosts()) {
      this.#sync?.backToTheParty();
      if (this.#sync?.state.roomPlaying) {
        this.#room?.pause();
      } else {
        this.#room?.play();
      }
    } else if (video.paused) {
      video.play().catch(() => this.#draw());
    } else {
      video.pause();
    }
  }

  #setVolume(volume: number): void {
    const { video } = this.#player;
    const level = Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 1;
    video.volume = level;
    if (this.#joined) {
      video.muted = level === 0;
      this.#soundRefused = false;
      if (level > 0) {
        this.#kept.setItem(VOLUME_KEY, String(level));
      }
    }
    this.#draw();
  }

  #toggleMute(): void {
    const { video } = this.#player;
    video.muted = !video.muted;
    this.#soundRefused = false;
    if (!video.muted && video.volume === 0) {
      video.volume = 1;
    }
    this.#draw();
  }

  #toggleFollow(): void {
    const follow = !(this.#sync?.state.follow ?? true);
    this.#kept.setItem(FOLLOW_KEY, String(follow));
    this.#sync?.setFollow(follow);
    this.#word.say(follow ? messages.controls.followOn : messages.controls.followOff);
    this.#draw();
  }

  async #toggleFullscreen(): Promise<void> {
    try {
      await toggleFullScreen(this, this.#player.video);
    } catch {
      this.#word.say(messages.controls.fullscreenRefused);
    }
  }

  async #toggleFloating(): Promise<void> {
    try {
      await toggleFloating(this.#player.video);
    } catch {
      this.#word.say(messages.controls.floatRefused);
    }
  }

  #tapped(event: PointerEvent): void {
    const { left, width } = this.#player.getBoundingClientRect();
    const side = this.#taps.tap(event.timeStamp, (event.clientX - left) / width);
    if (side !== undefined && !this.#controls.hidden) {
      this.#skip(side === "back" ? -TAP_SKIP_SECONDS : TAP_SKIP_SECONDS);
    }
  }

  #filmClicked(): void {
    if (this.#state.kind === "watching" && matchMedia("(pointer: fine)").matches && this.#mayPause()) {
      this.#togglePlay();
    }
  }

  #mayPause(): boolean {
    return this.#hosts() || this.#room?.state.policy?.enforcePausePlay === false;
  }

  #inChat(event: Event): boolean {
    return event.composedPath().includes(this.#chatSide);
  }

  #key(event: KeyboardEvent): void {
    const { video } = this.#player;
    const [focused] = event.composedPath();
    const action =
      this.#controls.hidden || this.#inChat(event)
        ? undefined
        : keyAction(event, focused instanceof HTMLInputElement ? focused.type : localNameOf(focused));
    if (action === undefined) {
      return;
    }
    event.preventDefault();
    this.#wake();
    switch (action.kind) {
      case "play-pause":
        this.#controls.togglePlay();
        break;
      case "skip":
        this.#skip(action.seconds);
        break;
      case "jump":
        this.#seek(action.part * (this.#player.durationSeconds ?? 0));
        break;
      case "help":
        this.#help.toggle();
        break;
      case "louder":
        this.#setVolume(video.volume + action.steps * VOLUME_STEP);
        break;
      case "mute":
        this.#toggleMute();
        break;
      case "subtitles":
        this.#subtitles?.toggle();
        this.#draw();
        break;
      case "fullscreen":
        void this.#toggleFullscreen();
        break;
    }
  }

  /** Shows the controls, for a while. */
  #wake(): void {
    delete this.dataset.idle;
    delete this.#controls.dataset.idle;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#sleep(), IDLE_AFTER_MS);
  }

  #sleep(): void {
    if (this.#player.video.paused || this.#controls.inUse || this.#help.open) {
      this.#wake();
      return;
    }
    this.dataset.idle = "";
    this.#controls.dataset.idle = "";
  }

  #draw(): void {
    const room = this.#room?.state;
    const sync = this.#sync?.state;
    if (!room || !sync || !this.#sync) {
      return;
    }
    const player = this.#player;
    const { problem, film } = player;
    this.#sync.ownCopy = player.ownCopy;
    this.#sync.problem = problem === undefined ? undefined : problemInShort(problem);
    this.#arrived = player.firstFrame && (this.#arrived || arrived(sync, player.video));
    const running = sync.following ? sync.roomPlaying : !player.video.paused;
    this.#state = viewerState({
      joined: this.#joined,
      connection: this.#connection(),
      offline: navigator.onLine === false,
      roomKnown: room.clockId !== undefined,
      staged: film !== undefined,
      firstFrame: this.#arrived,
      wait: room.waiting && waitView(room.waiting, room.you?.tab, this.#room?.serverNow()),
      next: room.next && nextView(room.next, this.#room?.serverNow()),
      hosts: this.#hosts(),
      stalled: running && player.starved,
      retryInSeconds: player.retryInSeconds,
      aheadSeconds: player.bufferedAheadSeconds,
      fillRate: player.fillRate,
      problem,
      soundRefused: this.#soundRefused,
      playRefused: sync.kind === "blocked",
    });
    const { kind } = this.#state;
    this.dataset.state = kind;
    this.#door.hidden = kind !== "join";
    const words = statusWords(this.#state, this.#arrived);
    this.#panel.hidden = words === undefined;
    if (words) {
      this.#panel.show(words);
    }
    const visible = this.#joined && this.#arrived;
    this.toggleAttribute("data-film", visible);
    this.#controls.hidden = !visible;
    this.#chat?.show(this.#joined);
    this.#controls.toggleAttribute("data-chat", !this.#chatToggle.hidden);
    this.#cues.hidden = !visible;
    if (visible) {
      this.#drawControls(sync);
      if (this.#controls.inUse && this.dataset.idle !== undefined) {
        // Something opened by itself while they were out of sight.
        this.#wake();
      }
    }
    const playing = this.#joined && film !== undefined && !player.video.paused;
    this.#awake?.keep(playing);
    showFavicon(tabMood(kind, playing));
    this.#mediaKeys?.show({
      title: this.#joined ? shownName(film) : "",
      playing,
      positionSeconds: player.video.currentTime,
      durationSeconds: player.durationSeconds,
      rate: player.video.playbackRate,
    });
    this.#drawDoor();
    this.#drawTitle(words?.title);
  }

  #connection(): Connection {
    const state = this.#room?.state;
    return state === undefined || isRoomName(this.#player.room)
      ? connectionView(state ?? { connection: { kind: "closed" } }, page.now())
      : { kind: "closed", code: "no-such-room", message: "" };
  }

  #drawControls(sync: SyncState): void {
    const player = this.#player;
    const { video } = player;
    const hostOnly = !this.#mayPause();
    this.#controls.show({
      film: shownName(player.film),
      position: video.currentTime,
      durationSeconds: player.durationSeconds,
      held: player.held,
      roomPosition: sync.roomSeconds,
      playing: hostOnly || sync.following || this.#hosts() ? sync.roomPlaying : !video.paused,
      hostOnly,
      hosts: this.#hosts(),
      inParty: sync.following,
      follow: sync.follow,
      volume: video.volume,
      muted: video.muted,
      fullscreen: document.fullscreenElement !== null,
      canFullscreen: canFillScreen(video),
      canFloat: canFloat(video),
      rate: video.playbackRate,
      ownRate: !sync.follow && !this.#hosts(),
      subtitles: this.#subtitles?.view ?? { options: [], chosen: undefined },
      ownCopy: this.#ownCopy?.state ?? { kind: "streaming", remind: false },
      sync: {
        mood: syncMood(sync),
        driftMs: sync.driftMs,
        clockErrorMs: sync.clockErrorMs,
        rttMs: sync.rttMs,
        rate: video.playbackRate,
        bufferedAheadSeconds: sync.bufferedAheadSeconds,
        droppedFrames: sync.droppedFrames,
      },
    });
  }

  #drawDoor(): void {
    if (this.#joined) {
      return;
    }
    const words = messages.join;
    const connection = this.#connection();
    const film = this.#player.film;
    if (connection.kind === "closed") {
      this.#card.showNow(messages.state.noSuchRoom.title, false);
    } else if (film) {
      this.#card.showNow(words.showing(shownName(film)), true);
    } else if (connection.kind === "open") {
      this.#card.showNow(words.nothing, false);
    } else if (connection.kind === "waiting") {
      this.#card.showNow(words.away, false);
    } else {
      this.#card.showNow(words.looking, false);
    }
  }

  #drawTitle(state: string | undefined): void {
    const title = viewerTitle({
      joined: this.#joined,
      film: shownName(this.#player.film),
      state,
      playing: this.#sync?.state.roomPlaying ?? false,
    });
    if (document.title !== title) {
      document.title = title;
    }
  }
}

function localNameOf(target: EventTarget | undefined): string | undefined {
  return target instanceof HTMLElement ? target.localName : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    "watch-page": WatchPage;
  }
}

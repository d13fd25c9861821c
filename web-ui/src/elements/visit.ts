import { messages } from "../messages.ts";
import { storageOr } from "../pages/storage.ts";
import { TabFace } from "../pages/tab-face.ts";
import { onWake } from "../pages/wake.ts";
import { browserName } from "../playback/browser-name.ts";
import { doorView } from "../playback/door.ts";
import { isRoomName, MAIN_ROOM, roomOf, socketUrl } from "../playback/media-url.ts";
import { shownName, tabMood, viewerTitle } from "../playback/page-title.ts";
import { toldProblem } from "../playback/problem.ts";
import { Sound } from "../playback/sound.ts";
import { SoundTracks } from "../playback/sound-tracks.ts";
import { browserFamily, PROFILES } from "../sync/drift.ts";
import { PlayerSync, type SyncState } from "../sync/player-sync.ts";
import { RoomClient } from "../sync/room-client.ts";
import { page as surroundings } from "../sync/surroundings.ts";
import { ChatFold } from "./chat-fold.ts";
import type { ChatSide } from "./chat-side.ts";
import type { ChatToggle } from "./chat-toggle.ts";
import { ControlsSession } from "./controls-session.ts";
import { Fading } from "./fading.ts";
import type { FilmPlayer } from "./film-player.ts";
import { FilmRemote, keptFollow } from "./film-remote.ts";
import { FilmScreen } from "./film-screen.ts";
import { FilmSession } from "./film-session.ts";
import type { HelpSheet } from "./help-sheet.ts";
import type { JoinCard } from "./join-card.ts";
import { OwnCopySession } from "./own-copy-session.ts";
import type { PassingWord } from "./passing-word.ts";
import type { PlayerControls } from "./player-controls.ts";
import type { ReactionRain } from "./reaction-rain.ts";
import type { StatusPanel } from "./status-panel.ts";
import { StatusSession } from "./status-session.ts";
import type { SubtitleCues } from "./subtitle-cues.ts";
import { SubtitlesSession } from "./subtitles-session.ts";
import { ViewerInput } from "./viewer-input.ts";

const NAME_KEY = "watchparty:name";
const DRAW_EVERY_MS = 250;

/** What the viewer's page is made of. */
export interface PageParts {
  /** The page itself: `data-state`, `data-film` and `data-idle` on it tell its style what is shown. */
  readonly page: HTMLElement;
  readonly door: HTMLElement;
  readonly card: JoinCard;
  readonly player: FilmPlayer;
  readonly cues: SubtitleCues;
  readonly panel: StatusPanel;
  readonly controls: PlayerControls;
  readonly help: HelpSheet;
  readonly rain: ReactionRain;
  readonly chatToggle: ChatToggle;
  readonly chatSide: ChatSide;
  readonly word: PassingWord;
}

/**
 * One visit of a room. It brings the room (what should play), the player (what does) and the person together, and draws
 * the page; what each part of the page does is its session's.
 */
export class Visit {
  readonly #parts: PageParts;
  readonly #signal: AbortSignal;
  readonly #kept = storageOr(() => localStorage);
  readonly #room: RoomClient;
  readonly #sync: PlayerSync;
  readonly #sound: Sound;
  readonly #film: FilmSession;
  readonly #remote: FilmRemote;
  readonly #status: StatusSession;
  readonly #chat: ChatFold;
  readonly #controls: ControlsSession;
  readonly #fading: Fading;
  readonly #tab: TabFace;
  #joined = false;
  #hosting = false;
  #drawing: ReturnType<typeof setTimeout> | undefined;
  /** Whether the film's first picture was painted, and the controls may come over it. */
  #picture: "none" | "coming" | "painted" = "none";

  /** Nothing is shown before `begin`.
   *
   * @param signal ends it
   */
  constructor(parts: PageParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
    const { page, card, player, controls, help, word, chatSide } = parts;
    const { video } = player;
    const kept = this.#kept;
    const name = roomOf(location.pathname);
    player.room = name;
    card.room = name === MAIN_ROOM ? undefined : name;
    card.name = kept.getItem(NAME_KEY) ?? "";

    const changed = () => this.#changed();
    const say = (sentence: string) => word.say(sentence);
    /** For what comes of a person's doing, though later. */
    const tell = (sentence: string) => {
      word.say(sentence);
      this.#fading.wake();
      changed();
    };
    const inChat = (event: Event) => event.composedPath().includes(chatSide);
    const room = new RoomClient({
      connect: () => new WebSocket(socketUrl(location, name)),
      storage: storageOr(() => sessionStorage),
      surroundings,
      room: name,
      browser: browserName(navigator.userAgent),
    });
    const follow = keptFollow(kept);
    const sync = new PlayerSync({
      player: video,
      room,
      profile: PROFILES[browserFamily(navigator.userAgent)],
      surroundings,
      signal,
      ...(follow === undefined ? {} : { follow }),
    });
    this.#room = room;
    this.#sync = sync;
    const sound = new Sound(video, kept);
    this.#sound = sound;
    const soundTracks = new SoundTracks({ video, film: () => player.film?.etag, kept, changed, signal });
    const ownCopy = new OwnCopySession(
      player,
      storageOr(() => sessionStorage),
      tell,
      signal,
    );
    this.#chat = new ChatFold({
      room,
      side: chatSide,
      toggle: parts.chatToggle,
      rain: parts.rain,
      kept,
      signal,
    });
    const subtitles = new SubtitlesSession(player, parts.cues, kept, tell, signal);
    const remote = new FilmRemote({ player, room, sync, kept, say, changed });
    this.#remote = remote;
    const film = new FilmSession({ player, room, say, changed, signal });
    this.#film = film;
    const screen = new FilmScreen(page, video, say);
    this.#status = new StatusSession({
      panel: parts.panel,
      player,
      room,
      sync,
      film,
      remote,
      sound,
      chat: this.#chat,
      screen,
      changed,
      signal,
    });
    this.#tab = new TabFace(
      {
        play: () => this.#joined && remote.turn(true),
        pause: () => this.#joined && remote.turn(false),
        skip: (seconds) => remote.skip(seconds),
        seek: (seconds) => remote.seek(seconds),
      },
      signal,
    );
    this.#controls = new ControlsSession({
      page,
      controls,
      player,
      help,
      remote,
      sound,
      soundTracks,
      screen,
      subtitles,
      ownCopy,
      say,
      changed,
      signal,
    });
    this.#fading = new Fading({
      page,
      controls,
      stay: () => video.paused || help.open,
      // Who writes wants the picture, not its controls.
      elsewhere: inChat,
      signal,
    });
    new ViewerInput({
      player,
      controls,
      help,
      remote,
      sound,
      screen,
      subtitles,
      watching: () => this.#status.state.kind === "watching",
      elsewhere: inChat,
      used: () => this.#fading.wake(),
      changed,
      signal,
    });
    this.#listen(signal);
  }

  /** Goes to the room, and shows the way in. */
  begin(): void {
    if (isRoomName(this.#parts.player.room)) {
      this.#room.open();
    }
    this.#draw();
  }

  #listen(signal: AbortSignal): void {
    const { card, player } = this.#parts;
    const changed = () => this.#changed();
    card.addEventListener(
      "join",
      (event) => {
        if (event instanceof CustomEvent && typeof event.detail === "string") {
          this.#join(event.detail);
        }
      },
      { signal },
    );
    player.addEventListener("filmchange", changed, { signal });
    player.video.addEventListener("timeupdate", changed, { signal });
    document.addEventListener("fullscreenchange", changed, { signal });
    this.#room.on("state", () => this.#roomChanged(), signal);
    this.#sync.on("change", (sync) => this.#syncChanged(sync), signal);
    const network = () => this.#room.poke();
    const seen = () => {
      this.#room.poke();
      this.#sync.poke();
    };
    onWake({ seen, network }, signal);
    const drawer = setInterval(changed, DRAW_EVERY_MS);
    signal.addEventListener("abort", () => {
      clearInterval(drawer);
      this.#room.close();
      clearTimeout(this.#drawing);
    });
  }

  /** Runs inside the click: here, and only here, browsers hand out the right to sound. */
  #join(name: string): void {
    this.#kept.setItem(NAME_KEY, name);
    this.#joined = true;
    // At the door a title and a first picture will do; who has joined wants to be ready when the host presses play.
    this.#parts.player.video.preload = "auto";
    this.#sync.join();
    this.#room.setName(name);
    if (this.#room.state.connection.kind === "waiting") {
      this.#room.poke();
    }
    this.#fading.wake();
    this.#changed();
  }

  #roomChanged(): void {
    const { hosts } = this.#remote;
    if (hosts !== this.#hosting) {
      this.#hosting = hosts;
      this.#parts.word.say(hosts ? messages.controls.cohostGranted : messages.controls.cohostTaken);
      this.#fading.wake();
    }
    this.#changed();
  }

  #syncChanged(sync: SyncState): void {
    const { player } = this.#parts;
    if (sync.kind === "blocked" && !player.video.muted) {
      // Silent films are allowed where sounding ones are not; the way back to sound is one large button.
      this.#sound.refuse();
      this.#sync.join();
    }
    player.keepsPlace = !sync.following;
    this.#changed();
  }

  /**
   * Has the page drawn in a task of its own: one for all that changes in this one, and none inside a click. Browsers
   * hold back the tasks of a hidden page, whose title still has to tell the state: that one is drawn at once.
   */
  #changed(): void {
    if (document.hidden) {
      this.#draw();
      return;
    }
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      this.#draw();
    });
  }

  /** A picture has its frame for itself: laid out with the controls it would hold up the browser for over 50 ms. */
  #paint(visible: boolean): void {
    if (!visible) {
      this.#picture = "none";
    } else if (document.hidden) {
      this.#picture = "painted";
    } else if (this.#picture === "none") {
      this.#picture = "coming";
      requestAnimationFrame(() =>
        setTimeout(() => {
          if (this.#picture === "coming") {
            this.#picture = "painted";
            this.#changed();
          }
        }),
      );
    }
  }

  #draw(): void {
    if (this.#signal.aborted) {
      return;
    }
    const { page, door, card, player, cues, controls, chatToggle } = this.#parts;
    const { problem, film, video } = player;
    this.#sync.ownCopy = player.ownCopy;
    this.#sync.problem = problem && toldProblem(problem);
    const sync = this.#sync.state;
    this.#film.look(sync);
    const words = this.#status.show(this.#joined, sync);
    const { kind } = this.#status.state;
    page.dataset.state = kind;
    door.hidden = kind !== "join";
    const visible = this.#joined && this.#film.arrived;
    page.toggleAttribute("data-film", visible);
    this.#paint(visible);
    const controlled = this.#picture === "painted";
    controls.hidden = !controlled;
    this.#chat.show(this.#joined);
    controls.toggleAttribute("data-chat", !chatToggle.hidden);
    cues.hidden = !controlled;
    if (controlled) {
      this.#controls.show(sync);
      this.#fading.look();
    }
    const name = shownName(film);
    const playing = this.#joined && film !== undefined && !video.paused;
    this.#tab.show({
      title: viewerTitle({
        joined: this.#joined,
        film: name,
        state: words?.title,
        playing: sync.roomPlaying,
      }),
      mood: tabMood(kind, playing),
      now: {
        title: this.#joined ? name : "",
        playing,
        positionSeconds: video.currentTime,
        durationSeconds: player.durationSeconds,
        rate: video.playbackRate,
      },
    });
    if (!this.#joined) {
      card.show(doorView(this.#status.connection, name));
    }
  }
}

import { connectionView } from "../playback/connection-view.ts";
import { isRoomName } from "../playback/media-url.ts";
import { nextView } from "../playback/next-film.ts";
import type { Sound } from "../playback/sound.ts";
import { type StatusView, statusWords } from "../playback/status-words.ts";
import { type Connection, type Meanwhile, type ViewerState, viewerState } from "../playback/viewer-state.ts";
import { waitView } from "../playback/waited-for.ts";
import type { PlayerSync, SyncState } from "../sync/player-sync.ts";
import type { RoomClient } from "../sync/room-client.ts";
import { page } from "../sync/surroundings.ts";
import type { ChatFold } from "./chat-fold.ts";
import type { FilmPlayer } from "./film-player.ts";
import type { FilmRemote } from "./film-remote.ts";
import type { FilmScreen } from "./film-screen.ts";
import type { FilmSession } from "./film-session.ts";
import type { StatusPanel } from "./status-panel.ts";

export interface StatusParts {
  readonly panel: StatusPanel;
  readonly player: FilmPlayer;
  readonly room: RoomClient;
  readonly sync: PlayerSync;
  readonly film: FilmSession;
  readonly remote: FilmRemote;
  readonly sound: Sound;
  readonly chat: ChatFold;
  readonly screen: FilmScreen;
  /** Is told when the page may have to show something else. */
  readonly changed: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** How a visit stands, see `ViewerState`: told in words where there is something to tell, with one action each. */
export class StatusSession {
  readonly #parts: StatusParts;
  #state: ViewerState = { kind: "join" };

  constructor(parts: StatusParts) {
    this.#parts = parts;
    const { panel, changed, signal } = parts;
    panel.addEventListener(
      "action",
      () => {
        this.#act();
        changed();
      },
      { signal },
    );
  }

  /** As it was shown last. */
  get state(): ViewerState {
    return this.#state;
  }

  get connection(): Connection {
    const { player, room } = this.#parts;
    return isRoomName(player.room)
      ? connectionView(room.state, page.now())
      : { kind: "closed", code: "no-such-room" };
  }

  /** @return what is told, undefined where nothing has to be */
  show(joined: boolean, sync: SyncState): StatusView | undefined {
    const { panel, film } = this.#parts;
    this.#state = this.#look(joined, sync);
    const words = statusWords(this.#state, film.arrived);
    panel.hidden = words === undefined;
    if (words) {
      panel.show(words);
    }
    return words;
  }

  #look(joined: boolean, sync: SyncState): ViewerState {
    const { player, room, film, remote, sound } = this.#parts;
    const { clockId, waiting, next, you } = room.state;
    const running = sync.following ? sync.roomPlaying : !player.video.paused;
    return viewerState({
      joined,
      connection: this.connection,
      offline: navigator.onLine === false,
      roomKnown: clockId !== undefined,
      staged: player.film !== undefined,
      firstFrame: film.arrived,
      wait: waiting && waitView(waiting, you?.tab, room.serverNow()),
      next: next && nextView(next, room.serverNow()),
      hosts: remote.hosts,
      meanwhile: this.#meanwhile(),
      stalled: running && player.starved,
      retryInSeconds: player.retryInSeconds,
      aheadSeconds: player.bufferedAheadSeconds,
      fillRate: player.fillRate,
      problem: player.problem,
      soundRefused: sound.refused,
      playRefused: sync.kind === "blocked",
    });
  }

  #meanwhile(): Meanwhile | undefined {
    const { chat, screen } = this.#parts;
    const { fullscreen, canFullscreen } = screen.view;
    if (chat.writable) {
      return "chat";
    }
    return canFullscreen ? (fullscreen ? "leave-full-screen" : "full-screen") : undefined;
  }

  #act(): void {
    const { player, room, sync, film, sound } = this.#parts;
    switch (this.#state.kind) {
      case "offline":
      case "reconnecting":
        room.poke();
        break;
      case "refused":
        switch (this.#state.code) {
          case "no-such-room":
            location.assign("/");
            break;
          case "outdated":
            location.reload();
            break;
          default:
            room.poke();
        }
        break;
      case "nothing-staged":
        void film.lookAgain();
        break;
      case "loading":
      case "stalled":
      case "cannot-play":
        player.reload();
        break;
      case "tap-to-play":
        sync.join();
        break;
      case "muted":
        sound.toggle();
        break;
      case "waiting":
      case "next":
        this.#actMeanwhile(this.#state.action);
        break;
      case "removed":
      case "join":
      case "connecting":
      case "watching":
        break;
    }
  }

  #actMeanwhile(action: Extract<ViewerState, { kind: "waiting" | "next" }>["action"]): void {
    const { player, room, chat, screen } = this.#parts;
    switch (action) {
      case "start-now":
        room.startNow();
        break;
      case "stop":
        room.nextStop();
        break;
      case "load-again":
        player.reload();
        break;
      case "chat":
        chat.write();
        break;
      case "full-screen":
      case "leave-full-screen":
        void screen.toggleFull();
        break;
      case undefined:
        break;
    }
  }
}

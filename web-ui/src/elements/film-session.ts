import type { StagedFilm } from "../generated/protocol.ts";
import { ApiError, WatchpartyApi } from "../library/api.ts";
import { messages } from "../messages.ts";
import { arrived } from "../playback/arrived.ts";
import type { SyncState } from "../sync/player-sync.ts";
import type { RoomClient } from "../sync/room-client.ts";
import type { Film, FilmPlayer } from "./film-player.ts";

export interface FilmParts {
  readonly player: FilmPlayer;
  readonly room: RoomClient;
  /** Shows a sentence to the viewer. */
  readonly say: (sentence: string) => void;
  /** Is told when another film is on. */
  readonly changed: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Which film the player has over one visit: the one that the room asks for, until the viewer is removed. */
export class FilmSession {
  readonly #parts: FilmParts;
  readonly #api = new WatchpartyApi();
  /** Etag of the film that the room asked to be loaded last. */
  #asked: string | undefined;
  #arrived = false;

  constructor(parts: FilmParts) {
    this.#parts = parts;
    const { player, room, signal } = parts;
    player.addEventListener(
      "filmchange",
      () => {
        this.#arrived &&= player.firstFrame;
      },
      { signal },
    );
    room.on("load", (film) => this.#loadAsAsked(film), signal);
    room.on("state", () => this.#leaveIfRemoved(), signal);
  }

  /** Whether the player has been where the party is since its source was set. */
  get arrived(): boolean {
    return this.#arrived;
  }

  look(sync: SyncState): void {
    const { player } = this.#parts;
    this.#arrived = player.firstFrame && (this.#arrived || arrived(sync, player.video));
  }

  /** Asks the media service itself, whatever the room knows. */
  async lookAgain(): Promise<void> {
    const { player, say, signal } = this.#parts;
    try {
      const staged = await this.#api.staged(player.room, signal);
      if (staged && !player.film) {
        this.#load(staged);
      } else if (!staged) {
        say(messages.state.nothingStaged.still);
      }
    } catch (cause) {
      if (cause instanceof ApiError) {
        say(cause.message);
      }
    }
  }

  /** What the room asks for twice is fetched twice: the host wants it so. */
  #loadAsAsked(film: StagedFilm | undefined): void {
    const again = film !== undefined && film.etag === this.#asked;
    this.#asked = film?.etag;
    if (again) {
      this.#parts.player.reload();
    } else {
      this.#load(film);
    }
  }

  #load(film: Film | undefined): void {
    const { player, room, changed } = this.#parts;
    if (film) {
      player.show(film, room.state.you?.tab);
    } else {
      player.clear();
    }
    changed();
  }

  #leaveIfRemoved(): void {
    const { player, room } = this.#parts;
    if (room.state.connection.kind === "removed" && player.film) {
      player.clear();
    }
  }
}

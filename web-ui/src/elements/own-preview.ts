import type { StagedFilm } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import { toldProblem } from "../playback/problem.ts";
import { browserFamily, PROFILES } from "../sync/drift.ts";
import { PlayerSync } from "../sync/player-sync.ts";
import type { RoomClient } from "../sync/room-client.ts";
import { page } from "../sync/surroundings.ts";
import { h } from "./dom.ts";
import { FilmPlayer } from "./film-player.ts";

/** The host's own silent player, kept in step like everybody's: muted ones need no gesture. */
export class OwnPreview {
  static define(): void {
    FilmPlayer.define();
  }

  readonly player = h("film-player", { "aria-label": messages.admin.transport.previewLabel, role: "group" });
  readonly #room: RoomClient;
  readonly #sync: PlayerSync;
  readonly #ends = new AbortController();

  /** @param screen where the player is shown */
  constructor(room: RoomClient, roomName: string, screen: HTMLElement) {
    const { player } = this;
    const { signal } = this.#ends;
    this.#room = room;
    player.room = roomName;
    player.video.muted = true;
    player.video.preload = "auto";
    screen.append(player);
    this.#sync = new PlayerSync({
      player: player.video,
      room,
      profile: PROFILES[browserFamily(navigator.userAgent)],
      surroundings: page,
      signal,
      follow: true,
    });
    player.addEventListener(
      "filmchange",
      () => {
        this.#sync.problem = player.problem && toldProblem(player.problem);
      },
      { signal },
    );
    this.load(room.state.staged, false);
    this.#sync.join();
  }

  /** @param again whether it is to be fetched anew: what the room asks for twice, a host wants so */
  load(film: StagedFilm | undefined, again: boolean): void {
    if (again) {
      this.player.reload();
    } else if (film) {
      this.player.show(film, this.#room.state.you?.tab);
    } else {
      this.player.clear();
    }
  }

  poke(): void {
    this.#sync.poke();
  }

  /** Takes the player away. */
  close(): void {
    this.#ends.abort();
    this.player.remove();
  }
}

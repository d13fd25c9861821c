import { messages } from "../messages.ts";
import type { KeptText } from "../pages/storage.ts";
import { outsideKeyAction } from "../playback/outside-key.ts";
import { clampPosition } from "../playback/seek-scale.ts";
import type { PlayerSync } from "../sync/player-sync.ts";
import type { RoomClient } from "../sync/room-client.ts";
import type { FilmPlayer } from "./film-player.ts";

const FOLLOW_KEY = "watchparty:follow";

/** Whether this viewer has chosen to follow the host's jumps, undefined where nothing was chosen. */
export function keptFollow(kept: KeptText): boolean | undefined {
  const follow = kept.getItem(FOLLOW_KEY);
  return follow === null ? undefined : follow === "true";
}

export interface RemoteParts {
  readonly player: FilmPlayer;
  readonly room: RoomClient;
  readonly sync: PlayerSync;
  readonly kept: KeptText;
  /** Shows a sentence to the viewer. */
  readonly say: (sentence: string) => void;
  /** Is told when the page may have to show something else. */
  readonly changed: () => void;
}

/** What play, pause and jumps mean in this viewer's hands: those of a host move the room, all others their own player. */
export class FilmRemote {
  readonly #parts: RemoteParts;

  constructor(parts: RemoteParts) {
    this.#parts = parts;
  }

  /** Whether this viewer's play, pause and jumps move the room. */
  get hosts(): boolean {
    const { you, connection } = this.#parts.room.state;
    // A lost connection takes no command: what the viewer may do alone stays possible.
    return connection.kind === "open" && you !== undefined && you.role !== "viewer";
  }

  get mayPause(): boolean {
    return this.hosts || this.#parts.room.state.policy?.enforcePausePlay === false;
  }

  seek(seconds: number): void {
    const { player, room, sync, changed } = this.#parts;
    const target = clampPosition(seconds, player.durationSeconds);
    if (this.hosts) {
      sync.backToTheParty();
      room.seek(target);
    } else {
      player.video.currentTime = target;
    }
    changed();
  }

  skip(seconds: number): void {
    const { player, sync } = this.#parts;
    const room = this.hosts ? sync.state.roomSeconds : undefined;
    this.seek((room ?? player.video.currentTime) + seconds);
  }

  /** @param part of the film, 0 to 1 */
  jump(part: number): void {
    this.seek(part * (this.#parts.player.durationSeconds ?? 0));
  }

  togglePlay(): void {
    const { player, room, sync, changed } = this.#parts;
    if (this.hosts) {
      sync.backToTheParty();
      if (sync.state.roomPlaying) {
        room.pause();
      } else {
        room.play();
      }
    } else if (player.video.paused) {
      player.video.play().catch(changed);
      sync.touched();
    } else {
      player.video.pause();
      sync.touched();
    }
  }

  /** Plays or pauses for a key outside of the page, see `outsideKeyAction`. */
  turn(play: boolean): void {
    const { player, sync, say, changed } = this.#parts;
    const { hosts, mayPause } = this;
    const { following, roomPlaying } = sync.state;
    const { paused } = player.video;
    switch (outsideKeyAction(play, { paused, following, roomPlaying, hosts, mayPause })) {
      case "resume":
        player.video.play().catch(changed);
        break;
      case "refuse":
        say(messages.controls.hostControls);
        break;
      case "toggle":
        this.togglePlay();
        break;
      case "nothing":
        break;
    }
  }

  toggleFollow(): void {
    const { sync, kept, say, changed } = this.#parts;
    const follow = !sync.state.follow;
    kept.setItem(FOLLOW_KEY, String(follow));
    sync.setFollow(follow);
    say(follow ? messages.controls.followOn : messages.controls.followOff);
    changed();
  }

  backToTheParty(): void {
    this.#parts.sync.backToTheParty();
  }

  setRate(rate: number): void {
    const { player, sync } = this.#parts;
    player.video.playbackRate = rate;
    sync.touched();
  }
}

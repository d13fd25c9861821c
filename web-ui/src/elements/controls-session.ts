import { messages } from "../messages.ts";
import { shownName } from "../playback/page-title.ts";
import type { Sound } from "../playback/sound.ts";
import type { SoundTracks } from "../playback/sound-tracks.ts";
import { syncMood } from "../playback/sync-mood.ts";
import type { SyncState } from "../sync/player-sync.ts";
import type { FilmPlayer } from "./film-player.ts";
import type { FilmRemote } from "./film-remote.ts";
import type { FilmScreen } from "./film-screen.ts";
import type { HelpSheet } from "./help-sheet.ts";
import type { OwnCopySession } from "./own-copy-session.ts";
import type { PlayerControls } from "./player-controls.ts";
import type { SubtitlesSession } from "./subtitles-session.ts";
import type { TruthSize } from "./sync-chip.ts";

export interface ControlsParts {
  readonly page: HTMLElement;
  readonly controls: PlayerControls;
  readonly player: FilmPlayer;
  readonly help: HelpSheet;
  readonly remote: FilmRemote;
  readonly sound: Sound;
  readonly soundTracks: SoundTracks;
  readonly screen: FilmScreen;
  readonly subtitles: SubtitlesSession;
  readonly ownCopy: OwnCopySession;
  /** Shows a sentence to the viewer. */
  readonly say: (sentence: string) => void;
  /** Is told when the page may have to show something else. */
  readonly changed: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Brings what the controls ask for to whoever does it, and what there is to show to the controls. */
export class ControlsSession {
  readonly #parts: ControlsParts;

  constructor(parts: ControlsParts) {
    this.#parts = parts;
    const { page, help, remote, sound, soundTracks, screen, subtitles, ownCopy, say, changed } = parts;
    this.#on("playtoggle", () => remote.togglePlay());
    this.#on("playlocked", () => say(messages.controls.hostControls));
    this.#onNumber("seek", (seconds) => remote.seek(seconds));
    this.#onNumber("rate", (rate) => remote.setRate(rate));
    this.#on("followtoggle", () => remote.toggleFollow());
    this.#on("back", () => remote.backToTheParty());
    this.#onNumber("volume", (volume) => {
      sound.set(volume);
      changed();
    });
    this.#on("mutetoggle", () => {
      sound.toggle();
      changed();
    });
    this.#on("soundtrack", (id) => typeof id === "string" && soundTracks.choose(id));
    this.#on("subtitles", (id) => {
      if (typeof id === "string") {
        subtitles.choose(id);
        changed();
      }
    });
    this.#onFile("picksubtitles", (file) => void subtitles.pick(file));
    this.#onFile("pick", (file) => void ownCopy.pick(file));
    this.#on("stream", () => ownCopy.stream());
    this.#on("dismiss", () => ownCopy.dismiss());
    this.#on("fullscreentoggle", () => void screen.toggleFull());
    this.#on("floattoggle", () => void screen.toggleFloating());
    this.#on("help", () => help.toggle());
    this.#onNumber("barheight", (pixels) => page.style.setProperty("--bar", `${pixels}px`));
    this.#on("truthsize", (detail) => {
      const { width, height } = detail as TruthSize;
      page.toggleAttribute("data-truth", height > 0);
      page.style.setProperty("--truth-width", `${width}px`);
      page.style.setProperty("--truth-height", `${height}px`);
    });
  }

  show(sync: SyncState): void {
    const { controls, player, remote, soundTracks, screen, subtitles, ownCopy } = this.#parts;
    const { video } = player;
    const hostOnly = !remote.mayPause;
    const { hosts } = remote;
    controls.show({
      film: shownName(player.film),
      position: video.currentTime,
      durationSeconds: player.durationSeconds,
      held: player.held,
      roomPosition: sync.roomSeconds,
      playing: hostOnly || sync.following || hosts ? sync.roomPlaying : !video.paused,
      hostOnly,
      hosts,
      inParty: sync.following,
      follow: sync.follow,
      mayStay: sync.mayStay,
      volume: video.volume,
      muted: video.muted,
      ...screen.view,
      rate: video.playbackRate,
      ownRate: !sync.follow && !hosts,
      soundTracks: soundTracks.view,
      subtitles: subtitles.view,
      ownCopy: ownCopy.state,
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

  #on(type: string, listener: (detail: unknown) => void): void {
    const { controls, signal } = this.#parts;
    controls.addEventListener(
      type,
      (event) => listener(event instanceof CustomEvent ? event.detail : undefined),
      { signal },
    );
  }

  #onNumber(type: string, listener: (value: number) => void): void {
    this.#on(type, (detail) => typeof detail === "number" && listener(detail));
  }

  #onFile(type: string, listener: (file: File) => void): void {
    this.#on(type, (detail) => detail instanceof File && listener(detail));
  }
}

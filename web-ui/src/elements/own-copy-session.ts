import { ApiError, WatchpartyApi } from "../library/api.ts";
import { messages } from "../messages.ts";
import type { KeptText } from "../pages/storage.ts";
import { durationOf } from "../playback/duration-of.ts";
import { compare, type Verdict } from "../playback/own-copy.ts";
import type { FilmPlayer } from "./film-player.ts";
import type { OwnCopyState } from "./own-copy.ts";

const HAD_KEY = "watchparty:own-copy";

/**
 * A viewer's own copy over one visit: compared with what is staged, played instead of the stream, and let go of when
 * the film changes. Browsers forget a picked file at a reload, so that the viewer is then asked once to pick it again.
 */
export class OwnCopySession {
  readonly #player: FilmPlayer;
  readonly #kept: KeptText;
  readonly #tell: (sentence: string) => void;
  readonly #api = new WatchpartyApi();
  #checking = false;
  #remind: boolean;
  #played = false;

  /**
   * @param kept the tab's own storage
   * @param tell shows a sentence to the viewer
   * @param signal ends it
   */
  constructor(player: FilmPlayer, kept: KeptText, tell: (sentence: string) => void, signal: AbortSignal) {
    this.#player = player;
    this.#kept = kept;
    this.#tell = tell;
    this.#remind = kept.getItem(HAD_KEY) !== null;
    kept.removeItem(HAD_KEY);
    player.addEventListener("filmchange", () => this.#look(), { signal });
    player.addEventListener("owncopyfailed", () => this.#failed(), { signal });
  }

  get state(): OwnCopyState {
    if (this.#player.ownCopy) {
      return { kind: "playing" };
    }
    return this.#checking ? { kind: "checking" } : { kind: "streaming", remind: this.#remind };
  }

  /** Plays the viewer's file, where it is the staged film. */
  async pick(file: File): Promise<void> {
    const { film } = this.#player;
    if (this.#checking || !film) {
      return;
    }
    this.#checking = true;
    this.#remind = false;
    let sentence: string;
    try {
      const original = await this.#api.staged(this.#player.room);
      const verdict = await compare(file, original?.etag === film.etag ? original : {}, {
        subtle: globalThis.crypto?.subtle,
        duration: () => durationOf(file),
      });
      const same = verdict.kind === "same" && this.#player.film?.etag === film.etag;
      if (same) {
        this.#played = true;
        this.#player.playOwnCopy(file);
        this.#kept.setItem(HAD_KEY, film.etag);
      }
      sentence = inWords(verdict.kind === "same" && !same ? { kind: "unknown" } : verdict);
    } catch (cause) {
      sentence = cause instanceof ApiError ? cause.message : messages.ownCopy.unreadable;
    }
    this.#checking = false;
    this.#tell(sentence);
  }

  /** Lets go of the copy. */
  stream(): void {
    this.#forget();
    this.#player.stream();
    this.#tell(messages.ownCopy.streaming);
  }

  /** The viewer does not want to pick it again. */
  dismiss(): void {
    this.#remind = false;
  }

  #look(): void {
    if (this.#played && !this.#player.ownCopy) {
      // Another film came while it was played.
      this.#forget();
      this.#remind = this.#player.film !== undefined;
    }
  }

  #failed(): void {
    this.#forget();
    this.#remind = false;
    this.#tell(messages.ownCopy.unplayable);
  }

  #forget(): void {
    this.#played = false;
    this.#kept.removeItem(HAD_KEY);
  }
}

function inWords(verdict: Verdict): string {
  const words = messages.ownCopy;
  switch (verdict.kind) {
    case "same":
      return verdict.by === "content" ? words.same : words.probablySame;
    case "different":
      switch (verdict.because) {
        case "size":
          return words.otherSize;
        case "content":
          return words.otherContent;
        case "duration":
          return words.otherLength;
      }
      break;
    case "unknown":
      return words.unknown;
  }
}

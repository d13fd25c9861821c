import { ApiError, type Staged, type StagedSubtitles, WatchpartyApi } from "../library/api.ts";
import { type Stretch, stretches } from "../playback/buffered.ts";
import { FillRate } from "../playback/fill-rate.ts";
import { mediaUrl } from "../playback/media-url.ts";
import { fileEnding, type PlaybackProblem, SilentFailureDetector } from "../playback/problem.ts";
import { afterMediaError, type Evidence } from "../playback/recovery.ts";
import { bufferedAhead, HAVE_FUTURE_DATA } from "../sync/player.ts";
import { h, shadow, sheet } from "./dom.ts";
import css from "./film-player.css?inline";

/** The part of a staged film that playing it needs. */
export interface Film {
  readonly etag: string;
  readonly path: string;
  readonly url: string;
  readonly durationSeconds?: number;
}

const SAMPLE_EVERY_MS = 1000;

const STARVED_AFTER_MS = 700;

const NO_SUBTITLES: readonly StagedSubtitles[] = [];

/** Chromium and Safari count what went through their decoders. */
type CountingVideo = HTMLVideoElement & { readonly webkitAudioDecodedByteCount?: number };

const style = sheet(css);

/**
 * The one `<video>` of a page, and what may befall it: it is unseen until its first frame can be shown, finds out why a
 * film does not come or cannot be played, and fetches it again where that helps.
 * Playing, pausing and seeking are left to whoever keeps it in step, unless `keepsPlace` is set.
 *
 * Fires `filmchange` when one of its readable properties may have changed, `owncopyfailed` when the viewer's own copy
 * could not be played and the film comes from the service again.
 */
export class FilmPlayer extends HTMLElement {
  static define(tag = "film-player"): void {
    customElements.get(tag) ?? customElements.define(tag, FilmPlayer);
  }

  readonly video: HTMLVideoElement = h("video", { playsinline: true, preload: "metadata", tabindex: -1 });
  /** The room whose stage is asked about after an error. */
  room = "main";
  /** Whether a reload goes on where the film was; off while something else brings the player where it should be. */
  keepsPlace = false;

  readonly #api = new WatchpartyApi();
  #connected: AbortController | undefined;
  #film: Film | undefined;
  #tab: string | undefined;
  #staged: Staged | undefined;
  /** Object URL of the viewer's own copy, while that is played. */
  #ownUrl: string | undefined;
  #detector = new SilentFailureDetector([]);
  readonly #fillRate = new FillRate();
  #firstFrame = false;
  #problem: PlaybackProblem | undefined;
  #failures = 0;
  #retryAtMs: number | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #waitingSinceMs: number | undefined;
  /** Ends what is under way for the load before. */
  #load = new AbortController();

  constructor() {
    super();
    shadow(this, style).append(this.video);
  }

  connectedCallback(): void {
    this.#connected = new AbortController();
    const { signal } = this.#connected;
    const { video } = this;
    const on = (type: keyof HTMLMediaElementEventMap, listener: () => void) =>
      video.addEventListener(type, listener, { signal });
    on("loadeddata", () => this.#frameCame());
    on("canplay", () => this.#frameCame());
    on("error", () => void this.#recover());
    on("waiting", () => this.#waits());
    on("seeking", () => this.#waits());
    for (const type of ["playing", "seeked", "canplaythrough"] as const) {
      on(type, () => this.#goesOn());
    }
    for (const type of ["progress", "durationchange", "volumechange", "ratechange", "ended"] as const) {
      on(type, () => this.#changed());
    }
    const sampler = setInterval(() => this.#sample(), SAMPLE_EVERY_MS);
    signal.addEventListener("abort", () => clearInterval(sampler));
  }

  disconnectedCallback(): void {
    this.#connected?.abort();
    this.clear();
  }

  get film(): Film | undefined {
    return this.#film;
  }

  /** Whether the viewer's own copy is played, which takes no byte of the uplink. */
  get ownCopy(): boolean {
    return this.#ownUrl !== undefined;
  }

  /** Whether the film can be seen: its first frame was decoded, or its sound where it has no picture. */
  get firstFrame(): boolean {
    return this.#firstFrame;
  }

  /** Files beside the film, empty before they are known. The same array until they are asked about again. */
  get subtitles(): readonly StagedSubtitles[] {
    const told = this.#staged?.etag === this.#film?.etag ? this.#staged?.subtitles : undefined;
    return told ?? NO_SUBTITLES;
  }

  get problem(): PlaybackProblem | undefined {
    return this.#problem;
  }

  /** Seconds until the film is asked for again, undefined while nothing of the kind is planned. */
  get retryInSeconds(): number | undefined {
    return this.#retryAtMs === undefined
      ? undefined
      : Math.max(0, Math.ceil((this.#retryAtMs - performance.now()) / 1000));
  }

  /** Whether the film has run dry where it stands, and for longer than is worth bearing in silence. */
  get starved(): boolean {
    return (
      this.#waitingSinceMs !== undefined &&
      performance.now() - this.#waitingSinceMs > STARVED_AFTER_MS &&
      this.video.readyState < HAVE_FUTURE_DATA
    );
  }

  get durationSeconds(): number | undefined {
    const { duration } = this.video;
    return Number.isFinite(duration) && duration > 0 ? duration : this.#film?.durationSeconds;
  }

  get held(): Stretch[] {
    return stretches(this.video.buffered);
  }

  /** Seconds of film that come in a second, undefined before that can be told. */
  get fillRate(): number | undefined {
    return this.#fillRate.times;
  }

  get bufferedAheadSeconds(): number {
    return bufferedAhead(this.video.buffered, this.video.currentTime);
  }

  /**
   * Plays `film` from now on, from `positionSeconds` where it is known. The same film again changes nothing.
   */
  show(film: Film, tab: string | undefined): void {
    this.#tab = tab;
    if (film.etag === this.#film?.etag && film.url === this.#film.url) {
      return;
    }
    this.#letGoOfOwnCopy();
    this.#film = film;
    this.#failures = 0;
    this.#staged = undefined;
    this.#problem = undefined;
    this.#start(0);
    void this.#describe(film, this.#load.signal);
  }

  /** Plays the film from the viewer's own copy of it, which has been compared, until there is another film. */
  playOwnCopy(copy: Blob): void {
    this.#letGoOfOwnCopy();
    this.#ownUrl = URL.createObjectURL(copy);
    this.reload();
  }

  /** Plays the film from the service again. */
  stream(): void {
    if (this.#ownUrl !== undefined) {
      this.#letGoOfOwnCopy();
      this.reload();
    }
  }

  #letGoOfOwnCopy(): void {
    if (this.#ownUrl !== undefined) {
      URL.revokeObjectURL(this.#ownUrl);
      this.#ownUrl = undefined;
    }
  }

  /** Fetches the film again and goes on at the same position. */
  reload(): void {
    if (this.#film) {
      this.#failures = 0;
      this.#problem = undefined;
      this.#start(this.video.currentTime);
      void this.#describe(this.#film, this.#load.signal);
    }
  }

  /** Lets go of the film and of the connection that brings it. */
  clear(): void {
    this.#film = undefined;
    this.#problem = undefined;
    this.#letGoOfOwnCopy();
    this.#abandonLoad();
    if (this.video.hasAttribute("src")) {
      this.video.removeAttribute("src");
      this.video.load();
    }
    this.#changed();
  }

  #start(positionSeconds: number): void {
    const film = this.#film;
    if (!film) {
      return;
    }
    const goOn = this.keepsPlace && !this.video.paused;
    this.#abandonLoad();
    this.#fillRate.reset();
    this.#detector = new SilentFailureDetector(this.#staged?.codecs ?? []);
    this.video.src = this.#ownUrl ?? mediaUrl(film.url, this.#tab);
    if (this.keepsPlace && positionSeconds > 0) {
      // Before the metadata is there this sets the default start position: nothing before it is fetched.
      this.video.currentTime = positionSeconds;
    }
    if (goOn) {
      // A new source starts paused. A refusal leaves it so, and the person presses play.
      this.video.play().catch(() => undefined);
    }
    this.#changed();
  }

  #abandonLoad(): void {
    this.#load.abort();
    this.#load = new AbortController();
    clearTimeout(this.#retryTimer);
    this.#retryAtMs = undefined;
    this.#waitingSinceMs = undefined;
    this.#firstFrame = false;
    this.video.classList.remove("shown");
  }

  /**
   * Learns of the subtitles, and of the codecs, which tell picture and sound that should be there from those that never
   * were.
   */
  async #describe(film: Film, signal: AbortSignal): Promise<void> {
    try {
      const staged = await this.#api.staged(this.room, signal);
      if (!signal.aborted && staged?.etag === film.etag) {
        this.#staged = staged;
        this.#detector = new SilentFailureDetector(staged.codecs ?? []);
        this.#changed();
      }
    } catch {
      // The film plays without being described.
    }
  }

  #frameCame(): void {
    this.#failures = 0;
    if (this.#problem?.kind === "unavailable") {
      this.#problem = undefined;
    }
    if (!this.#firstFrame && this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      this.#firstFrame = true;
      this.video.classList.add("shown");
    }
    this.#goesOn();
  }

  #waits(): void {
    this.#waitingSinceMs ??= performance.now();
    this.#changed();
  }

  #goesOn(): void {
    if (this.video.readyState >= HAVE_FUTURE_DATA) {
      this.#waitingSinceMs = undefined;
    }
    this.#changed();
  }

  #sample(): void {
    const video: CountingVideo = this.video;
    this.#fillRate.sample(performance.now(), video.currentTime + this.bufferedAheadSeconds);
    if (
      this.#problem === undefined ||
      this.#problem.kind === "no-picture" ||
      this.#problem.kind === "no-sound"
    ) {
      this.#problem = this.#detector.sample({
        timeSeconds: video.currentTime,
        playing: !video.paused && video.readyState >= HAVE_FUTURE_DATA,
        videoWidth: video.videoWidth,
        decodedSoundBytes: video.webkitAudioDecodedByteCount,
      });
    }
    this.#changed();
  }

  async #recover(): Promise<void> {
    const film = this.#film;
    const error = this.video.error;
    if (!film || !error) {
      return;
    }
    if (this.#ownUrl !== undefined) {
      // Moved, changed or on a disk that was taken out: the service still has the film.
      this.stream();
      this.dispatchEvent(new Event("owncopyfailed"));
      return;
    }
    const { signal } = this.#load;
    const position = this.video.currentTime;
    const failures = this.#failures++;
    const evidence = await this.#gather(film, signal);
    if (signal.aborted) {
      return;
    }
    const step = afterMediaError(evidence, error.code, failures, Math.random());
    switch (step.kind) {
      case "swap":
        if (this.#staged) {
          this.show(this.#staged, this.#tab);
        }
        break;
      case "wait":
        this.clear();
        break;
      case "reload":
        // Told from the second failure on: one may be a hiccup that nobody has to read about.
        this.#problem =
          evidence.kind === "refused" && failures > 0
            ? { kind: "unavailable", detail: evidence.detail }
            : undefined;
        this.#retryAtMs = performance.now() + step.afterMs;
        this.#retryTimer = setTimeout(() => this.#start(position), step.afterMs);
        break;
      case "give-up":
        this.#problem =
          step.because === "broken"
            ? { kind: "broken" }
            : {
                kind: "not-supported",
                ending: fileEnding(film.path),
                codecs: this.#staged?.codecs ?? [],
              };
        break;
    }
    this.#changed();
  }

  async #gather(film: Film, signal: AbortSignal): Promise<Evidence> {
    try {
      const staged = await this.#api.staged(this.room, signal);
      if (!staged) {
        return { kind: "gone" };
      }
      this.#staged = staged;
      if (staged.etag !== film.etag) {
        return { kind: "replaced" };
      }
      await this.#api.probe(mediaUrl(film.url, this.#tab), signal);
      return { kind: "bytes-come" };
    } catch (cause) {
      return cause instanceof ApiError && cause.status !== 0
        ? { kind: "refused", detail: cause.message }
        : { kind: "unreachable" };
    }
  }

  #changed(): void {
    this.dispatchEvent(new Event("filmchange"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "film-player": FilmPlayer;
  }
}

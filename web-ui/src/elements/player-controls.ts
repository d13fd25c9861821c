import { clockOffset, clockTime } from "../format.ts";
import { messages } from "../messages.ts";
import type { Stretch } from "../playback/buffered.ts";
import type { ChoiceView } from "../playback/choice.ts";
import { h, icon, iconButton, setIcon, setLabel, setText, shadow, sheet } from "./dom.ts";
import { icons } from "./icons.ts";
import { OwnCopy, type OwnCopyState } from "./own-copy.ts";
import css from "./player-controls.css?inline";
import { SeekBar } from "./seek-bar.ts";
import { SoundMenu } from "./sound-menu.ts";
import { SubtitlesMenu } from "./subtitles-menu.ts";
import { SyncChip, type SyncView } from "./sync-chip.ts";
import { VolumeControl } from "./volume-control.ts";

const style = sheet(css);

/** All that the controls show. */
export interface ControlsView {
  readonly film: string;
  readonly position: number;
  readonly durationSeconds: number | undefined;
  readonly held: readonly Stretch[];
  /** Where the party is, in seconds; undefined before that is known. */
  readonly roomPosition: number | undefined;
  readonly playing: boolean;
  /** Whether playing and pausing is the host's alone. */
  readonly hostOnly: boolean;
  /** Whether play, pause and jumps move everyone: this viewer is a co-host. */
  readonly hosts: boolean;
  /** Whether the player is where the party is, or on its way there. */
  readonly inParty: boolean;
  /** Whether it goes along when the host jumps. */
  readonly follow: boolean;
  /** Whether that is this viewer's to choose. */
  readonly mayStay: boolean;
  readonly volume: number;
  readonly muted: boolean;
  readonly fullscreen: boolean;
  readonly canFullscreen: boolean;
  readonly canFloat: boolean;
  /** Playback rate, and whether it is this viewer's to choose. */
  readonly rate: number;
  readonly ownRate: boolean;
  readonly soundTracks: ChoiceView;
  readonly subtitles: ChoiceView;
  readonly ownCopy: OwnCopyState;
  readonly sync: SyncView;
}

/** Closer than this the party's mark would only hide the position's own. */
const WORTH_A_MARK_SECONDS = 2;

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/**
 * The controls over the film. Fires `seek` (`CustomEvent<number>`, seconds), `volume` (`CustomEvent<number>`, 0 to 1),
 * `rate` (`CustomEvent<number>`), `soundtrack` (see `SoundMenu`), `subtitles` and `picksubtitles` (see `SubtitlesMenu`),
 * `pick` (`CustomEvent<File>`, a copy of one's own), `stream`, `dismiss`, `playtoggle`, `playlocked` where playing and
 * pausing is the host's, `mutetoggle`, `followtoggle`, `back`, `floattoggle`, `help`, `fullscreentoggle`, `truthsize` (see
 * `SyncChip`) and `barheight` (`CustomEvent<number>`, CSS pixels that the controls take at the bottom); it changes no
 * player itself.
 */
export class PlayerControls extends HTMLElement {
  static define(tag = "player-controls"): void {
    SeekBar.define();
    SyncChip.define();
    VolumeControl.define();
    SoundMenu.define();
    SubtitlesMenu.define();
    OwnCopy.define();
    customElements.get(tag) ?? customElements.define(tag, PlayerControls);
  }

  readonly #film = h("p", { class: "film", dir: "auto" });
  readonly #chip = h("sync-chip");
  readonly #seek = h("seek-bar");
  readonly #playIcon = icon(icons.play);
  readonly #play = h("button", { type: "button", class: "icon-button" });
  readonly #position = h("span");
  readonly #duration = h("span", { class: "of" });
  readonly #host = h("p", { class: "host", id: "host" });
  readonly #volume = h("volume-control");
  readonly #followIcon = icon(icons.together);
  readonly #follow = h("button", { type: "button", class: "icon-button follow" });
  readonly #speed = h("select", { class: "speed", "aria-label": messages.controls.speed });
  readonly #soundTracks = h("sound-menu", { hidden: true });
  readonly #subtitles = h("subtitles-menu");
  readonly #ownCopy = h("own-copy");
  readonly #float = iconButton(messages.controls.float, icons.pictureInPicture);
  readonly #help = iconButton(messages.controls.help, icons.help);
  readonly #fullscreen = iconButton(messages.controls.fullscreen, icons.fullscreen);
  readonly #back = h("button", { type: "button", class: "button small back" }, messages.controls.back);
  readonly #backRow = h("div", { class: "back-row" }, this.#back);
  readonly #bar: HTMLElement;
  #listeners: AbortController | undefined;
  #hostOnly = true;

  constructor() {
    super();
    this.#play.append(this.#playIcon);
    this.#follow.append(this.#followIcon);
    this.#help.classList.add("help");
    this.#float.classList.add("float");
    this.#bar = h(
      "div",
      { class: "bar" },
      this.#backRow,
      this.#seek,
      h(
        "div",
        { class: "row" },
        this.#play,
        h("p", { class: "time" }, this.#position, h("span", { class: "of" }, " / "), this.#duration),
        this.#host,
        h("div", { class: "space" }),
        this.#volume,
        this.#speed,
        this.#soundTracks,
        this.#subtitles,
        this.#follow,
        this.#ownCopy,
        this.#help,
        this.#float,
        this.#fullscreen,
      ),
    );
    shadow(this, style).append(
      h("div", { class: "top" }, this.#film, this.#chip),
      h("div", { class: "bottom", role: "group", "aria-label": messages.controls.bar }, this.#bar),
    );
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    const pass = (from: HTMLElement, type: string, as: string) =>
      from.addEventListener(type, () => this.dispatchEvent(new Event(as)), { signal });
    const passDetail = (from: HTMLElement, type: string) =>
      from.addEventListener(
        type,
        (event) => {
          if (event instanceof CustomEvent) {
            this.dispatchEvent(new CustomEvent(type, { detail: event.detail }));
          }
        },
        { signal },
      );
    passDetail(this.#chip, "truthsize");
    passDetail(this.#seek, "seek");
    passDetail(this.#volume, "volume");
    passDetail(this.#soundTracks, "soundtrack");
    passDetail(this.#subtitles, "subtitles");
    passDetail(this.#subtitles, "picksubtitles");
    passDetail(this.#ownCopy, "pick");
    pass(this.#ownCopy, "stream", "stream");
    pass(this.#ownCopy, "dismiss", "dismiss");
    pass(this.#float, "click", "floattoggle");
    pass(this.#help, "click", "help");
    this.#speed.addEventListener(
      "change",
      () => this.dispatchEvent(new CustomEvent("rate", { detail: Number(this.#speed.value) })),
      { signal },
    );
    pass(this.#volume, "mutetoggle", "mutetoggle");
    pass(this.#follow, "click", "followtoggle");
    pass(this.#back, "click", "back");
    pass(this.#fullscreen, "click", "fullscreentoggle");
    this.#play.addEventListener("click", () => this.togglePlay(), { signal });
    const measuring = new ResizeObserver(() =>
      this.dispatchEvent(new CustomEvent("barheight", { detail: this.#bar.offsetHeight })),
    );
    measuring.observe(this.#bar);
    signal.addEventListener("abort", () => measuring.disconnect());
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  /** Whether something is open or in use that must not fade away under a person's hands. */
  get inUse(): boolean {
    return (
      this.#chip.open ||
      this.#soundTracks.open ||
      this.#subtitles.open ||
      this.#ownCopy.open ||
      this.shadowRoot?.querySelector(":focus-visible") !== null
    );
  }

  /** Asks for play or pause, or tells that it is the host's. */
  togglePlay(): void {
    this.dispatchEvent(new Event(this.#hostOnly ? "playlocked" : "playtoggle"));
  }

  show(view: ControlsView): void {
    const words = messages.controls;
    const { durationSeconds, position, roomPosition } = view;
    this.#hostOnly = view.hostOnly;
    setText(this.#film, view.film);
    this.#chip.show(view.sync);

    const offset = roomPosition === undefined ? 0 : position - roomPosition;
    this.#seek.show({
      position,
      durationSeconds,
      held: view.held,
      room: Math.abs(offset) >= WORTH_A_MARK_SECONDS ? roomPosition : undefined,
    });
    this.#seek.disabled = durationSeconds === undefined;

    this.#seek.label = view.hosts ? words.seekForAll : words.seek;
    setIcon(this.#playIcon, view.playing ? icons.pause : icons.play);
    const [pause, play] = view.hosts ? [words.pauseForAll, words.playForAll] : [words.pause, words.play];
    setLabel(this.#play, view.playing ? pause : play);
    this.#play.setAttribute("aria-disabled", String(view.hostOnly));
    if (view.hostOnly) {
      this.#play.title = words.hostControls;
      this.#play.setAttribute("aria-description", words.hostControls);
    } else {
      this.#play.removeAttribute("aria-description");
    }
    const lock = view.hostOnly ? (view.playing ? words.hostPlays : words.hostPaused) : "";
    setText(this.#host, view.hosts ? words.cohost : lock);

    setText(this.#position, clockTime(position, durationSeconds));
    setText(this.#duration, clockTime(durationSeconds ?? Number.NaN));
    this.#volume.show(view.volume, view.muted);

    this.#follow.hidden = !view.mayStay;
    this.#follow.setAttribute("aria-pressed", String(view.follow));
    this.#follow.setAttribute("aria-label", words.follow);
    this.#follow.title = view.follow ? words.followOn : words.followOff;
    setIcon(this.#followIcon, view.follow ? icons.together : icons.alone);
    this.#backRow.hidden = view.inParty;
    setText(
      this.#back,
      Math.abs(offset) >= WORTH_A_MARK_SECONDS ? words.backCounted(clockOffset(-offset)) : words.back,
    );

    this.#speed.hidden = !view.ownRate;
    if (view.ownRate && this.#speed.length === 0) {
      // The browser's first number in the viewer's language takes it 20 ms, and few ever want a speed of their own.
      this.#speed.append(
        ...RATES.map((rate) =>
          h("option", { value: rate }, messages.controls.speedValue(rate.toLocaleString())),
        ),
      );
    }
    if (this.shadowRoot?.activeElement !== this.#speed) {
      // A correction of the drift is no choice of a speed.
      this.#speed.value = String(RATES.find((rate) => Math.abs(rate / view.rate - 1) < 0.06) ?? 1);
    }
    this.#soundTracks.show(view.soundTracks);
    this.#subtitles.show(view.subtitles);
    this.#ownCopy.show(view.ownCopy);
    this.#float.hidden = !view.canFloat;
    this.#fullscreen.hidden = !view.canFullscreen;
    setLabel(this.#fullscreen, view.fullscreen ? words.exitFullscreen : words.fullscreen);
    const picture = this.#fullscreen.querySelector("svg");
    if (picture) {
      setIcon(picture, view.fullscreen ? icons.exitFullscreen : icons.fullscreen);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "player-controls": PlayerControls;
  }
}

import { clockTime } from "../format.ts";
import { messages } from "../messages.ts";
import { clampPosition } from "../playback/seek-scale.ts";
import { h, icon, iconButton, setIcon, setLabel, setText, shadow, sheet } from "./dom.ts";
import { icons } from "./icons.ts";
import { SeekBar } from "./seek-bar.ts";
import css from "./transport-bar.css?inline";

const style = sheet(css);

/** The room's own line, as the host moves it. */
export interface TransportView {
  readonly position: number;
  readonly durationSeconds: number | undefined;
  readonly playing: boolean;
  readonly rate: number;
  /** Whether there is a film and a connection to command it by. */
  readonly enabled: boolean;
}

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

const SKIP_SECONDS = 10;

/**
 * The host's transport. Fires `play`, `pause`, `seek` (`CustomEvent<number>`, seconds) and `rate`
 * (`CustomEvent<number>`).
 */
export class TransportBar extends HTMLElement {
  static define(tag = "transport-bar"): void {
    SeekBar.define();
    customElements.get(tag) ?? customElements.define(tag, TransportBar);
  }

  readonly #seek = h("seek-bar");
  readonly #playIcon = icon(icons.play);
  readonly #play = h("button", { type: "button", class: "icon-button play" });
  readonly #back = iconButton(messages.admin.transport.back, icons.back10);
  readonly #forward = iconButton(messages.admin.transport.forward, icons.forward10);
  readonly #time = h("p", { class: "time" });
  readonly #rate = h("select", { class: "field", id: "rate" });
  #listeners: AbortController | undefined;
  #view: TransportView = {
    position: 0,
    durationSeconds: undefined,
    playing: false,
    rate: 1,
    enabled: false,
  };

  constructor() {
    super();
    const words = messages.admin.transport;
    this.#play.append(this.#playIcon);
    for (const rate of RATES) {
      this.#rate.append(h("option", { value: rate }, words.rateValue(rate.toLocaleString())));
    }
    this.#seek.label = words.seek;
    shadow(this, style).append(
      this.#seek,
      h(
        "div",
        { class: "row" },
        this.#back,
        this.#play,
        this.#forward,
        this.#time,
        h("div", { class: "space" }),
        h("div", { class: "rate" }, h("label", { for: "rate", class: "quiet" }, words.rate), this.#rate),
      ),
    );
    this.show(this.#view);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#play.addEventListener(
      "click",
      () => this.dispatchEvent(new Event(this.#view.playing ? "pause" : "play")),
      { signal },
    );
    this.#back.addEventListener("click", () => this.#skip(-SKIP_SECONDS), { signal });
    this.#forward.addEventListener("click", () => this.#skip(SKIP_SECONDS), { signal });
    this.#seek.addEventListener(
      "seek",
      (event) => {
        if (event instanceof CustomEvent) {
          this.#seekTo(event.detail);
        }
      },
      { signal },
    );
    this.#rate.addEventListener(
      "change",
      () => this.dispatchEvent(new CustomEvent("rate", { detail: Number(this.#rate.value) })),
      { signal },
    );
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  show(view: TransportView): void {
    const words = messages.admin.transport;
    this.#view = view;
    const { position, durationSeconds, enabled } = view;
    this.#seek.show({ position, durationSeconds, held: [], room: undefined });
    this.#seek.disabled = !enabled || durationSeconds === undefined;
    for (const control of [this.#play, this.#back, this.#forward, this.#rate]) {
      control.disabled = !enabled;
    }
    setIcon(this.#playIcon, view.playing ? icons.pause : icons.play);
    setLabel(this.#play, view.playing ? words.pause : words.play);
    setText(
      this.#time,
      `${clockTime(position, durationSeconds)} / ${clockTime(durationSeconds ?? Number.NaN)}`,
    );
    if (this.shadowRoot?.activeElement !== this.#rate) {
      this.#showRate(view.rate);
    }
  }

  #showRate(rate: number): void {
    const value = String(rate);
    if (![...this.#rate.options].some((option) => option.value === value)) {
      // A co-host or a script may have set any rate: it is shown, not rounded.
      this.#rate.append(
        h("option", { value: rate }, messages.admin.transport.rateValue(rate.toLocaleString())),
      );
    }
    this.#rate.value = value;
  }

  #skip(seconds: number): void {
    this.#seekTo(clampPosition(this.#view.position + seconds, this.#view.durationSeconds));
  }

  #seekTo(seconds: number): void {
    this.dispatchEvent(new CustomEvent("seek", { detail: seconds }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "transport-bar": TransportBar;
  }
}

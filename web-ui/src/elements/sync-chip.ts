import { driftInWords, shortDuration, tenths } from "../format.ts";
import { messages } from "../messages.ts";
import type { SyncMood } from "../playback/sync-mood.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import css from "./sync-chip.css?inline";

const style = sheet(css);

/** The mood and the measurements behind it; what is not known yet is undefined. */
export interface SyncView {
  readonly mood: SyncMood;
  readonly driftMs: number | undefined;
  readonly clockErrorMs: number | undefined;
  readonly rttMs: number | undefined;
  readonly rate: number;
  readonly bufferedAheadSeconds: number;
  readonly droppedFrames: number | undefined;
}

const words: Readonly<Record<SyncMood, string>> = {
  "in-step": messages.sync.inStep,
  "catching-up": messages.sync.catchingUp,
  away: messages.sync.away,
  waiting: messages.sync.waiting,
};

/** CSS pixels that the open figures take, 0 while they are closed. */
export interface TruthSize {
  readonly width: number;
  readonly height: number;
}

/**
 * A chip that says how far in step this player is, and opens the figures behind that. Fires `truthsize`
 * (`CustomEvent<TruthSize>`).
 */
export class SyncChip extends HTMLElement {
  static define(tag = "sync-chip"): void {
    customElements.get(tag) ?? customElements.define(tag, SyncChip);
  }

  readonly #mood = h("span");
  readonly #chip: HTMLButtonElement;
  readonly #drift = h("dd");
  readonly #clock = h("dd");
  readonly #roundTrip = h("dd");
  readonly #rate = h("dd");
  readonly #buffered = h("dd");
  readonly #dropped = h("dd");
  readonly #truth: HTMLElement;
  #listeners: AbortController | undefined;
  #view: SyncView | undefined;

  constructor() {
    super();
    this.#chip = h(
      "button",
      { type: "button", class: "chip", "aria-expanded": "false", "aria-controls": "truth" },
      h("span", { class: "dot", "aria-hidden": "true" }),
      h("span", { class: "unseen" }, `${messages.sync.chip}:`),
      this.#mood,
    );
    const row = (name: string, value: HTMLElement) => [h("dt", {}, name), value];
    this.#truth = h(
      "section",
      { id: "truth", class: "truth", hidden: true, "aria-labelledby": "heading" },
      h("h2", { id: "heading" }, messages.sync.panel),
      h(
        "dl",
        {},
        ...row(messages.sync.drift, this.#drift),
        ...row(messages.sync.clockError, this.#clock),
        ...row(messages.sync.roundTrip, this.#roundTrip),
        ...row(messages.sync.speed, this.#rate),
        ...row(messages.sync.buffered, this.#buffered),
        ...row(messages.sync.dropped, this.#dropped),
      ),
    );
    shadow(this, style).append(this.#chip, this.#truth);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#chip.addEventListener("click", () => this.#open(!this.open), { signal });
    const measuring = new ResizeObserver(() => {
      const detail: TruthSize = { width: this.#truth.offsetWidth, height: this.#truth.offsetHeight };
      this.dispatchEvent(new CustomEvent("truthsize", { detail }));
    });
    measuring.observe(this.#truth);
    signal.addEventListener("abort", () => measuring.disconnect());
    this.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && this.open) {
          event.stopPropagation();
          this.#open(false);
          this.#chip.focus();
        }
      },
      { signal },
    );
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  get open(): boolean {
    return !this.#truth.hidden;
  }

  show(view: SyncView): void {
    this.#view = view;
    this.dataset.sync = view.mood;
    setText(this.#mood, words[view.mood]);
    if (this.open) {
      this.#fill();
    }
  }

  #open(open: boolean): void {
    this.#truth.hidden = !open;
    this.#chip.setAttribute("aria-expanded", String(open));
    this.#fill();
  }

  #fill(): void {
    const view = this.#view;
    if (!view) {
      return;
    }
    const unknown = messages.sync.unknown;
    const told = (value: number | undefined, say: (known: number) => string) =>
      value === undefined ? unknown : say(value);
    setText(this.#drift, told(view.driftMs, driftInWords));
    setText(
      this.#clock,
      told(view.clockErrorMs, (ms) => messages.sync.within(shortDuration(ms))),
    );
    setText(this.#roundTrip, told(view.rttMs, shortDuration));
    setText(this.#rate, `${view.rate.toLocaleString(undefined, { maximumFractionDigits: 3 })}×`);
    setText(this.#buffered, tenths(view.bufferedAheadSeconds));
    setText(this.#dropped, told(view.droppedFrames, String));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "sync-chip": SyncChip;
  }
}

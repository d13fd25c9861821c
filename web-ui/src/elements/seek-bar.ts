import { clockTime } from "../format.ts";
import { messages } from "../messages.ts";
import type { Stretch } from "../playback/buffered.ts";
import { fractionAt, fractionUnder, positionAfterKey } from "../playback/seek-scale.ts";
import { h, shadow, sheet } from "./dom.ts";
import css from "./seek-bar.css?inline";

const style = sheet(css);

/** What a seek bar shows, in seconds of media time. */
export interface SeekBarView {
  readonly position: number;
  readonly durationSeconds: number | undefined;
  readonly held: readonly Stretch[];
  /** Where the party is, when that is worth a mark. */
  readonly room: number | undefined;
}

/**
 * A timeline: position, what is loaded, where the party is. Fires `seek` (`CustomEvent<number>`, seconds) once a
 * person has chosen a position; a native range input below it brings touch, keyboard and screen readers.
 */
export class SeekBar extends HTMLElement {
  static define(tag = "seek-bar"): void {
    customElements.get(tag) ?? customElements.define(tag, SeekBar);
  }

  readonly #input = h("input", { type: "range", min: 0, max: 0, step: "any", value: 0 });
  readonly #held = h("div");
  readonly #past = h("div", { class: "past" });
  readonly #thumb = h("div", { class: "thumb" });
  readonly #room = h("div", { class: "room", hidden: true });
  readonly #hover = h("div", { class: "hover", hidden: true });
  readonly #track: HTMLElement;
  #listeners: AbortController | undefined;
  #view: SeekBarView = { position: 0, durationSeconds: undefined, held: [], room: undefined };
  #choosing = false;

  constructor() {
    super();
    this.#track = h(
      "div",
      { class: "track", "aria-hidden": "true" },
      h("div", { class: "rail" }, h("div", { class: "inner" }, this.#held, this.#past)),
      this.#room,
      this.#thumb,
      this.#hover,
    );
    shadow(this, style, true).append(this.#input, this.#track);
    this.label = messages.controls.seek;
    this.#draw(0);
  }

  set label(text: string) {
    this.#input.setAttribute("aria-label", text);
  }

  get disabled(): boolean {
    return this.#input.disabled;
  }

  set disabled(disabled: boolean) {
    this.#input.disabled = disabled;
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    const input = this.#input;
    input.addEventListener("pointerdown", () => this.#startChoosing(), { signal });
    input.addEventListener("input", () => this.#preview(input.valueAsNumber), { signal });
    input.addEventListener("change", () => this.#choose(input.valueAsNumber), { signal });
    for (const type of ["pointerup", "pointercancel", "blur"]) {
      input.addEventListener(type, () => this.#stopChoosing(), { signal });
    }
    input.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("pointermove", (event) => this.#showHover(event), { signal });
    this.addEventListener("pointerleave", () => this.#hideHover(), { signal });
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  show(view: SeekBarView): void {
    this.#view = view;
    const { durationSeconds } = view;
    this.#input.max = String(durationSeconds ?? 0);
    this.#past.hidden = durationSeconds === undefined;
    this.#drawHeld();
    const room = view.room;
    this.#room.hidden = room === undefined || durationSeconds === undefined;
    if (room !== undefined) {
      this.#room.style.setProperty("--room", String(fractionAt(room, durationSeconds)));
    }
    if (!this.#choosing) {
      this.#input.valueAsNumber = Math.min(view.position, durationSeconds ?? 0);
      this.#draw(view.position);
    }
  }

  #draw(position: number): void {
    const { durationSeconds } = this.#view;
    const at = String(fractionAt(position, durationSeconds));
    this.#past.style.setProperty("--at", at);
    this.#thumb.style.setProperty("--at", at);
    this.#input.setAttribute(
      "aria-valuetext",
      messages.controls.seekValue(
        clockTime(position, durationSeconds),
        clockTime(durationSeconds ?? Number.NaN),
      ),
    );
  }

  #drawHeld(): void {
    const { held, durationSeconds } = this.#view;
    while (this.#held.childElementCount > held.length) {
      this.#held.lastElementChild?.remove();
    }
    held.forEach(({ start, end }, i) => {
      let bar = this.#held.children[i] as HTMLElement | undefined;
      if (!bar) {
        bar = h("div", { class: "held" });
        this.#held.append(bar);
      }
      const from = fractionAt(start, durationSeconds);
      bar.style.setProperty("left", `${from * 100}%`);
      bar.style.setProperty("width", `${(fractionAt(end, durationSeconds) - from) * 100}%`);
    });
  }

  #startChoosing(): void {
    this.#choosing = !this.disabled;
  }

  #stopChoosing(): void {
    this.#choosing = false;
  }

  #preview(seconds: number): void {
    this.#draw(seconds);
    if (this.#choosing) {
      this.#hoverAt(fractionAt(seconds, this.#view.durationSeconds), seconds);
    }
  }

  #choose(seconds: number): void {
    this.#stopChoosing();
    this.#view = { ...this.#view, position: seconds };
    this.#draw(seconds);
    this.dispatchEvent(new CustomEvent("seek", { detail: seconds }));
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const target = positionAfterKey(event.key, this.#view.position, this.#view.durationSeconds);
    if (target !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.#input.valueAsNumber = target;
      this.#choose(target);
    }
  }

  #showHover(event: PointerEvent): void {
    const { durationSeconds } = this.#view;
    if (durationSeconds === undefined || this.#choosing || event.pointerType === "touch") {
      return;
    }
    const { left, width } = this.#track.getBoundingClientRect();
    const fraction = fractionUnder(event.clientX, left, width);
    this.#hoverAt(fraction, fraction * durationSeconds);
  }

  #hoverAt(fraction: number, seconds: number): void {
    this.#hover.hidden = false;
    this.#hover.style.setProperty("--hover", String(fraction));
    this.#hover.textContent = clockTime(seconds, this.#view.durationSeconds);
  }

  #hideHover(): void {
    this.#hover.hidden = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "seek-bar": SeekBar;
  }
}

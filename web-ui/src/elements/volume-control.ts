import { messages } from "../messages.ts";
import { h, icon, setIcon, setLabel, shadow, sheet } from "./dom.ts";
import { icons } from "./icons.ts";
import css from "./volume-control.css?inline";

const style = sheet(css);

/** Mute button and volume slider. Fires `mutetoggle`, and `volume` (`CustomEvent<number>`, 0 to 1). */
export class VolumeControl extends HTMLElement {
  static define(tag = "volume-control"): void {
    customElements.get(tag) ?? customElements.define(tag, VolumeControl);
  }

  readonly #icon = icon(icons.loud);
  readonly #mute = h("button", { type: "button", class: "icon-button" });
  readonly #slider = h("input", {
    type: "range",
    min: 0,
    max: 1,
    step: 0.05,
    "aria-label": messages.controls.volume,
  });
  #listeners: AbortController | undefined;

  constructor() {
    super();
    this.#mute.append(this.#icon);
    shadow(this, style).append(this.#mute, this.#slider);
    this.show(1, false);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#mute.addEventListener("click", () => this.dispatchEvent(new Event("mutetoggle")), { signal });
    this.#slider.addEventListener(
      "input",
      () => this.dispatchEvent(new CustomEvent("volume", { detail: this.#slider.valueAsNumber })),
      { signal },
    );
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  show(volume: number, muted: boolean): void {
    const silent = muted || volume === 0;
    setIcon(this.#icon, silent ? icons.muted : icons.loud);
    setLabel(this.#mute, silent ? messages.controls.unmute : messages.controls.mute);
    const level = silent ? 0 : volume;
    this.#slider.valueAsNumber = level;
    this.#slider.setAttribute("aria-valuetext", messages.controls.volumeValue(Math.round(level * 100)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "volume-control": VolumeControl;
  }
}

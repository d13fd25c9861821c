import type { Emoji, Reaction } from "../generated/protocol.ts";
import { h, shadow, sheet } from "./dom.ts";
import css from "./reaction-rain.css?inline";

const style = sheet(css);

/** More at once hide the film. */
const MOST = 24;
const LASTS_MS = 3200;
/** What came together starts one after the other. */
const STAGGER_MS = 90;

/**
 * Reactions that float up over the film and are gone; who wants less motion sees them appear and fade where they are.
 * Decoration: assistive technology is not told of it.
 */
export class ReactionRain extends HTMLElement {
  static define(tag = "reaction-rain"): void {
    customElements.get(tag) ?? customElements.define(tag, ReactionRain);
  }

  readonly #sky = h("div", { "aria-hidden": "true" });

  constructor() {
    super();
    shadow(this, style).append(this.#sky);
  }

  show(reactions: readonly Reaction[]): void {
    const each = reactions.flatMap(({ emoji, count }) => Array<Emoji>(Math.min(count, MOST)).fill(emoji));
    const free = MOST - this.#sky.childElementCount;
    for (const [i, emoji] of each.slice(0, free).entries()) {
      this.#float(emoji, i * STAGGER_MS);
    }
  }

  #float(emoji: Emoji, delay: number): void {
    const drop = h("span", {}, emoji);
    drop.style.left = `${(8 + 80 * Math.random()).toFixed(1)}%`;
    this.#sky.append(drop);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const rise = still ? "0" : "-42vh";
    const sway = still ? "0" : `${(8 * Math.random() - 4).toFixed(1)}vw`;
    const animation = drop.animate(
      [
        { opacity: 0, translate: "0 0" },
        { opacity: 1, offset: 0.12 },
        { opacity: 1, offset: 0.7 },
        { opacity: 0, translate: `${sway} ${rise}` },
      ],
      { duration: LASTS_MS, delay, easing: "ease-out", fill: "both" },
    );
    animation.addEventListener("finish", () => drop.remove());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "reaction-rain": ReactionRain;
  }
}

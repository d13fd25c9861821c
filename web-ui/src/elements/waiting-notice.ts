import { messages } from "../messages.ts";
import type { WaitView } from "../playback/waited-for.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import css from "./waiting-notice.css?inline";

const style = sheet(css);

/** Tells the host for whom the room waits. Fires `startnow` when the host wants to start without them. */
export class WaitingNotice extends HTMLElement {
  static define(tag = "waiting-notice"): void {
    customElements.get(tag) ?? customElements.define(tag, WaitingNotice);
  }

  readonly #title = h("p", { class: "title", role: "status" });
  readonly #detail = h("p", { class: "quiet small-text" });
  readonly #start = h("button", { type: "button", class: "button small" });
  readonly #notice = h(
    "div",
    { class: "notice", hidden: true },
    h("div", {}, this.#title, this.#detail),
    this.#start,
  );
  #listeners: AbortController | undefined;

  constructor() {
    super();
    shadow(this, style).append(this.#notice);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    this.#start.addEventListener("click", () => this.dispatchEvent(new Event("startnow")), {
      signal: this.#listeners.signal,
    });
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  show(wait: WaitView | undefined): void {
    const words = messages.state.waiting;
    this.#notice.hidden = wait === undefined;
    setText(this.#title, wait ? words.title(wait.who) : "");
    setText(
      this.#detail,
      wait?.plays && wait.secondsLeft !== undefined ? words.detail(wait.secondsLeft) : words.standing,
    );
    setText(this.#start, wait ? words.action(wait.who) : "");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "waiting-notice": WaitingNotice;
  }
}

import type { StatusView } from "../playback/status-words.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import css from "./status-panel.css?inline";

const style = sheet(css);

/**
 * Tells one state and offers one action. Fires `action` when its button is pressed. Only the title is announced: a
 * countdown read out every second would drown everything else.
 */
export class StatusPanel extends HTMLElement {
  static define(tag = "status-panel"): void {
    customElements.get(tag) ?? customElements.define(tag, StatusPanel);
  }

  readonly #title = h("h2");
  readonly #detail = h("p", { class: "detail" });
  readonly #spinner = h("div", { class: "spinner", "aria-hidden": "true" });
  readonly #action = h("button", { type: "button", class: "button" });
  #listeners: AbortController | undefined;

  constructor() {
    super();
    shadow(this, style).append(
      h(
        "div",
        { class: "panel" },
        this.#spinner,
        h("div", { class: "words" }, h("div", { role: "status" }, this.#title), this.#detail),
        this.#action,
      ),
    );
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    this.#action.addEventListener("click", () => this.dispatchEvent(new Event("action")), {
      signal: this.#listeners.signal,
    });
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  show(view: StatusView): void {
    this.dataset.size = view.size;
    setText(this.#title, view.title);
    setText(this.#detail, view.detail);
    this.#spinner.hidden = !view.busy;
    this.#action.hidden = view.action === undefined;
    setText(this.#action, view.action ?? "");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "status-panel": StatusPanel;
  }
}

import { messages } from "../messages.ts";
import type { DoorView } from "../playback/door.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import css from "./join-card.css?inline";

const style = sheet(css);

/** Longest name that the rooms show. */
const MAX_NAME_LENGTH = 40;

/**
 * The door: an optional name and one button. Fires `join` (`CustomEvent<string>`, the name, empty for none) inside the
 * click, so that whoever listens may start the player within the gesture.
 */
export class JoinCard extends HTMLElement {
  static define(tag = "join-card"): void {
    customElements.get(tag) ?? customElements.define(tag, JoinCard);
  }

  readonly #name = h("input", {
    class: "field",
    name: "name",
    autocomplete: "nickname",
    maxlength: MAX_NAME_LENGTH,
    placeholder: messages.join.namePlaceholder,
    enterkeyhint: "go",
    spellcheck: "false",
  });
  readonly #heading = h("h1", {}, messages.join.heading);
  readonly #nowText = h("span", {}, messages.join.looking);
  readonly #now = h("p", { class: "now quiet", role: "status" }, this.#nowText);
  readonly #form: HTMLFormElement;
  #listeners: AbortController | undefined;

  constructor() {
    super();
    this.#form = h(
      "form",
      { class: "card" },
      h("img", { class: "mark", src: "/favicon.svg", alt: "", width: 56, height: 56 }),
      h("header", {}, this.#heading, h("p", { class: "quiet" }, messages.tagline)),
      this.#now,
      h(
        "label",
        {},
        h(
          "span",
          { class: "line" },
          messages.join.name,
          h("span", { class: "hint quiet small-text", id: "hint" }, messages.join.nameHint),
        ),
        this.#name,
      ),
      h("button", { class: "button primary", type: "submit" }, messages.join.button),
    );
    this.#name.setAttribute("aria-label", messages.join.name);
    this.#name.setAttribute("aria-describedby", "hint");
    shadow(this, style, true).append(this.#form);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    this.#form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        this.dispatchEvent(new CustomEvent("join", { detail: this.#name.value.trim() }));
      },
      { signal: this.#listeners.signal },
    );
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  set name(name: string) {
    this.#name.value = name;
  }

  set room(room: string | undefined) {
    setText(this.#heading, room === undefined ? messages.join.heading : messages.join.headingRoom(room));
  }

  show({ text, on }: DoorView): void {
    setText(this.#nowText, text);
    this.#now.classList.toggle("on", on);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "join-card": JoinCard;
  }
}

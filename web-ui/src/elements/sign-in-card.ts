import { messages } from "../messages.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import css from "./sign-in-card.css?inline";

const style = sheet(css);

/** Asks for the admin key. Fires `signin` (`CustomEvent<string>`, the key). */
export class SignInCard extends HTMLElement {
  static define(tag = "sign-in-card"): void {
    customElements.get(tag) ?? customElements.define(tag, SignInCard);
  }

  readonly #key = h("input", {
    id: "key",
    class: "field",
    type: "password",
    autocomplete: "current-password",
    autocapitalize: "off",
    spellcheck: "false",
    required: true,
    "aria-describedby": "hint error",
  });
  readonly #error = h("p", { id: "error", class: "error error-text", role: "alert" });
  readonly #button = h("button", { class: "button primary", type: "submit" }, messages.admin.signIn.button);
  readonly #form: HTMLFormElement;
  #listeners: AbortController | undefined;

  constructor() {
    super();
    const words = messages.admin.signIn;
    this.#form = h(
      "form",
      { class: "card" },
      h("img", { class: "mark", src: "/favicon.svg", alt: "", width: 56, height: 56 }),
      h("h1", {}, words.heading),
      // Password managers want a name beside the key; there is only one host.
      h("input", { type: "text", name: "username", autocomplete: "username", value: "host", hidden: true }),
      h(
        "div",
        { class: "question" },
        h("label", { for: "key" }, words.key),
        this.#key,
        h("p", { id: "hint", class: "quiet small-text" }, words.hint),
      ),
      this.#error,
      this.#button,
    );
    shadow(this, style, true).append(this.#form);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    this.#form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        const key = this.#key.value.trim();
        if (key !== "") {
          this.dispatchEvent(new CustomEvent("signin", { detail: key }));
        }
      },
      { signal: this.#listeners.signal },
    );
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  set busy(busy: boolean) {
    this.#button.disabled = busy;
    setText(this.#button, busy ? messages.admin.signIn.checking : messages.admin.signIn.button);
  }

  set error(text: string) {
    setText(this.#error, text);
    if (text !== "") {
      this.#key.select();
      this.#key.focus();
    }
  }

  /** Forgets what was typed. */
  clear(): void {
    this.#key.value = "";
    setText(this.#error, "");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "sign-in-card": SignInCard;
  }
}

import { messages } from "../messages.ts";
import { h, icon, setLabel, setText, shadow, sheet } from "./dom.ts";
import { filePicker } from "./file-picker.ts";
import { icons } from "./icons.ts";
import css from "./own-copy.css?inline";
import { popup } from "./popup.ts";

const style = sheet(css);

/** How a viewer stands with a copy of the film on their own disk. */
export type OwnCopyState =
  /** Streaming; `remind` where a copy was played before and has to be picked again. */
  | { readonly kind: "streaming"; readonly remind: boolean }
  | { readonly kind: "checking" }
  | { readonly kind: "playing" };

/**
 * "I have this file": a button that lets the viewer pick a file of their own. Fires `pick` (`CustomEvent<File>`),
 * `stream` when the copy is to be let go of, and `dismiss` when the viewer does not want to be reminded.
 */
export class OwnCopy extends HTMLElement {
  static define(tag = "own-copy"): void {
    customElements.get(tag) ?? customElements.define(tag, OwnCopy);
  }

  readonly #input = filePicker("video/*,.mkv,.mp4,.webm,.m4v,.mov", (file) =>
    this.dispatchEvent(new CustomEvent("pick", { detail: file })),
  );
  readonly #button = h("button", { type: "button", class: "icon-button" }, icon(icons.disk));
  readonly #text = h("p", { role: "status" });
  readonly #pick = h("button", { type: "button", class: "button small primary" }, messages.ownCopy.pickAgain);
  readonly #later = h("button", { type: "button", class: "button small" }, messages.ownCopy.goOnStreaming);
  readonly #bubble = h(
    "div",
    { class: "popup bubble", hidden: true },
    this.#text,
    h("div", { class: "buttons" }, this.#pick, this.#later),
  );
  #state: OwnCopyState = { kind: "streaming", remind: false };
  #listeners: AbortController | undefined;

  constructor() {
    super();
    shadow(this, [popup, style]).append(this.#bubble, this.#button, this.#input);
    this.show(this.#state);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    const fire = (type: string) => this.dispatchEvent(new Event(type));
    this.#button.addEventListener(
      "click",
      () => {
        if (this.#state.kind === "playing") {
          fire("stream");
        } else {
          this.#input.click();
        }
      },
      { signal },
    );
    this.#pick.addEventListener("click", () => this.#input.click(), { signal });
    this.#later.addEventListener("click", () => fire("dismiss"), { signal });
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  /** Whether the reminder is open. */
  get open(): boolean {
    return !this.#bubble.hidden;
  }

  show(state: OwnCopyState): void {
    const words = messages.ownCopy;
    this.#state = state;
    const playing = state.kind === "playing";
    this.#button.classList.toggle("active", playing);
    this.#button.disabled = state.kind === "checking";
    setLabel(this.#button, playing ? words.stream : state.kind === "checking" ? words.checking : words.have);
    const remind = state.kind === "streaming" && state.remind;
    this.#bubble.hidden = !remind;
    setText(this.#text, remind ? words.remind : "");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "own-copy": OwnCopy;
  }
}

import { h, setText, shadow, sheet } from "./dom.ts";
import css from "./passing-word.css?inline";

const style = sheet(css);

const SHOWN_MS = 2500;
/** Longer sentences take longer to read. */
const MS_A_CHARACTER = 50;

/** A sentence over whatever the page shows, for a moment; the next one takes its place. */
export class PassingWord extends HTMLElement {
  static define(tag = "passing-word"): void {
    customElements.get(tag) ?? customElements.define(tag, PassingWord);
  }

  readonly #word = h("p", { role: "status" });
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    shadow(this, style).append(this.#word);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  say(sentence: string): void {
    clearTimeout(this.#timer);
    setText(this.#word, sentence);
    this.#timer = setTimeout(
      () => setText(this.#word, ""),
      Math.max(SHOWN_MS, sentence.length * MS_A_CHARACTER),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "passing-word": PassingWord;
  }
}

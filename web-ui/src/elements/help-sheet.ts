import { messages } from "../messages.ts";
import { h, shadow, sheet } from "./dom.ts";
import css from "./help-sheet.css?inline";

const style = sheet(css);

/** The keys, in the order in which they are explained. */
const KEYS: readonly (readonly [readonly string[], keyof typeof messages.help.keys])[] = [
  [[messages.help.space, "K"], "playPause"],
  [["←", "→"], "smallSkip"],
  [["J", "L"], "largeSkip"],
  [["0–9"], "jump"],
  [["↑", "↓"], "volume"],
  [["M"], "mute"],
  [["C"], "subtitles"],
  [["F"], "fullscreen"],
  [["?"], "help"],
];

/** What the keyboard and touch do, in a native dialog: Escape closes it and the focus returns. */
export class HelpSheet extends HTMLElement {
  static define(tag = "help-sheet"): void {
    customElements.get(tag) ?? customElements.define(tag, HelpSheet);
  }

  readonly #dialog: HTMLDialogElement;

  constructor() {
    super();
    const words = messages.help;
    this.#dialog = h(
      "dialog",
      { "aria-labelledby": "title" },
      h(
        "header",
        {},
        h("h2", { id: "title" }, words.heading),
        h("form", { method: "dialog" }, h("button", { class: "button small", autofocus: true }, words.close)),
      ),
      h(
        "dl",
        {},
        ...KEYS.flatMap(([keys, name]) => [
          h("dt", {}, ...keys.map((key) => h("kbd", {}, key))),
          h("dd", {}, words.keys[name]),
        ]),
      ),
      h("p", { class: "note" }, words.touch),
      h("p", { class: "note" }, words.drop),
    );
    shadow(this, style).append(this.#dialog);
  }

  get open(): boolean {
    return this.#dialog.open;
  }

  toggle(): void {
    if (this.#dialog.open) {
      this.#dialog.close();
    } else {
      this.#dialog.showModal();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "help-sheet": HelpSheet;
  }
}

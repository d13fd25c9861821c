import { messages } from "../messages.ts";
import css from "./confirm-dialog.css?inline";
import { h, setText, shadow, sheet } from "./dom.ts";

const style = sheet(css);

/** What is asked, in words. */
export interface Question {
  readonly title: string;
  readonly detail: string;
  /** What the button does that does it. */
  readonly yes: string;
}

/**
 * Asks before what cannot be taken back. A native modal dialog: it keeps the focus, Escape leaves it, and the focus
 * returns to where it was. It opens on the button that changes nothing.
 */
export class ConfirmDialog extends HTMLElement {
  static define(tag = "confirm-dialog"): void {
    customElements.get(tag) ?? customElements.define(tag, ConfirmDialog);
  }

  readonly #title = h("h2", { id: "title" });
  readonly #detail = h("p", { class: "quiet", id: "detail" });
  readonly #no = h("button", { class: "button", value: "no", autofocus: true }, messages.confirm.no);
  readonly #yes = h("button", { class: "button primary", value: "yes" });
  readonly #dialog = h(
    "dialog",
    { "aria-labelledby": "title", "aria-describedby": "detail" },
    h(
      "form",
      { method: "dialog" },
      this.#title,
      this.#detail,
      h("div", { class: "buttons" }, this.#no, this.#yes),
    ),
  );

  constructor() {
    super();
    shadow(this, style).append(this.#dialog);
  }

  /** Whether the person said yes; anything else, leaving included, is no. A second question ends the first one. */
  ask(question: Question): Promise<boolean> {
    this.#dialog.close("no");
    setText(this.#title, question.title);
    setText(this.#detail, question.detail);
    setText(this.#yes, question.yes);
    this.#dialog.returnValue = "no";
    this.#dialog.showModal();
    return new Promise((resolve) => {
      this.#dialog.addEventListener("close", () => resolve(this.#dialog.returnValue === "yes"), {
        once: true,
      });
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "confirm-dialog": ConfirmDialog;
  }
}

import { messages } from "../messages.ts";
import css from "./chat-toggle.css?inline";
import { h, iconButton, setLabel, setText, shadow, sheet } from "./dom.ts";
import { icons } from "./icons.ts";

const style = sheet(css);

/** More are not worth counting. */
const MOST_SHOWN = 99;

/** Unfolds and folds the chat, and counts what is unread meanwhile. Its clicks are the button's own. */
export class ChatToggle extends HTMLElement {
  static define(tag = "chat-toggle"): void {
    customElements.get(tag) ?? customElements.define(tag, ChatToggle);
  }

  readonly #button = iconButton(messages.chat.open(0), icons.chat);
  readonly #unread = h("span", { class: "unread", "aria-hidden": "true", hidden: true });

  constructor() {
    super();
    shadow(this, style, true).append(this.#button, this.#unread);
    this.show(false, 0);
  }

  /** Shows the state; `data-unread` on the element tells that something is. */
  show(open: boolean, unread: number): void {
    const words = messages.chat;
    setLabel(this.#button, open ? words.close : words.open(unread));
    this.#button.setAttribute("aria-expanded", String(open));
    this.#unread.hidden = unread === 0;
    setText(this.#unread, unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread));
    this.toggleAttribute("data-unread", unread > 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-toggle": ChatToggle;
  }
}

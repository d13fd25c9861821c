import { messages } from "../messages.ts";
import { ChatPanel } from "./chat-panel.ts";
import css from "./chat-side.css?inline";
import { h, shadow, sheet } from "./dom.ts";

const style = sheet(css);

/** The chat beside or below the film. */
export class ChatSide extends HTMLElement {
  static define(tag = "chat-side"): void {
    ChatPanel.define();
    customElements.get(tag) ?? customElements.define(tag, ChatSide);
  }

  readonly panel = h("chat-panel");

  constructor() {
    super();
    shadow(this, style).append(h("h2", {}, messages.chat.heading), this.panel);
  }

  connectedCallback(): void {
    this.setAttribute("role", "complementary");
    this.setAttribute("aria-label", messages.chat.heading);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-side": ChatSide;
  }
}

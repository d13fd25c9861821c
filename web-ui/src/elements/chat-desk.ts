import { inSentence } from "../format.ts";
import type { ChatLine, ViewerRow } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import css from "./chat-desk.css?inline";
import { type AuthorTools, type AuthorWish, ChatPanel } from "./chat-panel.ts";
import { ConfirmDialog } from "./confirm-dialog.ts";
import { h, shadow, sheet } from "./dom.ts";

const style = sheet(css);

const MAX_NAME_CHARACTERS = 40;

/** What `mute` events carry. */
export interface Muting {
  readonly tab: string;
  readonly muted: boolean;
}

/** What `clearchat` events carry. */
export interface Clearing {
  /** Of one author; absent for all that was said. */
  readonly tab?: string;
}

/**
 * The chat as the host has it. Fires `mute` (`CustomEvent<Muting>`) and, once the host has confirmed it, `clearchat`
 * (`CustomEvent<Clearing>`).
 */
export class ChatDesk extends HTMLElement {
  static define(tag = "chat-desk"): void {
    ChatPanel.define();
    ConfirmDialog.define();
    customElements.get(tag) ?? customElements.define(tag, ChatDesk);
  }

  readonly panel = h("chat-panel");
  readonly #clear = h("button", { type: "button", class: "button small" }, messages.admin.chat.clear);
  readonly #muted = h("ul", { "aria-label": messages.admin.chat.mutedNow, hidden: true });
  readonly #confirm = h("confirm-dialog");
  #viewers: readonly ViewerRow[] = [];
  #mayMute = false;
  /** What the list of the muted was made of. */
  #listed = "";
  #listeners: AbortController | undefined;

  constructor() {
    super();
    shadow(this, style).append(
      h("div", { class: "headline" }, h("h2", {}, messages.chat.heading), this.#clear),
      this.#muted,
      this.panel,
      this.#confirm,
    );
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#clear.addEventListener("click", () => void this.#askToClear(), { signal });
    this.panel.addEventListener(
      "author",
      (event) => {
        if (event instanceof CustomEvent) {
          this.#about(event.detail as AuthorWish);
        }
      },
      { signal },
    );
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  /** @param mayMute whether the connection takes commands about viewers */
  show(viewers: readonly ViewerRow[], mayMute: boolean): void {
    this.#viewers = viewers;
    this.#mayMute = mayMute;
    this.#clear.disabled = !mayMute;
    const muted = viewers.filter((viewer) => viewer.muted);
    const listed = JSON.stringify(muted.map(({ tab, name }) => [tab, name, mayMute]));
    if (listed !== this.#listed) {
      this.#listed = listed;
      this.#muted.hidden = muted.length === 0;
      this.#muted.replaceChildren(...muted.map((viewer) => this.#mutedItem(viewer)));
    }
  }

  /** Who has left can be heard no more, and admins cannot be muted; what they said can be taken away. */
  tools({ tab, name }: ChatLine): AuthorTools {
    if (!this.#mayMute) {
      return {};
    }
    const words = messages.admin.chat;
    const clear = { label: words.clearOne, name: words.clearOneNamed(shown(name)) };
    const viewer = this.#viewers.find((here) => here.tab === tab);
    if (!viewer || viewer.role === "admin") {
      return { clear };
    }
    const here = shown(viewer.name);
    const mute = viewer.muted
      ? { label: words.unmute, name: words.unmuteNamed(here) }
      : { label: words.mute, name: words.muteNamed(here) };
    return { clear, mute };
  }

  #about({ action, line }: AuthorWish): void {
    switch (action) {
      case "mute":
        this.#mute(line.tab, this.#viewers.find(({ tab }) => tab === line.tab)?.muted !== true);
        break;
      case "clear":
        void this.#askToClearOne(line);
        break;
    }
  }

  #mutedItem({ tab, name }: ViewerRow): HTMLElement {
    const words = messages.admin.chat;
    const button = h(
      "button",
      {
        type: "button",
        class: "button small",
        "aria-label": words.unmuteNamed(shown(name)),
        disabled: !this.#mayMute,
      },
      words.unmute,
    );
    button.addEventListener("click", () => this.#mute(tab, false));
    return h("li", { class: "small-text" }, h("bdi", {}, shown(name)), button);
  }

  #mute(tab: string, muted: boolean): void {
    const detail: Muting = { tab, muted };
    this.dispatchEvent(new CustomEvent("mute", { detail }));
  }

  async #askToClear(): Promise<void> {
    const { clearTitle: title, clearDetail: detail, clear: yes } = messages.admin.chat;
    if (await this.#confirm.ask({ title, detail, yes })) {
      this.#clearChat({});
    }
  }

  async #askToClearOne({ tab, name }: ChatLine): Promise<void> {
    const words = messages.admin.chat;
    const title = words.clearOneTitle(shown(name));
    if (await this.#confirm.ask({ title, detail: words.clearDetail, yes: words.clearOneYes })) {
      this.#clearChat({ tab });
    }
  }

  #clearChat(detail: Clearing): void {
    this.dispatchEvent(new CustomEvent("clearchat", { detail }));
  }
}

function shown(name: string): string {
  return inSentence(name, MAX_NAME_CHARACTERS);
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-desk": ChatDesk;
  }
}

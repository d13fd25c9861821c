import { EMOJI } from "../chat/emoji.ts";
import { pieces } from "../chat/links.ts";
import { plainText, shortDate } from "../format.ts";
import type { ChatLine } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import css from "./chat-panel.css?inline";
import { h, iconButton, setText, shadow, sheet } from "./dom.ts";
import { icons } from "./icons.ts";

const style = sheet(css);

const MAX_CHARACTERS = 500;
const MAX_NAME_CHARACTERS = 40;
/** Nearer to its end than this the log follows what is said. */
const FOLLOW_WITHIN_PX = 48;

/** All that the panel shows. */
export interface ChatView {
  readonly lines: readonly ChatLine[];
  readonly ownTab: string | undefined;
  /** Why nothing can be said now, in words; undefined where something can. */
  readonly closed: string | undefined;
  /** What there is to do about an author, for who may; undefined for nothing. */
  readonly tools: ((line: ChatLine) => AuthorTools) | undefined;
}

const AUTHOR_ACTIONS = ["clear", "mute"] as const;

export type AuthorAction = (typeof AUTHOR_ACTIONS)[number];

/** The buttons beside an author; an absent one is not shown. */
export type AuthorTools = Readonly<Partial<Record<AuthorAction, AuthorTool>>>;

/** What `author` events carry. */
export interface AuthorWish {
  readonly action: AuthorAction;
  readonly line: ChatLine;
}

/** A button beside an author: what stands on it, and its whole name. */
export interface AuthorTool {
  readonly label: string;
  readonly name: string;
}

interface Shown {
  readonly element: HTMLElement;
  readonly line: ChatLine;
  readonly head: HTMLElement;
  readonly tools: Map<AuthorAction, HTMLButtonElement>;
}

/**
 * What is said in the room, reactions, and a field to say something. Fires `say` (`CustomEvent<string>`), `react`
 * (`CustomEvent<Emoji>`), and `author` (`CustomEvent<AuthorWish>`) where a tool beside an author is used.
 */
export class ChatPanel extends HTMLElement {
  static define(tag = "chat-panel"): void {
    customElements.get(tag) ?? customElements.define(tag, ChatPanel);
  }

  readonly #log = h("div", {
    class: "log",
    role: "log",
    "aria-live": "polite",
    "aria-label": messages.chat.log,
    tabindex: 0,
  });
  readonly #empty = h("p", { class: "empty quiet small-text" }, messages.chat.empty);
  readonly #note = h("p", { class: "note small-text", role: "status" });
  readonly #reactions = EMOJI.map((emoji) =>
    h(
      "button",
      { type: "button", "aria-label": messages.chat.emoji[emoji], title: messages.chat.emoji[emoji] },
      emoji,
    ),
  );
  readonly #text = h("input", {
    class: "field",
    maxlength: MAX_CHARACTERS,
    autocomplete: "off",
    enterkeyhint: "send",
    "aria-label": messages.chat.message,
    placeholder: messages.chat.message,
    dir: "auto",
  });
  readonly #send = iconButton(messages.chat.send, icons.send);
  readonly #form = h("form", {}, this.#text, this.#send);
  readonly #shown = new Map<number, Shown>();
  #closed: string | undefined;
  /** Whether the log shows what was said last, and goes on to what is said next. */
  #follows = true;
  #listeners: AbortController | undefined;

  constructor() {
    super();
    this.#send.type = "submit";
    shadow(this, style).append(
      h("div", { class: "history" }, this.#empty, this.#log),
      this.#note,
      h(
        "div",
        { class: "reactions", role: "group", "aria-label": messages.chat.reactions },
        ...this.#reactions,
      ),
      this.#form,
    );
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        this.#say();
      },
      { signal },
    );
    this.#log.addEventListener(
      "scroll",
      () => {
        const { scrollHeight, scrollTop, clientHeight } = this.#log;
        this.#follows = scrollHeight - scrollTop - clientHeight < FOLLOW_WITHIN_PX;
      },
      { signal },
    );
    // A telephone's keyboard takes half of it.
    const measuring = new ResizeObserver(() => this.#follows && this.toEnd());
    measuring.observe(this.#log);
    signal.addEventListener("abort", () => measuring.disconnect());
    for (const [i, emoji] of EMOJI.entries()) {
      this.#reactions[i]?.addEventListener(
        "click",
        () => this.dispatchEvent(new CustomEvent("react", { detail: emoji })),
        { signal },
      );
    }
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  override focus(): void {
    this.#text.focus();
  }

  /** Whether somebody is at it; a window that is left for another one keeps its focus. */
  get focused(): boolean {
    return this.shadowRoot?.activeElement != null;
  }

  /** Says something about what was written; empty takes that back. */
  note(text: string): void {
    setText(this.#note, text);
  }

  /** Gives back what could not be said, unless something else is written meanwhile. */
  giveBack(text: string): void {
    if (this.#text.value === "") {
      this.#text.value = text;
    }
  }

  /** Goes to the end of what was said; what is not on the screen cannot be moved. */
  toEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  show({ lines, ownTab, closed, tools }: ChatView): void {
    const told = new Map(lines.map(({ id, at }) => [id, at]));
    const focused = this.shadowRoot?.activeElement ?? null;
    for (const [id, { element, line }] of this.#shown) {
      if (told.get(id) !== line.at) {
        if (element.contains(focused)) {
          // Who has just cleared the line by its own tool goes on from here, not from the top of the page.
          this.#log.focus();
        }
        element.remove();
        this.#shown.delete(id);
      }
    }
    if (this.#shown.size === 0) {
      this.#follows = true;
    }
    // A screen reader is told what comes, not the whole evening at once.
    this.#log.setAttribute("aria-live", this.#shown.size === 0 && lines.length > 1 ? "off" : "polite");
    let added = false;
    let own = false;
    for (const line of lines) {
      if (!this.#shown.has(line.id)) {
        this.#shown.set(line.id, this.#lineOf(line));
        added = true;
        own = line.tab === ownTab;
      }
    }
    for (const shown of this.#shown.values()) {
      this.#showTools(shown, tools?.(shown.line) ?? {});
    }
    this.#empty.hidden = lines.length > 0;
    this.#close(closed);
    if (added && (this.#follows || own)) {
      this.toEnd();
    }
  }

  #close(why: string | undefined): void {
    const closed = why !== undefined;
    if (why !== this.#closed) {
      this.#closed = why;
      // What is written hides the placeholder.
      this.note(this.#text.value === "" ? "" : (why ?? ""));
    }
    // Not disabled, which would take the focus away: the next letters would go to the player.
    this.#text.readOnly = closed;
    for (const button of [this.#send, ...this.#reactions]) {
      if (closed && button === this.shadowRoot?.activeElement) {
        this.#text.focus();
      }
      button.disabled = closed;
    }
    this.#text.placeholder = why ?? messages.chat.message;
  }

  /** Each tool keeps its button, and with it the keyboard, whatever stands on it. */
  #showTools({ head, line, tools }: Shown, wanted: AuthorTools): void {
    for (const action of AUTHOR_ACTIONS) {
      const tool = wanted[action];
      let button = tools.get(action);
      if (tool && !button) {
        button = h("button", { type: "button", class: "button small" });
        const detail: AuthorWish = { action, line };
        button.addEventListener("click", () => this.dispatchEvent(new CustomEvent("author", { detail })));
        tools.set(action, button);
        head.append(button);
      }
      if (button) {
        button.hidden = tool === undefined;
        setText(button, tool?.label ?? "");
        button.setAttribute("aria-label", tool?.name ?? "");
      }
    }
  }

  #say(): void {
    const text = this.#text.value;
    if (text.trim() !== "" && !this.#text.readOnly) {
      this.#text.value = "";
      this.note("");
      this.dispatchEvent(new CustomEvent("say", { detail: text }));
    }
  }

  #lineOf(line: ChatLine): Shown {
    const words = messages.chat;
    const name = plainText(line.name, MAX_NAME_CHARACTERS);
    const role = line.role === "admin" ? words.host : line.role === "cohost" ? words.cohost : undefined;
    const head = h(
      "p",
      { class: "head small-text" },
      h("bdi", { class: "name" }, name),
      ...(role === undefined ? [] : [h("span", { class: "role" }, role)]),
      h(
        "time",
        { class: "quiet", datetime: new Date(line.at).toISOString() },
        shortDate(line.at, Date.now()),
      ),
      h("span", { class: "space" }),
    );
    const element = h(
      "div",
      { class: "line" },
      head,
      h("p", { class: "text", dir: "auto" }, ...pieces(plainText(line.text, MAX_CHARACTERS)).map(nodeOf)),
    );
    this.#log.append(element);
    return { element, line, head, tools: new Map() };
  }
}

function nodeOf(piece: ReturnType<typeof pieces>[number]): Node | string {
  return piece.kind === "text"
    ? piece.text
    : h("a", { href: piece.href, target: "_blank", rel: "noopener noreferrer nofollow ugc" }, piece.text);
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-panel": ChatPanel;
  }
}

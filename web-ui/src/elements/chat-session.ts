import { ChatLog } from "../chat/chat-log.ts";
import type { ChatLine, Emoji } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import type { Refusal, RoomClient } from "../sync/room-client.ts";
import type { AuthorTools, ChatPanel } from "./chat-panel.ts";
import type { ReactionRain } from "./reaction-rain.ts";

export interface ChatParts {
  readonly room: RoomClient;
  readonly panel: ChatPanel;
  readonly rain: ReactionRain;
  /** What there is to do about an author, for who may. */
  readonly tools?: (line: ChatLine) => AuthorTools;
  /** Is told what was said whenever the chat may be another one, or the room's rules are. */
  readonly changed?: (lines: readonly ChatLine[]) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The chat of one visit of one room: what comes over the socket is shown, and what the person says goes there. */
export class ChatSession {
  readonly #parts: ChatParts;
  readonly #log = new ChatLog();
  /** What was said last and has not come back from the room. */
  #unsaid: string | undefined;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    const { room, panel, rain, signal } = parts;
    room.on(
      "chat",
      (lines) => {
        this.#log.replace(lines);
        this.#draw();
      },
      signal,
    );
    room.on("said", (lines) => this.#heard(lines), signal);
    room.on(
      "unsaid",
      (ids) => {
        this.#log.remove(ids);
        this.#draw();
      },
      signal,
    );
    room.on("reactions", (reactions) => rain.show(reactions), signal);
    room.on("refused", (refusal) => this.#refused(refusal), signal);
    room.on("state", () => this.#draw(), signal);
    room.on("viewers", () => this.#draw(), signal);
    const on = (type: string, listener: (detail: unknown) => void) =>
      panel.addEventListener(type, (event) => event instanceof CustomEvent && listener(event.detail), {
        signal,
      });
    on("say", (text) => this.#say(String(text)));
    on("react", (emoji) => room.react(emoji as Emoji));
    panel.note("");
    this.#draw();
  }

  #say(text: string): void {
    this.#unsaid = text;
    this.#parts.room.say(text);
  }

  #heard(lines: readonly ChatLine[]): void {
    this.#log.add(lines);
    if (lines.some(({ tab }) => tab === this.#parts.room.state.you?.tab)) {
      this.#unsaid = undefined;
      this.#parts.panel.note("");
    }
    this.#draw();
  }

  /** What could not be said is given back, with the reason. A reaction that was too much is just not seen. */
  #refused({ code }: Refusal): void {
    const text = this.#unsaid;
    const why = refusalInWords(code);
    if (text !== undefined && why !== undefined) {
      this.#unsaid = undefined;
      this.#parts.panel.note(why);
      this.#parts.panel.giveBack(text);
    }
  }

  #draw(): void {
    const { room, panel, tools, changed } = this.#parts;
    const { you, policy } = room.state;
    const words = messages.error.codes;
    panel.show({
      lines: this.#log.lines,
      ownTab: you?.tab,
      closed: policy?.chat === false ? words["chat-off"] : you?.muted ? words.muted : undefined,
      tools,
    });
    changed?.(this.#log.lines);
  }
}

function refusalInWords(code: string): string | undefined {
  const words = messages.chat;
  switch (code) {
    case "too-fast":
      return words.tooFast;
    case "muted":
    case "chat-off":
      return messages.error.codes[code];
    case "bad-message":
      return words.nothing;
    case "not-connected":
      return words.unsent;
    default:
      return undefined;
  }
}

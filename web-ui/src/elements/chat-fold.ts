import { chatPlace } from "../chat/chat-place.ts";
import { Unread } from "../chat/unread.ts";
import type { ChatLine } from "../generated/protocol.ts";
import type { KeptText } from "../pages/storage.ts";
import type { RoomClient } from "../sync/room-client.ts";
import { ChatSession } from "./chat-session.ts";
import type { ChatSide } from "./chat-side.ts";
import type { ChatToggle } from "./chat-toggle.ts";
import type { ReactionRain } from "./reaction-rain.ts";

const OPEN_KEY = "watchparty:chat";

export interface FoldParts {
  readonly room: RoomClient;
  readonly side: ChatSide;
  readonly toggle: ChatToggle;
  readonly rain: ReactionRain;
  /** The browser's own storage: who folds the chat finds it folded. */
  readonly kept: KeptText;
  readonly signal: AbortSignal;
}

/** The viewer's chat: folded away until it is wanted, remembered, and counting what is said meanwhile. */
export class ChatFold {
  readonly #parts: FoldParts;
  readonly #unread = new Unread();
  #lines: readonly ChatLine[] = [];
  #joined = false;
  #open: boolean;

  constructor(parts: FoldParts) {
    this.#parts = parts;
    const { room, side, toggle, rain, kept, signal } = parts;
    this.#open = kept.getItem(OPEN_KEY) !== null;
    const changed = (lines: readonly ChatLine[]) => {
      this.#lines = lines;
      this.#draw();
    };
    new ChatSession({ room, panel: side.panel, rain, signal, changed });
    toggle.addEventListener("click", () => this.#turn(!this.#open), { signal });
    side.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && !event.isComposing) {
          this.#turn(false);
        }
      },
      { signal },
    );
    // Not heard where the focus only moves within it.
    side.addEventListener("focusout", () => this.#draw(), { signal });
    document.addEventListener("visibilitychange", () => this.#draw(), { signal });
  }

  /** The chat is for who has joined. */
  show(joined: boolean): void {
    if (joined !== this.#joined) {
      this.#joined = joined;
      this.#draw();
    }
  }

  /** Whether this viewer may say something now. */
  get writable(): boolean {
    const { connection, policy, you } = this.#parts.room.state;
    return connection.kind === "open" && policy?.chat === true && you?.muted !== true;
  }

  /** Has the viewer at its field, unfolded. */
  write(): void {
    this.#turn(true);
  }

  #turn(open: boolean): void {
    const { kept, side, toggle } = this.#parts;
    this.#open = open;
    if (open) {
      kept.setItem(OPEN_KEY, "open");
    } else {
      kept.removeItem(OPEN_KEY);
    }
    this.#draw();
    (open ? side.panel : toggle).focus();
  }

  #draw(): void {
    const { room, side, toggle } = this.#parts;
    const { connection, policy, you, chatId } = room.state;
    const appears = side.hidden;
    const place = chatPlace({
      present: this.#joined && connection.kind !== "removed",
      allowed: policy?.chat === true,
      unfolded: this.#open,
      inUse: !side.hidden && side.panel.focused,
    });
    toggle.hidden = !place.toggle;
    side.hidden = !place.side;
    if (chatId !== undefined) {
      this.#unread.welcomed(chatId);
    }
    this.#unread.update(this.#lines, you?.tab, !side.hidden && document.visibilityState === "visible");
    toggle.show(this.#open, this.#unread.count);
    if (appears && !side.hidden) {
      side.panel.toEnd();
    }
  }
}

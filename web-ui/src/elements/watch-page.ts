import { ChatSide } from "./chat-side.ts";
import { ChatToggle } from "./chat-toggle.ts";
import { h, shadow, sheet } from "./dom.ts";
import { FilmPlayer } from "./film-player.ts";
import { HelpSheet } from "./help-sheet.ts";
import { JoinCard } from "./join-card.ts";
import { PassingWord } from "./passing-word.ts";
import { PlayerControls } from "./player-controls.ts";
import { ReactionRain } from "./reaction-rain.ts";
import { StatusPanel } from "./status-panel.ts";
import { SubtitleCues } from "./subtitle-cues.ts";
import { type PageParts, Visit } from "./visit.ts";
import css from "./watch-page.css?inline";

const style = sheet(css);

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** The viewer's page: what is where on it. What happens there is a `Visit`. */
export class WatchPage extends HTMLElement {
  static define(tag = "watch-page"): void {
    JoinCard.define();
    FilmPlayer.define();
    StatusPanel.define();
    HelpSheet.define();
    ChatSide.define();
    ChatToggle.define();
    ReactionRain.define();
    PassingWord.define();
    SubtitleCues.define();
    customElements.get(tag) ?? customElements.define(tag, WatchPage);
  }

  readonly #parts: PageParts;
  #lifetime: AbortController | undefined;

  constructor() {
    super();
    const card = h("join-card");
    const parts = {
      page: this,
      card,
      // Shown once it leads somewhere.
      door: h("div", { class: "door", hidden: true }, card),
      player: h("film-player"),
      cues: h("subtitle-cues", { hidden: true }),
      panel: h("status-panel", { hidden: true }),
      controls: h("player-controls", { hidden: true }),
      help: h("help-sheet"),
      rain: h("reaction-rain"),
      chatToggle: h("chat-toggle", { hidden: true }),
      chatSide: h("chat-side", { hidden: true }),
      word: h("passing-word"),
    };
    this.#parts = parts;
    shadow(this, style).append(
      h(
        "main",
        {},
        parts.player,
        h("div", { class: "house", "aria-hidden": "true" }),
        parts.cues,
        parts.panel,
        parts.rain,
        parts.controls,
        parts.chatToggle,
        parts.word,
        parts.door,
        parts.chatSide,
        parts.help,
      ),
    );
  }

  connectedCallback(): void {
    this.#lifetime = new AbortController();
    void this.#begin(this.#lifetime.signal);
  }

  /** In tasks of their own: all at once would hold up the browser for more than 50 ms. */
  async #begin(signal: AbortSignal): Promise<void> {
    await nextTask();
    PlayerControls.define();
    await nextTask();
    if (signal.aborted) {
      return;
    }
    const visit = new Visit(this.#parts, signal);
    await nextTask();
    if (!signal.aborted) {
      visit.begin();
    }
  }

  disconnectedCallback(): void {
    this.#lifetime?.abort();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "watch-page": WatchPage;
  }
}

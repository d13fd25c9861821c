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

/** The viewer's page: what is where on it. What happens there is a `Visit`. */
export class WatchPage extends HTMLElement {
  static define(tag = "watch-page"): void {
    JoinCard.define();
    FilmPlayer.define();
    StatusPanel.define();
    PlayerControls.define();
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
    const { signal } = this.#lifetime;
    // In a task of its own: together with building the page it would hold up the browser for 40 ms.
    setTimeout(() => {
      if (!signal.aborted) {
        new Visit(this.#parts, signal);
      }
    });
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

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

  #lifetime: AbortController | undefined;

  constructor() {
    super();
    shadow(this, style);
  }

  connectedCallback(): void {
    this.#lifetime = new AbortController();
    void this.#begin(this.#lifetime.signal);
  }

  /** In tasks of their own: all at once would hold up the browser for more than 50 ms. */
  async #begin(signal: AbortSignal): Promise<void> {
    const main = h("main");
    this.shadowRoot?.replaceChildren(main);
    const parts = await this.#build(main);
    await nextTask();
    if (signal.aborted) {
      return;
    }
    const visit = new Visit(parts, signal);
    await nextTask();
    if (!signal.aborted) {
      visit.begin();
    }
  }

  /** In the order in which the Tab key goes through it; what is later lies above. */
  async #build(main: HTMLElement): Promise<PageParts> {
    const house = h("div", { class: "house", "aria-hidden": "true" });
    const player = h("film-player");
    const cues = h("subtitle-cues", { hidden: true });
    const panel = h("status-panel", { hidden: true });
    const rain = h("reaction-rain");
    main.append(player, house, cues, panel, rain);
    await nextTask();
    PlayerControls.define();
    const controls = h("player-controls", { hidden: true });
    main.append(controls);
    await nextTask();
    const chatToggle = h("chat-toggle", { hidden: true });
    const word = h("passing-word");
    const card = h("join-card");
    // Shown once it leads somewhere.
    const door = h("div", { class: "door", hidden: true }, card);
    main.append(chatToggle, word, door);
    await nextTask();
    const chatSide = h("chat-side", { hidden: true });
    const help = h("help-sheet");
    main.append(chatSide, help);
    return { page: this, card, door, player, cues, panel, controls, help, rain, chatToggle, chatSide, word };
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

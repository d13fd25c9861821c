import { driftInWords, inSentence, shortDuration, tenths } from "../format.ts";
import type { ViewerRow } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import { History } from "../plots/history.ts";
import type { RoomClient } from "../sync/room-client.ts";
import { page } from "../sync/surroundings.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import { LivePlot } from "./live-plot.ts";
import css from "./viewer-plots.css?inline";

const style = sheet(css);

const MAX_NAME_CHARACTERS = 24;

const words = messages.admin.plots;

/** How far viewers were off and how much of the film they had ahead, over the last two minutes. */
export class ViewerPlots extends HTMLElement {
  static define(tag = "viewer-plots"): void {
    LivePlot.define();
    customElements.get(tag) ?? customElements.define(tag, ViewerPlots);
  }

  readonly #drift = h("live-plot");
  readonly #buffer = h("live-plot");
  readonly #others = h("p", { class: "quiet small-text", hidden: true });
  readonly #drifts = new History();
  readonly #buffers = new History();
  /** Of those who are shown, whether they are still here. */
  #names = new Map<string, string>();
  #visit: AbortController | undefined;

  constructor() {
    super();
    this.#drift.words = {
      heading: messages.admin.viewers.drift,
      say: driftInWords,
      mark: (ms) => (ms < 0 ? `−${shortDuration(ms)}` : shortDuration(ms)),
      least: { upTo: 50, bothSides: true },
    };
    this.#buffer.words = {
      heading: messages.admin.viewers.buffered,
      say: tenths,
      mark: (seconds) => messages.unit.seconds(seconds.toLocaleString()),
      least: { upTo: 5, bothSides: false },
    };
    shadow(this, style).append(h("h2", {}, words.heading), this.#drift, this.#buffer, this.#others);
  }

  disconnectedCallback(): void {
    this.#visit?.abort();
  }

  /** The room whose viewers they are; undefined while nobody is signed in. */
  set room(room: RoomClient | undefined) {
    this.#visit?.abort();
    this.#drifts.clear();
    this.#buffers.clear();
    this.#show([]);
    if (room) {
      this.#visit = new AbortController();
      room.on("viewers", (viewers) => this.#take(viewers, room.state.you?.tab), this.#visit.signal);
    }
  }

  #take(viewers: readonly ViewerRow[], ownTab: string | undefined): void {
    const guests = viewers.filter(({ tab }) => tab !== ownTab);
    const nowMs = page.now();
    this.#drifts.add(
      nowMs,
      new Map(guests.map(({ tab, driftMs, following }) => [tab, following ? driftMs : undefined])),
    );
    this.#buffers.add(
      nowMs,
      new Map(guests.map(({ tab, bufferedAheadSeconds }) => [tab, bufferedAheadSeconds])),
    );
    this.#show(guests);
  }

  #show(guests: readonly ViewerRow[]): void {
    const nowMs = page.now();
    const buffers = this.#buffers.columns(nowMs);
    const drifts = this.#drifts.columns(nowMs);
    const shown = new Set([...drifts.series, ...buffers.series].map(({ key }) => key));
    const names = new Map(this.#names);
    for (const { tab, name } of guests) {
      names.set(tab, name === "" ? messages.admin.viewers.guest : inSentence(name, MAX_NAME_CHARACTERS));
    }
    this.#names = new Map([...names].filter(([tab]) => shown.has(tab)));
    const others = guests.filter(
      ({ tab, bufferedAheadSeconds }) => bufferedAheadSeconds !== undefined && !shown.has(tab),
    );
    this.#drift.show(drifts, this.#names);
    this.#buffer.show(buffers, this.#names);
    this.#others.hidden = others.length === 0;
    setText(this.#others, others.length === 0 ? "" : words.others(others.length));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "viewer-plots": ViewerPlots;
  }
}

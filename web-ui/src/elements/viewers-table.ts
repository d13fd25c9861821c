import { driftInWords, plainText, shortDuration, tenths } from "../format.ts";
import type { ViewerRow } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import { type RoomMood, type ViewerMood, viewerMood } from "../playback/viewer-mood.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import css from "./viewers-table.css?inline";

const style = sheet(css);

const MAX_NAME_CHARACTERS = 40;
const MAX_PROBLEM_CHARACTERS = 120;

const moodWords: Readonly<Record<Exclude<ViewerMood, "problem">, string>> = {
  door: messages.admin.viewers.states.door,
  here: messages.admin.viewers.states.here,
  loading: messages.admin.viewers.states.loading,
  ready: messages.admin.viewers.states.ready,
  "in-step": messages.admin.viewers.states.inStep,
  "catching-up": messages.admin.viewers.states.catchingUp,
  away: messages.admin.viewers.states.away,
};

/** The cells of one viewer, filled anew once a second without moving the table. */
interface Row {
  readonly row: HTMLTableRowElement;
  readonly name: HTMLElement;
  readonly role: HTMLElement;
  readonly state: HTMLElement;
  readonly mood: HTMLElement;
  readonly buffered: HTMLElement;
  readonly drift: HTMLElement;
  readonly rtt: HTMLElement;
}

/** Who is here and how they are doing. */
export class ViewersTable extends HTMLElement {
  static define(tag = "viewers-table"): void {
    customElements.get(tag) ?? customElements.define(tag, ViewersTable);
  }

  readonly #count = h("p", { class: "quiet small-text", role: "status" });
  readonly #nobody = h("p", { class: "quiet nobody" }, messages.admin.viewers.nobody);
  readonly #body = h("tbody");
  readonly #scroll: HTMLElement;
  readonly #rows = new Map<string, Row>();

  constructor() {
    super();
    const words = messages.admin.viewers;
    const column = (name: string) => h("th", { scope: "col" }, name);
    this.#scroll = h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": "heading" },
      h(
        "table",
        { "aria-labelledby": "heading" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            column(words.name),
            column(words.state),
            column(words.buffered),
            column(words.drift),
            column(words.rtt),
          ),
        ),
        this.#body,
      ),
    );
    shadow(this, style).append(
      h("div", { class: "headline" }, h("h2", { id: "heading" }, words.heading), this.#count),
      this.#nobody,
      this.#scroll,
    );
    this.show([], undefined, "empty");
  }

  /**
   * @param ownTab the tab of the page itself, which is left out
   * @param room what the room does
   */
  show(viewers: readonly ViewerRow[], ownTab: string | undefined, room: RoomMood): void {
    const words = messages.admin.viewers;
    const guests = viewers.filter(({ tab }) => tab !== ownTab);
    setText(this.#count, guests.length === 0 ? "" : words.count(guests.length));
    this.#nobody.hidden = guests.length > 0;
    this.#scroll.hidden = guests.length === 0;
    const here = new Set(guests.map(({ tab }) => tab));
    for (const [tab, { row }] of this.#rows) {
      if (!here.has(tab)) {
        row.remove();
        this.#rows.delete(tab);
      }
    }
    for (const viewer of guests) {
      this.#fill(this.#rowOf(viewer.tab), viewer, room);
    }
  }

  #rowOf(tab: string): Row {
    const held = this.#rows.get(tab);
    if (held) {
      return held;
    }
    const words = messages.admin.viewers;
    const name = h("bdi");
    const role = h("span", { class: "role quiet small-text" });
    const state = h("span");
    const mood = h("span", { class: "state" }, h("span", { class: "dot", "aria-hidden": "true" }), state);
    const buffered = h("td", { "data-label": words.buffered });
    const drift = h("td", { "data-label": words.drift });
    const rtt = h("td", { "data-label": words.rtt });
    const row = h("tr", {}, h("th", { scope: "row" }, name, role), h("td", {}, mood), buffered, drift, rtt);
    this.#body.append(row);
    const made = { row, name, role, state, mood, buffered, drift, rtt };
    this.#rows.set(tab, made);
    return made;
  }

  #fill(row: Row, viewer: ViewerRow, room: RoomMood): void {
    const words = messages.admin.viewers;
    const none = messages.unit.none;
    const told = (value: number | undefined, say: (known: number) => string) =>
      value === undefined ? none : say(value);
    setText(row.name, viewer.name === "" ? words.guest : plainText(viewer.name, MAX_NAME_CHARACTERS));
    const role = viewer.role === "admin" ? words.admin : viewer.role === "cohost" ? words.cohost : "";
    setText(row.role, role);
    const mood = viewerMood(viewer, room);
    row.mood.dataset.mood = mood;
    row.state.classList.toggle("problem", mood === "problem");
    setText(
      row.state,
      mood === "problem" ? plainText(viewer.problem ?? "", MAX_PROBLEM_CHARACTERS) : moodWords[mood],
    );
    setText(
      row.buffered,
      told(room === "empty" ? undefined : viewer.bufferedAheadSeconds, (seconds) => tenths(seconds)),
    );
    setText(row.drift, told(viewer.driftMs, driftInWords));
    setText(row.rtt, told(viewer.rttMs, shortDuration));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "viewers-table": ViewersTable;
  }
}

import { driftInWords, inSentence, percent, plainText, shortDuration, tenths } from "../format.ts";
import type { ViewerRow } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import { playoutSkew } from "../playback/playout-skew.ts";
import { type RoomMood, type ViewerMood, viewerMood } from "../playback/viewer-mood.ts";
import { viewerProblem } from "../playback/viewer-problem.ts";
import { ConfirmDialog } from "./confirm-dialog.ts";
import { h, setLabel, setText, shadow, sheet } from "./dom.ts";
import css from "./viewers-table.css?inline";

const style = sheet(css);

const MAX_NAME_CHARACTERS = 40;
const MAX_BROWSER_CHARACTERS = 40;

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
  readonly ownCopy: HTMLElement;
  readonly buffered: HTMLElement;
  readonly drift: HTMLElement;
  readonly clockError: HTMLElement;
  readonly rtt: HTMLElement;
  readonly share: HTMLElement;
  readonly browser: HTMLElement;
  readonly cohost: HTMLButtonElement;
  readonly remove: HTMLButtonElement;
  viewer: ViewerRow;
}

/** What `cohost` events carry. */
export interface Handover {
  readonly tab: string;
  readonly granted: boolean;
}

/**
 * Who is here, how they are doing, and how far they are apart. Fires `cohost` (`CustomEvent<Handover>`) and, once the
 * host has confirmed it, `removeviewer` (`CustomEvent<string>`, the tab).
 */
export class ViewersTable extends HTMLElement {
  static define(tag = "viewers-table"): void {
    ConfirmDialog.define();
    customElements.get(tag) ?? customElements.define(tag, ViewersTable);
  }

  readonly #count = h("p", { class: "quiet small-text", role: "status" });
  readonly #skewValue = h("dd");
  readonly #skew = h(
    "dl",
    { class: "skew small-text", hidden: true },
    h("dt", { class: "quiet" }, messages.admin.viewers.skew),
    this.#skewValue,
  );
  readonly #confirm = h("confirm-dialog");
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
            column(words.share),
            column(words.browser),
            h("th", { scope: "col" }, h("span", { class: "unseen" }, words.actions)),
          ),
        ),
        this.#body,
      ),
    );
    shadow(this, style).append(
      h("div", { class: "headline" }, h("h2", { id: "heading" }, words.heading), this.#skew, this.#count),
      this.#nobody,
      this.#scroll,
      this.#confirm,
    );
    this.show([], undefined, "empty", false);
  }

  /**
   * @param ownTab the tab of the page itself, which is left out
   * @param room what the room does
   * @param mayHandOver whether the host's connection takes commands about viewers
   */
  show(
    viewers: readonly ViewerRow[],
    ownTab: string | undefined,
    room: RoomMood,
    mayHandOver: boolean,
  ): void {
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
      const row = this.#rowOf(viewer);
      row.viewer = viewer;
      this.#fill(row, viewer, room);
      const hidden = viewer.role === "admin";
      for (const button of [row.cohost, row.remove]) {
        button.hidden = hidden;
        button.disabled = !mayHandOver;
      }
    }
    this.#showSkew(guests);
  }

  #showSkew(guests: readonly ViewerRow[]): void {
    const words = messages.admin.viewers;
    const skew = playoutSkew(guests);
    this.#skew.hidden = skew === undefined;
    if (skew) {
      const apart = shortDuration(skew.skewMs);
      const within = skew.errorMs === undefined ? messages.unit.none : shortDuration(skew.errorMs);
      setText(this.#skewValue, words.skewValue(apart, within));
      this.#skew.title = words.skewHint(skew.players);
    }
  }

  async #askToRemove({ tab, name }: ViewerRow): Promise<void> {
    const words = messages.admin.removal;
    const title = words.title(shown(name));
    if (await this.#confirm.ask({ title, detail: words.detail, yes: words.yes })) {
      this.dispatchEvent(new CustomEvent("removeviewer", { detail: tab }));
    }
  }

  #rowOf(viewer: ViewerRow): Row {
    const { tab } = viewer;
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
    const ownCopy = h("span", { class: "own quiet small-text", hidden: true }, words.ownCopy);
    const drift = h("span");
    const clockError = h("span", { class: "error quiet small-text" });
    const rtt = h("td", { "data-label": words.rtt });
    const share = h("td", { "data-label": words.share });
    const browser = h("td", { class: "browser", "data-label": words.browser });
    const cohost = h("button", { type: "button", class: "button small" });
    const remove = h("button", { type: "button", class: "button small" }, words.removeShort);
    const row = h(
      "tr",
      {},
      h("th", { scope: "row" }, name, role),
      h("td", {}, mood, ownCopy),
      buffered,
      h("td", { "data-label": words.drift }, drift, clockError),
      rtt,
      share,
      browser,
      h("td", { class: "actions" }, cohost, remove),
    );
    this.#body.append(row);
    const made: Row = {
      row,
      name,
      role,
      state,
      mood,
      ownCopy,
      buffered,
      drift,
      clockError,
      rtt,
      share,
      browser,
      cohost,
      remove,
      viewer,
    };
    cohost.addEventListener("click", () => {
      const detail: Handover = { tab, granted: made.viewer.role === "viewer" };
      this.dispatchEvent(new CustomEvent("cohost", { detail }));
    });
    remove.addEventListener("click", () => void this.#askToRemove(made.viewer));
    this.#rows.set(tab, made);
    return made;
  }

  #fill(row: Row, viewer: ViewerRow, room: RoomMood): void {
    const words = messages.admin.viewers;
    const none = messages.unit.none;
    const told = <T>(value: T | undefined, say: (known: T) => string) =>
      value === undefined ? none : say(value);
    const name = shown(viewer.name);
    setText(row.name, name);
    const role = viewer.role === "admin" ? words.admin : viewer.role === "cohost" ? words.cohost : "";
    setText(row.role, role);
    const mood = viewerMood(viewer, room);
    row.mood.dataset.mood = mood;
    row.state.classList.toggle("problem", mood === "problem");
    setText(row.state, mood === "problem" ? viewerProblem(viewer) : moodWords[mood]);
    setText(
      row.buffered,
      told(room === "empty" ? undefined : viewer.bufferedAheadSeconds, (seconds) => tenths(seconds)),
    );
    setText(row.drift, told(viewer.driftMs, driftInWords));
    setText(
      row.clockError,
      viewer.clockErrorMs === undefined ? "" : messages.sync.within(shortDuration(viewer.clockErrorMs)),
    );
    setText(
      row.share,
      told(viewer.uplinkShare, (share) => words.shareValue(percent(share))),
    );
    setText(
      row.browser,
      told(viewer.browser, (text) => plainText(text, MAX_BROWSER_CHARACTERS)),
    );
    row.ownCopy.hidden = !viewer.ownCopy;
    const cohost = viewer.role === "cohost";
    setText(row.cohost, cohost ? words.takeBackShort : words.makeCohostShort);
    setLabel(row.cohost, cohost ? words.takeBack(name) : words.makeCohost(name));
    setLabel(row.remove, words.remove(name));
    setText(row.rtt, told(viewer.rttMs, shortDuration));
  }
}

/** A name as it is shown. */
function shown(name: string): string {
  return name === "" ? messages.admin.viewers.guest : inSentence(name, MAX_NAME_CHARACTERS);
}

declare global {
  interface HTMLElementTagNameMap {
    "viewers-table": ViewersTable;
  }
}

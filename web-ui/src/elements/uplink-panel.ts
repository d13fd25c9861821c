import { megabits } from "../format.ts";
import { ApiError, type WatchpartyApi } from "../library/api.ts";
import {
  type Delivery,
  type UplinkChoice,
  uplinkChoice,
  uplinkSetting,
  usedBitsPerSecond,
} from "../library/uplink.ts";
import { messages } from "../messages.ts";
import { History } from "../plots/history.ts";
import { page } from "../sync/surroundings.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import { LivePlot } from "./live-plot.ts";
import css from "./uplink-panel.css?inline";

const style = sheet(css);

/** How often the figures are asked for: nothing tells them by itself. */
const LOOK_EVERY_MS = 3_000;

const words = messages.admin.uplink;

const NAMES: ReadonlyMap<string, string> = new Map([
  ["used", messages.admin.plots.used],
  ["estimate", messages.admin.plots.estimate],
]);

/** What the host's line carries and what of it is used, and the setting of it. */
export class UplinkPanel extends HTMLElement {
  static define(tag = "uplink-panel"): void {
    LivePlot.define();
    customElements.get(tag) ?? customElements.define(tag, UplinkPanel);
  }

  readonly #now = h("p", { class: "now quiet small-text" });
  readonly #kind = h(
    "select",
    { class: "field", "aria-label": words.label },
    h("option", { value: "auto" }, words.auto),
    h("option", { value: "fixed" }, words.fixed),
    h("option", { value: "unlimited" }, words.unlimited),
  );
  readonly #megabits = h("input", {
    class: "field",
    type: "number",
    min: 0.1,
    step: "any",
    inputmode: "decimal",
    "aria-label": words.rate,
    "aria-describedby": "hint",
  });
  readonly #fixed = h(
    "div",
    { class: "fixed", hidden: true },
    h("div", { class: "row" }, this.#megabits, h("button", { class: "button" }, words.save)),
    h("p", { id: "hint", class: "quiet small-text" }, words.rateHint),
  );
  readonly #told = h("p", { class: "small-text", role: "status" });
  readonly #plot = h("live-plot");
  readonly #past = new History();
  readonly #form = h("form", { novalidate: true }, this.#now, this.#kind, this.#fixed, this.#told);
  #listeners: AbortController | undefined;
  #api: WatchpartyApi | undefined;
  #setting: string | undefined;
  /** Counts what the host did to the controls: a look that began before does not move them. */
  #touches = 0;

  constructor() {
    super();
    this.#plot.words = {
      heading: messages.admin.plots.uplink,
      say: megabits,
      mark: megabits,
      least: { upTo: 1e6, bothSides: false },
    };
    shadow(this, style).append(h("h2", {}, words.heading), this.#form, this.#plot);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#kind.addEventListener(
      "change",
      () => {
        this.#touches++;
        this.#fixed.hidden = this.#kind.value !== "fixed";
        setText(this.#told, "");
        if (this.#kind.value === "fixed") {
          this.#megabits.focus();
        } else {
          void this.#set({ kind: this.#kind.value === "auto" ? "auto" : "unlimited" });
        }
      },
      { signal },
    );
    this.#megabits.addEventListener("input", () => this.#touches++, { signal });
    this.#form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        void this.#set({ kind: "fixed", megabits: this.#megabits.valueAsNumber });
      },
      { signal },
    );
    const looker = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    signal.addEventListener("abort", () => clearInterval(looker));
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  /** Whom to ask; undefined while nobody is signed in. */
  set api(api: WatchpartyApi | undefined) {
    this.#api = api;
    this.#setting = undefined;
    this.#past.clear();
    this.#draw();
    void this.#look();
  }

  async #look(): Promise<void> {
    if (this.#api === undefined || document.hidden) {
      return;
    }
    const touches = this.#touches;
    try {
      const delivery = await this.#api.delivery(this.#listeners?.signal);
      this.#show(delivery, touches === this.#touches);
    } catch {
      setText(this.#now, "");
    }
  }

  async #set(choice: UplinkChoice): Promise<void> {
    const setting = uplinkSetting(choice);
    if (setting === undefined || this.#api === undefined) {
      this.#tell(messages.error.codes["bad-uplink"], true);
      return;
    }
    try {
      const delivery = await this.#api.setUplink(setting);
      // The answer may still tell the setting before: what was chosen stays in the controls.
      this.#setting = delivery.uplink;
      this.#show(delivery, false);
      this.#tell(words.saved, false);
    } catch (cause) {
      this.#tell(cause instanceof ApiError ? cause.message : words.failed, true);
    }
  }

  #show(delivery: Delivery, mayMove: boolean): void {
    this.#kind.disabled = !delivery.fair;
    if (!delivery.fair) {
      setText(this.#now, words.off);
      return;
    }
    const usedBits = usedBitsPerSecond(delivery);
    const used = megabits(usedBits);
    const whole = delivery.estimateBitsPerSecond ?? delivery.rateBitsPerSecond;
    this.#past.add(
      page.now(),
      new Map([
        ["used", usedBits],
        ["estimate", whole ?? undefined],
      ]),
    );
    this.#draw();
    setText(this.#now, typeof whole === "number" ? words.now(used, megabits(whole)) : words.nowUnknown(used));
    if (delivery.uplink !== this.#setting) {
      // Only a setting that is another one moves the controls: the host may be about to change them.
      this.#setting = delivery.uplink;
      if (!mayMove) {
        return;
      }
      const choice = uplinkChoice(delivery.uplink);
      this.#kind.value = choice?.kind ?? "auto";
      this.#fixed.hidden = choice?.kind !== "fixed";
      if (choice?.kind === "fixed") {
        this.#megabits.value = String(choice.megabits);
      }
    }
  }

  #draw(): void {
    this.#plot.show(this.#past.columns(page.now()), NAMES);
  }

  #tell(text: string, wrong: boolean): void {
    setText(this.#told, text);
    this.#told.classList.toggle("error-text", wrong);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "uplink-panel": UplinkPanel;
  }
}

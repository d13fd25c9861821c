import type { Policy } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import { h, shadow, sheet } from "./dom.ts";
import css from "./policy-panel.css?inline";

const style = sheet(css);

/** The policies that have a switch. */
type Switch = "enforcePausePlay" | "followMode";

/** What `policy` events carry. */
export type PolicyChange = Partial<Pick<Policy, Switch>>;

/** Switches for what viewers may do. Fires `policy` (`CustomEvent<PolicyChange>`); the room's answer moves the switch. */
export class PolicyPanel extends HTMLElement {
  static define(tag = "policy-panel"): void {
    customElements.get(tag) ?? customElements.define(tag, PolicyPanel);
  }

  readonly #switches: Readonly<Record<Switch, HTMLInputElement>> = {
    enforcePausePlay: h("input", {
      type: "checkbox",
      role: "switch",
      "aria-describedby": "enforcePausePlayHint",
    }),
    followMode: h("input", { type: "checkbox", role: "switch", "aria-describedby": "followModeHint" }),
  };
  #listeners: AbortController | undefined;
  #policy: Policy | undefined;

  constructor() {
    super();
    const words = messages.admin.policy;
    const row = (name: Switch, hint: "enforcePausePlayHint" | "followModeHint") => {
      const input = this.#switches[name];
      input.setAttribute("aria-label", words[name]);
      return h(
        "label",
        {},
        words[name],
        input,
        h("span", { id: hint, class: "hint quiet small-text" }, words[hint]),
      );
    };
    shadow(this, style).append(
      h("h2", {}, words.heading),
      row("enforcePausePlay", "enforcePausePlayHint"),
      row("followMode", "followModeHint"),
    );
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    for (const name of ["enforcePausePlay", "followMode"] as const) {
      const input = this.#switches[name];
      input.addEventListener(
        "change",
        () => {
          const detail: PolicyChange = { [name]: input.checked };
          input.checked = this.#policy?.[name] ?? false;
          this.dispatchEvent(new CustomEvent("policy", { detail }));
        },
        { signal },
      );
    }
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  show(policy: Policy | undefined, enabled: boolean): void {
    this.#policy = policy;
    for (const name of ["enforcePausePlay", "followMode"] as const) {
      this.#switches[name].checked = policy?.[name] ?? false;
      this.#switches[name].disabled = !enabled || policy === undefined;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "policy-panel": PolicyPanel;
  }
}

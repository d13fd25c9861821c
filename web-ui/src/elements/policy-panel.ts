import type { OnStall, Policy, WaitForReady } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import { h, shadow, sheet } from "./dom.ts";
import css from "./policy-panel.css?inline";

const style = sheet(css);

/** The policies that have a switch. */
type Switch = "enforcePausePlay" | "followMode" | "chat";

/** The policies that are one of several. */
type Choice = "waitForReady" | "onStall";

const SWITCHES = ["enforcePausePlay", "followMode", "chat"] as const satisfies readonly Switch[];
const CHOICES = ["waitForReady", "onStall"] as const satisfies readonly Choice[];

/** What `policy` events carry. */
export type PolicyChange = Partial<Pick<Policy, Switch | Choice>>;

const words = messages.admin.policy;

const waits: readonly (readonly [WaitForReady, string])[] = [
  ["off", words.waitForReadyOff],
  ["on", words.waitForReadyOn],
  ["everyone", words.waitForReadyEveryone],
];

const stalls: readonly (readonly [OnStall, string])[] = [
  ["let-lag-and-catch-up", words.onStallGoOn],
  ["pause-for-all", words.onStallPause],
];

function choice(name: Choice, options: readonly (readonly [string, string])[]): HTMLSelectElement {
  return h(
    "select",
    { class: "field", "aria-label": words[name], "aria-describedby": `${name}Hint` },
    ...options.map(([value, text]) => h("option", { value }, text)),
  );
}

/** What viewers may do, and for whom the room waits. Fires `policy` (`CustomEvent<PolicyChange>`); the room answers. */
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
    chat: h("input", { type: "checkbox", role: "switch", "aria-describedby": "chatHint" }),
  };
  readonly #choices: Readonly<Record<Choice, HTMLSelectElement>> = {
    waitForReady: choice("waitForReady", waits),
    onStall: choice("onStall", stalls),
  };
  #listeners: AbortController | undefined;
  #policy: Policy | undefined;

  constructor() {
    super();
    const hint = (name: Switch | Choice) =>
      h("span", { id: `${name}Hint`, class: "hint quiet small-text" }, words[`${name}Hint`]);
    for (const name of SWITCHES) {
      this.#switches[name].setAttribute("aria-label", words[name]);
    }
    shadow(this, style).append(
      h("h2", {}, words.heading),
      ...SWITCHES.map((name) => h("label", {}, words[name], this.#switches[name], hint(name))),
      ...CHOICES.map((name) => h("label", { class: "choice" }, words[name], hint(name), this.#choices[name])),
    );
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    const ask = (detail: PolicyChange) => {
      this.#draw();
      this.dispatchEvent(new CustomEvent("policy", { detail }));
    };
    for (const name of SWITCHES) {
      const input = this.#switches[name];
      input.addEventListener("change", () => ask({ [name]: input.checked }), { signal });
    }
    for (const name of CHOICES) {
      const select = this.#choices[name];
      select.addEventListener("change", () => ask({ [name]: select.value }), { signal });
    }
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  show(policy: Policy | undefined, enabled: boolean): void {
    const disabled = !enabled || policy === undefined;
    for (const control of [...Object.values(this.#switches), ...Object.values(this.#choices)]) {
      control.disabled = disabled;
    }
    if (policy !== this.#policy) {
      this.#policy = policy;
      this.#draw();
    }
  }

  /** Shows the room's policy, not what was just asked for: only the room's answer moves a control. */
  #draw(): void {
    for (const name of SWITCHES) {
      this.#switches[name].checked = this.#policy?.[name] ?? false;
    }
    this.#choices.waitForReady.value = this.#policy?.waitForReady ?? "off";
    this.#choices.onStall.value = this.#policy?.onStall ?? "let-lag-and-catch-up";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "policy-panel": PolicyPanel;
  }
}

import encodeQR from "qr";
import { qrPath } from "../library/qr-path.ts";
import { messages } from "../messages.ts";
import { h, icon, setIcon, setText, shadow, sheet } from "./dom.ts";
import css from "./invitation-link.css?inline";

const style = sheet(css);

const COPIED_MS = 2000;

/** The address of a room, to be sent to friends. */
export class InvitationLink extends HTMLElement {
  static define(tag = "invitation-link"): void {
    customElements.get(tag) ?? customElements.define(tag, InvitationLink);
  }

  readonly #link = h("input", {
    class: "field",
    readonly: true,
    "aria-label": messages.admin.invitation.link,
  });
  readonly #copy = h("button", { type: "button", class: "button" }, messages.admin.invitation.copy);
  readonly #code = icon("");
  readonly #told = h("span", { class: "unseen", role: "status" });
  readonly #local = h(
    "p",
    { class: "local quiet small-text", hidden: true },
    messages.admin.invitation.local,
  );
  #listeners: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    shadow(this, style).append(
      h("h2", {}, messages.admin.invitation.heading),
      h("div", { class: "row" }, this.#link, this.#copy, this.#told),
      this.#local,
      this.#code,
    );
    this.#code.setAttribute("class", "code");
    this.#code.setAttribute("role", "img");
    this.#code.setAttribute("aria-label", messages.admin.invitation.code);
    this.#code.removeAttribute("aria-hidden");
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#copy.addEventListener("click", () => void this.#copyLink(), { signal });
    this.#link.addEventListener("focus", () => this.#link.select(), { signal });
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
    clearTimeout(this.#timer);
  }

  set url(url: URL) {
    const here = /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
    this.#link.value = url.href;
    this.#local.hidden = !here;
    // No telephone could open an address of this computer alone.
    this.#code.toggleAttribute("hidden", here);
    const modules = encodeQR(url.href, "raw", { border: 4 });
    this.#code.setAttribute("viewBox", `0 0 ${modules.length} ${modules.length}`);
    setIcon(this.#code, qrPath(modules));
  }

  async #copyLink(): Promise<void> {
    const words = messages.admin.invitation;
    this.#link.select();
    let copied = false;
    try {
      // Absent where the page did not come over https or from this machine.
      await navigator.clipboard.writeText(this.#link.value);
      copied = true;
    } catch {
      this.#link.focus();
    }
    const told = copied ? words.copied : words.select;
    setText(this.#copy, told);
    setText(this.#told, told);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      setText(this.#copy, words.copy);
      setText(this.#told, "");
    }, COPIED_MS);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "invitation-link": InvitationLink;
  }
}

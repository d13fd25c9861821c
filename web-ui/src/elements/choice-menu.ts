import type { ChoiceView } from "../playback/choice.ts";
import css from "./choice-menu.css?inline";
import { h, icon, shadow, sheet } from "./dom.ts";
import { popup } from "./popup.ts";

const style = sheet(css);

/** What a menu is made of. */
export interface MenuParts {
  readonly label: string;
  /** Path of the button's picture. */
  readonly picture: string;
  /** Event (`CustomEvent<string>`, the option's id) that tells of a choice. */
  readonly event: string;
}

/** A button of the controls that opens a choice of one among several. */
export abstract class ChoiceMenu extends HTMLElement {
  readonly #button: HTMLButtonElement;
  readonly #options = h("fieldset");
  readonly #legend: HTMLLegendElement;
  readonly #menu: HTMLElement;
  /** Below the options, and there whatever these are. */
  #more: readonly HTMLElement[] = [];
  readonly #event: string;
  #listeners: AbortController | undefined;

  protected constructor({ label, picture, event }: MenuParts) {
    super();
    this.#button = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": label,
        title: label,
        "aria-expanded": "false",
        "aria-controls": "menu",
      },
      icon(picture),
    );
    this.#legend = h("legend", {}, label);
    this.#menu = h("div", { id: "menu", class: "popup menu", hidden: true }, this.#options);
    this.#event = event;
    shadow(this, [popup, style]).append(this.#menu, this.#button);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#button.addEventListener("click", () => this.#open(!this.open), { signal });
    this.#options.addEventListener(
      "change",
      (event) => {
        if (event.target instanceof HTMLInputElement) {
          this.dispatchEvent(new CustomEvent(this.#event, { detail: event.target.value }));
        }
      },
      { signal },
    );
    this.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && this.open) {
          event.stopPropagation();
          this.#open(false);
          this.#button.focus();
        }
      },
      { signal },
    );
    document.addEventListener(
      "pointerdown",
      (event) => {
        if (this.open && !event.composedPath().includes(this)) {
          this.#open(false);
        }
      },
      { signal },
    );
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  /** Puts more into the menu, below the options. */
  protected add(...more: HTMLElement[]): void {
    this.#more = more;
    this.#menu.append(...more);
  }

  get open(): boolean {
    return !this.#menu.hidden;
  }

  /**
   * Hidden where there is nothing in it.
   *
   * @param on whether the button tells that something is chosen
   */
  protected draw({ options, chosen }: ChoiceView, on: boolean): void {
    this.hidden = options.length === 0 && this.#more.length === 0;
    if (this.hidden) {
      this.#open(false);
    }
    this.#button.classList.toggle("on", on);
    this.#options.hidden = options.length === 0;
    const focused = this.#options.querySelector<HTMLInputElement>("input:focus")?.value;
    this.#options.replaceChildren(
      this.#legend,
      ...options.map(({ id, name }) =>
        h(
          "label",
          {},
          h("input", { type: "radio", name: "choice", value: id, checked: id === chosen }),
          h("bdi", {}, name),
        ),
      ),
    );
    if (focused !== undefined) {
      this.#options.querySelector<HTMLInputElement>(`input[value="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #open(open: boolean): void {
    this.#menu.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) {
      const checked = this.#options.querySelector<HTMLInputElement>("input:checked");
      (checked ?? this.#more[0])?.focus();
    }
  }
}

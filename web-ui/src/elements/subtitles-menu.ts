import { messages } from "../messages.ts";
import { h, icon, shadow, sheet } from "./dom.ts";
import { filePicker } from "./file-picker.ts";
import { icons } from "./icons.ts";
import { popup } from "./popup.ts";
import css from "./subtitles-menu.css?inline";

const style = sheet(css);

/** One track that can be shown. */
export interface SubtitlesOption {
  readonly id: string;
  /** For people. */
  readonly name: string;
}

/** What can be chosen, and what is. The same object means that nothing has changed. */
export interface SubtitlesView {
  readonly options: readonly SubtitlesOption[];
  /** `id` of the track that is shown, undefined for none. */
  readonly chosen: string | undefined;
}

/**
 * A button that opens the choice of subtitles, and of a file of one's own, which is all that there is where the film
 * has none. Fires `subtitles` (`CustomEvent<string>`, the track's id, empty for none) and `picksubtitles`
 * (`CustomEvent<File>`).
 */
export class SubtitlesMenu extends HTMLElement {
  static define(tag = "subtitles-menu"): void {
    customElements.get(tag) ?? customElements.define(tag, SubtitlesMenu);
  }

  readonly #button = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": messages.subtitles.menu,
      title: messages.subtitles.menu,
      "aria-expanded": "false",
      "aria-controls": "menu",
    },
    icon(icons.subtitles),
  );
  readonly #tracks = h("fieldset");
  readonly #own = h("button", { type: "button", class: "button small" }, messages.subtitles.own);
  readonly #input = filePicker(".vtt,.srt", (file) =>
    this.dispatchEvent(new CustomEvent("picksubtitles", { detail: file })),
  );
  readonly #menu = h(
    "div",
    { id: "menu", class: "popup menu", hidden: true },
    this.#tracks,
    this.#own,
    this.#input,
  );
  #view: SubtitlesView | undefined;
  #listeners: AbortController | undefined;

  constructor() {
    super();
    shadow(this, [popup, style]).append(this.#menu, this.#button);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#button.addEventListener("click", () => this.#open(!this.open), { signal });
    this.#tracks.addEventListener(
      "change",
      (event) => {
        if (event.target instanceof HTMLInputElement) {
          this.dispatchEvent(new CustomEvent("subtitles", { detail: event.target.value }));
        }
      },
      { signal },
    );
    this.#own.addEventListener("click", () => this.#input.click(), { signal });
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

  get open(): boolean {
    return !this.#menu.hidden;
  }

  show(view: SubtitlesView): void {
    if (view === this.#view) {
      return;
    }
    this.#view = view;
    this.#tracks.hidden = view.options.length === 0;
    this.#button.classList.toggle("on", view.chosen !== undefined);
    const focused = this.#tracks.querySelector<HTMLInputElement>("input:focus")?.value;
    const off = { id: "", name: messages.subtitles.off };
    this.#tracks.replaceChildren(
      h("legend", {}, messages.subtitles.menu),
      ...[off, ...view.options].map(({ id, name }) =>
        h(
          "label",
          {},
          h("input", { type: "radio", name: "track", value: id, checked: id === (view.chosen ?? "") }),
          h("bdi", {}, name),
        ),
      ),
    );
    if (focused !== undefined) {
      this.#tracks.querySelector<HTMLInputElement>(`input[value="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #open(open: boolean): void {
    this.#menu.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) {
      const [first] = this.#tracks.hidden
        ? []
        : this.#tracks.querySelectorAll<HTMLInputElement>("input:checked");
      (first ?? this.#own).focus();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "subtitles-menu": SubtitlesMenu;
  }
}

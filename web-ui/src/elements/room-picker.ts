import { messages } from "../messages.ts";
import { isRoomName, MAIN_ROOM } from "../playback/media-url.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import css from "./room-picker.css?inline";

const style = sheet(css);

/** Chooses the room that is hosted, and names new ones. Fires `pick` and `make` (`CustomEvent<string>`, the room). */
export class RoomPicker extends HTMLElement {
  static define(tag = "room-picker"): void {
    customElements.get(tag) ?? customElements.define(tag, RoomPicker);
  }

  readonly #select = h("select", { id: "room", class: "field" });
  readonly #new = h("button", { type: "button", class: "button small" }, messages.admin.room.create);
  readonly #row: HTMLElement;
  readonly #name = h("input", {
    id: "name",
    class: "field",
    maxlength: 63,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    placeholder: messages.admin.room.name,
    "aria-label": messages.admin.room.name,
    "aria-describedby": "problem",
    title: messages.admin.room.hint,
  });
  readonly #cancel = h("button", { type: "button", class: "button small" }, messages.admin.room.cancel);
  readonly #problem = h("p", { id: "problem", class: "error-text small-text", role: "alert" });
  readonly #form: HTMLFormElement;
  #listeners: AbortController | undefined;

  constructor() {
    super();
    const words = messages.admin.room;
    this.#row = h("div", { class: "row" }, h("label", { for: "room" }, words.label), this.#select, this.#new);
    this.#form = h(
      "form",
      { hidden: true, novalidate: true },
      this.#name,
      h("button", { type: "submit", class: "button small primary" }, words.make),
      this.#cancel,
      this.#problem,
    );
    shadow(this, style).append(this.#row, this.#form);
    this.show([MAIN_ROOM], MAIN_ROOM);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#select.addEventListener("change", () => this.#fire("pick", this.#select.value), { signal });
    this.#new.addEventListener("click", () => this.#ask(true), { signal });
    this.#cancel.addEventListener("click", () => this.#ask(false), { signal });
    this.#form.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape") {
          this.#ask(false);
        }
      },
      { signal },
    );
    this.#form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        const name = this.#name.value.trim().toLowerCase();
        if (isRoomName(name)) {
          this.#fire("make", name);
        } else {
          this.problem = messages.error.codes["bad-room-name"];
        }
      },
      { signal },
    );
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  /** Leaves a name alone that is being written: lists come when they come. */
  show(rooms: readonly string[], current: string): void {
    const names = rooms.includes(current) ? rooms : [...rooms, current];
    this.#select.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
    this.#select.value = current;
  }

  /** Asks for no name any more. */
  close(): void {
    if (!this.#form.hidden) {
      this.#ask(false);
    }
  }

  set problem(text: string) {
    setText(this.#problem, text);
  }

  #ask(open: boolean): void {
    this.#form.hidden = !open;
    this.#row.hidden = open;
    this.#name.value = "";
    this.problem = "";
    (open ? this.#name : this.#new).focus();
  }

  #fire(type: "pick" | "make", room: string): void {
    this.dispatchEvent(new CustomEvent(type, { detail: room }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "room-picker": RoomPicker;
  }
}

import { filmName, inSentence, plainText } from "../format.ts";
import { moved, QueueDraft } from "../library/queue-draft.ts";
import { messages } from "../messages.ts";
import { nextView } from "../playback/next-film.ts";
import type { RoomClient } from "../sync/room-client.ts";
import { h, icon, iconButton, setText, shadow, sheet } from "./dom.ts";
import { icons } from "./icons.ts";
import css from "./queue-panel.css?inline";

const style = sheet(css);

const MAX_NAME_CHARACTERS = 160;
const DRAW_EVERY_MS = 250;

const words = messages.admin.queue;

/** The films that come next: in order, to be moved and taken off, and the countdown to the first of them. */
export class QueuePanel extends HTMLElement {
  static define(tag = "queue-panel"): void {
    customElements.get(tag) ?? customElements.define(tag, QueuePanel);
  }

  readonly #count = h("p", { class: "quiet small-text", role: "status" });
  readonly #counting = h("p", { class: "counting", role: "timer" });
  readonly #stop = h("button", { type: "button", class: "button small" }, words.stop);
  readonly #now = h("button", { type: "button", class: "button small" });
  readonly #countdown = h("div", { class: "countdown" }, this.#counting, this.#stop, this.#now);
  readonly #told = h("ul", { class: "told small-text" });
  readonly #empty = h("p", { class: "quiet small-text" }, words.empty);
  readonly #hint = h("p", { class: "quiet small-text", id: "hint" }, words.hint);
  readonly #list = h("ol", { "aria-labelledby": "heading", "aria-describedby": "hint" });
  readonly #draft = new QueueDraft();
  #listeners: AbortController | undefined;
  #visit: AbortController | undefined;
  #room: RoomClient | undefined;
  /** A sentence about the host's last change, where it did not go through. */
  #notice = "";
  #drawn: readonly string[] = [];
  #dragged: number | undefined;

  constructor() {
    super();
    shadow(this, style).append(
      h("div", { class: "headline" }, h("h2", { id: "heading" }, words.heading), this.#count),
      this.#countdown,
      h("div", { role: "status" }, this.#told),
      this.#empty,
      this.#list,
      this.#hint,
    );
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#stop.addEventListener("click", () => this.#room?.nextStop(), { signal });
    this.#now.addEventListener("click", () => this.#room?.nextNow(), { signal });
    this.#list.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#listenToDrags(signal);
    const drawer = setInterval(() => this.#drawCountdown(), DRAW_EVERY_MS);
    signal.addEventListener("abort", () => {
      clearInterval(drawer);
      this.#visit?.abort();
    });
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  /** The room whose queue it is; undefined while nobody is signed in. */
  set room(room: RoomClient | undefined) {
    this.#visit?.abort();
    this.#room = room;
    this.#notice = "";
    this.#draft.told(undefined);
    if (room) {
      this.#visit = new AbortController();
      const { signal } = this.#visit;
      room.on("state", () => this.#draw(), signal);
      room.on("refused", ({ code }) => this.#refused(code), signal);
    }
    this.#draw();
  }

  /** Puts a film at the end of the queue. */
  add(path: string): void {
    this.#set([...this.#draft.paths, path]);
  }

  #refused(code: string): void {
    if (code === "stale-queue" || code === "bad-queue" || code === "too-fast" || code === "not-connected") {
      this.#draft.refused();
      this.#notice = code === "stale-queue" ? messages.error.codes[code] : "";
      this.#draw();
    }
  }

  #set(paths: readonly string[]): void {
    const wish = this.#draft.set(paths);
    this.#notice = wish ? "" : words.full;
    if (wish) {
      this.#room?.setQueue(wish.paths, wish.rev);
    }
    this.#draw();
  }

  #move(from: number, to: number): void {
    const paths = moved(this.#draft.paths, from, to);
    if (paths !== this.#draft.paths) {
      this.#set(paths);
    }
  }

  #key(event: KeyboardEvent): void {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    const from = this.#indexOf(event.target);
    if (step !== undefined && from !== undefined) {
      event.preventDefault();
      const action = event.target instanceof HTMLElement ? event.target.dataset.action : undefined;
      this.#move(from, from + step);
      this.#focus(from + step, action ?? "up");
    }
  }

  #listenToDrags(signal: AbortSignal): void {
    const list = this.#list;
    const clear = () => {
      this.#dragged = undefined;
      for (const row of list.children) {
        row.classList.remove("dragged", "above", "below");
      }
    };
    list.addEventListener(
      "dragstart",
      (event) => {
        this.#dragged = this.#indexOf(event.target);
        if (this.#dragged !== undefined && event.dataTransfer) {
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", this.#draft.paths[this.#dragged] ?? "");
          list.children[this.#dragged]?.classList.add("dragged");
        }
      },
      { signal },
    );
    list.addEventListener(
      "dragover",
      (event) => {
        const over = this.#indexOf(event.target);
        const from = this.#dragged;
        if (from === undefined) {
          return;
        }
        event.preventDefault();
        [...list.children].forEach((row, i) => {
          row.classList.toggle("above", i === over && i < from);
          row.classList.toggle("below", i === over && i > from);
        });
      },
      { signal },
    );
    list.addEventListener(
      "drop",
      (event) => {
        const from = this.#dragged;
        const to = this.#indexOf(event.target);
        event.preventDefault();
        clear();
        if (from !== undefined && to !== undefined) {
          this.#move(from, to);
        }
      },
      { signal },
    );
    list.addEventListener("dragend", clear, { signal });
  }

  #indexOf(target: EventTarget | null): number | undefined {
    const row = target instanceof Node ? [...this.#list.children].findIndex((it) => it.contains(target)) : -1;
    return row < 0 ? undefined : row;
  }

  #draw(): void {
    const queue = this.#room?.state.queue;
    this.#draft.told(queue);
    const { paths } = this.#draft;
    setText(this.#count, paths.length === 0 ? "" : words.count(paths.length));
    this.#empty.hidden = paths.length > 0;
    this.#hint.hidden = paths.length < 2;
    this.#list.hidden = paths.length === 0;
    const told = [
      this.#notice,
      queue?.stuck === undefined ? "" : words.stuck(words.stuckReasons[queue.stuck]),
      ...(queue?.skipped ?? []).map(({ path, reason }) =>
        words.skipped(shown(path), words.skipReasons[reason]),
      ),
    ].filter((sentence) => sentence !== "");
    if ([...this.#told.children].map(({ textContent }) => textContent).join() !== told.join()) {
      this.#told.replaceChildren(...told.map((sentence) => h("li", {}, sentence)));
    }
    this.#drawList(paths);
    this.#drawCountdown();
  }

  #drawList(paths: readonly string[]): void {
    if (paths.length === this.#drawn.length && paths.every((path, i) => path === this.#drawn[i])) {
      return;
    }
    const focused = this.shadowRoot?.activeElement;
    const place = this.#indexOf(focused ?? null);
    const action = focused instanceof HTMLElement ? focused.dataset.action : undefined;
    this.#drawn = paths;
    this.#list.replaceChildren(...paths.map((path, i) => this.#row(path, i, paths.length)));
    if (place !== undefined && action !== undefined) {
      this.#focus(place, action);
    }
  }

  #row(path: string, index: number, length: number): HTMLElement {
    const name = shown(path);
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const button = (action: string, label: string, picture: string, act: () => void) => {
      const made = iconButton(label, picture);
      made.dataset.action = action;
      made.addEventListener("click", act);
      return made;
    };
    const step = (action: "up" | "down", to: number, label: string, picture: string) => {
      const made = button(action, label, picture, () => {
        this.#move(index, to);
        this.#focus(to, action);
      });
      made.disabled = to < 0 || to >= length;
      return made;
    };
    return h(
      "li",
      { draggable: "true" },
      icon(icons.grip),
      h(
        "div",
        { class: "film" },
        h("bdi", { class: "name" }, name),
        h("bdi", { class: "folder quiet small-text" }, plainText(folder, MAX_NAME_CHARACTERS)),
      ),
      h(
        "div",
        { class: "act" },
        step("up", index - 1, words.up(name), icons.up),
        step("down", index + 1, words.down(name), icons.down),
        button("remove", words.remove(name), icons.close, () => {
          this.#set(this.#draft.paths.toSpliced(index, 1));
          this.#focus(Math.min(index, this.#draft.paths.length - 1), "remove");
        }),
      ),
    );
  }

  /** The keyboard stays with the film that it moved, at an end on the button that still does something. */
  #focus(index: number, action: string): void {
    const row = this.#list.children[Math.max(0, Math.min(index, this.#list.children.length - 1))];
    const wanted = row?.querySelector<HTMLButtonElement>(`[data-action="${action}"]`);
    const able = wanted?.disabled ? row?.querySelector<HTMLButtonElement>("button:enabled") : wanted;
    able?.focus();
  }

  #drawCountdown(): void {
    const state = this.#room?.state;
    const next = state?.next;
    const open = state?.connection.kind === "open";
    this.#countdown.hidden = next === undefined && (this.#draft.paths.length === 0 || !state?.staged);
    this.#stop.hidden = next === undefined;
    this.#stop.disabled = !open;
    this.#now.disabled = !open;
    setText(this.#now, next ? words.now : words.skip);
    const view = next && nextView(next, this.#room?.serverNow());
    setText(this.#counting, view ? words.counting(view.name, view.secondsLeft) : "");
    this.toggleAttribute("data-counting", view !== undefined);
  }
}

function shown(path: string): string {
  return inSentence(filmName(path), MAX_NAME_CHARACTERS);
}

declare global {
  interface HTMLElementTagNameMap {
    "queue-panel": QueuePanel;
  }
}

import { byteSize, plainText, shortDate } from "../format.ts";
import { ApiError, type LibraryEntry, type WatchpartyApi } from "../library/api.ts";
import { crumbs, matching, modifiedMs, stagedMark } from "../library/browse.ts";
import { type Forecast, forecastView } from "../library/forecast.ts";
import { ForecastsInSight } from "../library/forecasts-in-sight.ts";
import { LibrarySearch } from "../library/library-search.ts";
import { messages } from "../messages.ts";
import { page } from "../sync/surroundings.ts";
import { h, icon, iconButton, setText, shadow, sheet } from "./dom.ts";
import { icons } from "./icons.ts";
import css from "./library-browser.css?inline";

const style = sheet(css);

/** Rows drawn at once; a folder may hold 10,000. */
const PAGE_SIZE = 400;

const MAX_NAME_CHARACTERS = 200;

/** A pointer that only passes over a film asks nothing. */
const LINGER_MS = 150;

/**
 * Browses the folders of the library and stages a film. Fires `enqueue` (`CustomEvent<string>`, the path) for one that
 * is to come later, and `unauthorised` when the key is no longer accepted.
 */
export class LibraryBrowser extends HTMLElement {
  static define(tag = "library-browser"): void {
    customElements.get(tag) ?? customElements.define(tag, LibraryBrowser);
  }

  readonly #count = h("p", { class: "quiet small-text", role: "status" });
  readonly #refresh = iconButton(messages.admin.library.refresh, icons.refresh);
  readonly #crumbs = h("ol");
  readonly #filter = h("input", {
    class: "field",
    type: "search",
    placeholder: messages.admin.library.filter,
    "aria-label": messages.admin.library.filter,
    spellcheck: "false",
    autocomplete: "off",
    maxlength: 200,
  });
  readonly #problem = h("p", { class: "problem error-text small-text", role: "alert" });
  readonly #list = h("div", { class: "list" });
  readonly #search = new LibrarySearch({
    ask: (text, signal) => this.#api?.search(text, signal) ?? Promise.reject(new Error("signed out")),
    after: (delayMs, action) => page.after(delayMs, action),
    changed: () => this.#draw(),
  });
  #listeners: AbortController | undefined;
  #asking: AbortController | undefined;
  #api: WatchpartyApi | undefined;
  #room = "main";
  #path = "";
  #entries: readonly LibraryEntry[] = [];
  #reading = false;
  #failed = false;
  #shown = PAGE_SIZE;
  #stagedPath: string | undefined;
  #staging: string | undefined;
  #viewersHere = 0;
  /** What is looked at, and what the line can do for it. */
  #looked: { readonly path: string; readonly forecast: Forecast | undefined } | undefined;
  #looking: AbortController | undefined;
  readonly #inSight = new ForecastsInSight({
    ask: (path, signal) => this.#api?.forecast(path, signal) ?? Promise.reject(new Error("signed out")),
    changed: () => this.#drawForecast(),
  });
  /** Sees which films are on the screen, where no pointer hovers that could tell what is looked at. */
  #eyes: IntersectionObserver | undefined;

  constructor() {
    super();
    const words = messages.admin.library;
    shadow(this, style).append(
      h(
        "header",
        {},
        h("div", { class: "headline" }, h("h2", {}, words.heading), this.#count, this.#refresh),
        h("nav", { "aria-label": words.path }, this.#crumbs),
        this.#filter,
      ),
      this.#problem,
      this.#list,
    );
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#filter.addEventListener("input", () => this.#filterChanged(), { signal });
    for (const type of ["pointerover", "focusin"] as const) {
      this.#list.addEventListener(type, ({ target }) => this.#lookAt(target), { signal });
    }
    for (const part of [this.#filter, this.#list]) {
      part.addEventListener("keydown", (event) => this.#key(event), { signal });
    }
    this.#refresh.addEventListener("click", () => void this.open(this.#path), { signal });
    if (matchMedia("(hover: none)").matches) {
      this.#eyes = new IntersectionObserver((seen) => this.#see(seen));
      signal.addEventListener("abort", () => this.#eyes?.disconnect());
    }
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
    this.#asking?.abort();
    this.#looking?.abort();
    this.#inSight.forget();
    this.#search.look("");
  }

  /** How many viewers are in the room, for the forecast. */
  set viewersHere(count: number) {
    if (count !== this.#viewersHere) {
      this.#viewersHere = count;
      this.#drawForecast();
    }
  }

  set api(api: WatchpartyApi | undefined) {
    this.#api = api;
  }

  set room(room: string) {
    this.#room = room;
  }

  /** Marks what is on. */
  set stagedPath(path: string | undefined) {
    if (path !== this.#stagedPath) {
      this.#stagedPath = path;
      this.#draw();
    }
  }

  /** Reads and shows a folder, the root by an empty path. */
  async open(path: string): Promise<void> {
    const api = this.#api;
    if (!api) {
      return;
    }
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    if (path !== this.#path) {
      this.#path = path;
      this.#filter.value = "";
      this.#search.look("");
      this.#entries = [];
      this.#list.scrollTop = 0;
    }
    this.#shown = PAGE_SIZE;
    this.#inSight.forget();
    this.#reading = true;
    this.#failed = false;
    setText(this.#problem, "");
    this.#drawCrumbs();
    this.#draw();
    try {
      this.#entries = await api.folder(path, signal);
    } catch (cause) {
      if (signal.aborted) {
        return;
      }
      this.#entries = [];
      this.#failed = true;
      this.#tell(cause, messages.admin.library.failed);
    }
    this.#reading = false;
    this.#draw();
  }

  async #stage(entry: LibraryEntry): Promise<void> {
    if (!this.#api || this.#staging !== undefined) {
      return;
    }
    this.#staging = entry.path;
    setText(this.#problem, "");
    this.#draw();
    try {
      await this.#api.stage(this.#room, entry.path);
      this.#stagedPath = entry.path;
    } catch (cause) {
      this.#tell(cause, messages.admin.library.stageFailed);
    }
    this.#staging = undefined;
    this.#draw();
  }

  /** Asks what the line can do for the film under the pointer or the keyboard's focus. */
  #lookAt(target: EventTarget | null): void {
    const entry = target instanceof Element ? target.closest<HTMLElement>("[data-film]") : null;
    const path = entry?.dataset.film;
    if (path === undefined || path === this.#looked?.path) {
      return;
    }
    this.#looking?.abort();
    this.#looking = new AbortController();
    const { signal } = this.#looking;
    this.#looked = { path, forecast: undefined };
    this.#drawForecast();
    setTimeout(() => void this.#ask(path, signal), LINGER_MS);
  }

  async #ask(path: string, signal: AbortSignal): Promise<void> {
    try {
      const forecast = signal.aborted ? undefined : await this.#api?.forecast(path, signal);
      if (!signal.aborted) {
        this.#looked = { path, forecast };
        this.#drawForecast();
      }
    } catch {
      // Nothing is told of what cannot be told: staging says what is wrong with a file.
    }
  }

  #see(seen: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of seen) {
      const path = target instanceof HTMLElement ? target.dataset.film : undefined;
      if (path !== undefined && target.isConnected) {
        if (isIntersecting) {
          this.#inSight.enter(path);
        } else {
          this.#inSight.leave(path);
        }
      }
    }
  }

  #films(): NodeListOf<HTMLElement> {
    return this.#list.querySelectorAll<HTMLElement>("[data-film]");
  }

  #drawForecast(): void {
    const looked = this.#looked;
    for (const entry of this.#films()) {
      const told = entry.querySelector<HTMLElement>(".forecast");
      const path = entry.dataset.film ?? "";
      const forecast = (path === looked?.path ? looked.forecast : undefined) ?? this.#inSight.told(path);
      const view = forecastView(forecast, this.#viewersHere);
      if (told) {
        setText(told, view?.text ?? "");
        told.classList.toggle("short", view?.short ?? false);
      }
    }
  }

  #tell(cause: unknown, otherwise: string): void {
    if (cause instanceof ApiError && cause.status === 403) {
      this.dispatchEvent(new Event("unauthorised"));
    }
    setText(this.#problem, cause instanceof ApiError ? cause.message : otherwise);
  }

  #filterChanged(): void {
    this.#shown = PAGE_SIZE;
    this.#search.look(this.#filter.value);
    this.#draw();
  }

  /** The arrows go from the field to what was found, and from row to row. */
  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const rows = [...this.#list.querySelectorAll("li")];
    const focused = this.shadowRoot?.activeElement;
    const at = focused ? rows.findIndex((row) => row.contains(focused)) : -1;
    if (at < 0 && step < 0) {
      return;
    }
    event.preventDefault();
    const row = rows[at + step];
    const target =
      at + step < 0
        ? this.#filter
        : (row?.querySelector<HTMLElement>(".act .button, button.name") ?? row?.querySelector("button"));
    target?.focus();
  }

  #drawCrumbs(): void {
    const steps = [{ name: messages.admin.library.root, path: "" }, ...crumbs(this.#path)];
    this.#crumbs.replaceChildren(
      ...steps.map(({ name, path }, i) => {
        const button = h(
          "button",
          { type: "button", "aria-current": i === steps.length - 1 ? "page" : undefined },
          h("bdi", {}, plainText(name, MAX_NAME_CHARACTERS)),
        );
        button.addEventListener("click", () => void this.open(path));
        return h("li", {}, button);
      }),
    );
  }

  #draw(): void {
    this.#drawRows();
    this.#eyes?.disconnect();
    for (const film of this.#films()) {
      this.#eyes?.observe(film);
    }
  }

  #drawRows(): void {
    const words = messages.admin.library;
    const found = matching(this.#entries, this.#filter.value);
    const elsewhere = this.#foundElsewhere(found);
    setText(
      this.#count,
      this.#entries.length === 0
        ? ""
        : words.count(
            found.length === this.#entries.length ? words.items(found.length) : String(found.length),
            words.items(this.#entries.length),
          ),
    );
    const focused = this.#focusedPath();
    if (found.length === 0) {
      this.#list.replaceChildren(...(elsewhere ?? [this.#nothingFound()]));
      this.#refocus(focused);
      return;
    }
    const rows = found.slice(0, this.#shown).map((entry) => this.#row(entry));
    this.#list.replaceChildren(h("ul", {}, ...rows));
    const left = found.length - rows.length;
    if (left > 0) {
      const more = h("button", { type: "button", class: "button small more" }, words.more(String(left)));
      more.addEventListener("click", () => {
        this.#shown += PAGE_SIZE;
        this.#draw();
      });
      this.#list.append(more);
    }
    this.#list.append(...(elsewhere ?? []));
    this.#drawForecast();
    this.#refocus(focused);
  }

  /** What the search of all folders says, undefined where nothing is searched for. */
  #foundElsewhere(here: readonly LibraryEntry[]): HTMLElement[] | undefined {
    const words = messages.admin.library;
    const { state } = this.#search;
    if (state.kind === "idle") {
      return undefined;
    }
    const said = (sentence: string) => h("p", { class: "said quiet small-text", role: "status" }, sentence);
    const heading = h("h3", { class: "elsewhere" }, words.elsewhere);
    if (state.kind === "failed") {
      const { cause } = state;
      return [heading, said(cause instanceof ApiError ? cause.message : words.failed)];
    }
    const known = new Set(here.map(({ path }) => path));
    const entries = state.entries.filter(({ path }) => !known.has(path));
    const sentence =
      state.kind === "searching"
        ? words.searching
        : entries.length === 0
          ? words.nothingElsewhere(plainText(this.#filter.value, 40))
          : state.complete
            ? words.items(entries.length)
            : words.manyMore(String(entries.length));
    return [heading, said(sentence), h("ul", {}, ...entries.map((entry) => this.#row(entry, true)))];
  }

  #refocus(path: string | undefined): void {
    if (path !== undefined) {
      this.#list.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus();
    }
  }

  /** Rows are drawn anew, the keyboard's place among them stays. */
  #focusedPath(): string | undefined {
    const focused = this.shadowRoot?.activeElement;
    return focused instanceof HTMLElement ? focused.dataset.path : undefined;
  }

  #nothingFound(): HTMLElement {
    const words = messages.admin.library;
    const text = (sentence: string) => h("div", { class: "message" }, h("p", {}, sentence));
    if (this.#reading) {
      return text(words.loading);
    }
    if (this.#failed) {
      const again = h("button", { type: "button", class: "button small" }, words.refresh);
      again.addEventListener("click", () => void this.open(this.#path));
      return h("div", { class: "message" }, again);
    }
    if (this.#entries.length > 0) {
      return text(words.filterEmpty(plainText(this.#filter.value, 40)));
    }
    if (this.#path !== "") {
      return text(words.empty);
    }
    return h("div", { class: "message" }, h("h3", {}, words.emptyRootTitle), h("p", {}, words.emptyRoot));
  }

  /** @param away whether it lies in another folder, which is then told */
  #row(entry: LibraryEntry, away = false): HTMLElement {
    const words = messages.admin.library;
    const mark = stagedMark(entry, this.#stagedPath);
    const name = plainText(entry.name, MAX_NAME_CHARACTERS);
    const folder = entry.type === "directory";
    const modified = modifiedMs(entry.modifiedAt);
    const facts = h(
      "div",
      { class: "facts" },
      h("span", { class: "size" }, folder || entry.sizeBytes === undefined ? "" : byteSize(entry.sizeBytes)),
      h("span", { class: "date" }, modified === undefined ? "" : shortDate(modified, Date.now())),
      h("span", { class: "forecast", role: "status" }),
    );
    const act = h("div", { class: "act" });
    let title: HTMLElement;
    if (folder) {
      title = h(
        "button",
        { type: "button", class: "name", "aria-label": words.openFolder(name), "data-path": entry.path },
        h("bdi", {}, name),
      );
      title.addEventListener("click", () => void this.open(entry.path));
    } else {
      title = h("span", { class: "name" }, h("bdi", {}, name));
    }
    if (!folder) {
      const queue = iconButton(messages.admin.queue.add(name), icons.add);
      queue.dataset.path = `+${entry.path}`;
      queue.addEventListener("click", () =>
        this.dispatchEvent(new CustomEvent("enqueue", { detail: entry.path })),
      );
      act.append(queue);
    }
    if (mark !== undefined) {
      act.append(h("span", { class: "badge" }, mark === "staged" ? words.staged : words.stagedInside));
    } else if (!folder) {
      const staging = this.#staging === entry.path;
      const stage = h(
        "button",
        {
          type: "button",
          class: "button small",
          "aria-label": words.stageNamed(name),
          "data-path": entry.path,
          disabled: this.#staging !== undefined,
        },
        staging ? words.staging : words.stage,
      );
      stage.addEventListener("click", () => void this.#stage(entry));
      act.append(stage);
    }
    if (away) {
      const above = entry.path.slice(0, Math.max(0, entry.path.lastIndexOf("/")));
      const where = above === "" ? words.root : plainText(above, MAX_NAME_CHARACTERS);
      facts.append(h("span", { class: "where quiet small-text" }, h("bdi", {}, where)));
    }
    return h(
      "li",
      { class: `entry ${mark ?? ""}`, "data-film": folder ? undefined : entry.path },
      icon(folder ? icons.folder : icons.film),
      title,
      facts,
      act,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "library-browser": LibraryBrowser;
  }
}

import type { LibraryEntry, SearchAnswer } from "./api.ts";

/** A pause in typing that is worth a question. */
export const PAUSE_MS = 200;

export type SearchState =
  | { readonly kind: "idle" }
  | { readonly kind: "searching"; readonly entries: readonly LibraryEntry[] }
  | { readonly kind: "found"; readonly entries: readonly LibraryEntry[]; readonly complete: boolean }
  | { readonly kind: "failed"; readonly cause: unknown };

export interface SearchOptions {
  readonly ask: (text: string, signal: AbortSignal) => Promise<SearchAnswer>;
  /** Runs later what is given to it, and returns how to take that back. */
  readonly after: (delayMs: number, action: () => void) => () => void;
  readonly changed: () => void;
}

/**
 * A search as somebody types: asks in the pauses, one question at a time, and forgets the answer to an older one. What
 * was found stays in sight until something else is.
 */
export class LibrarySearch {
  readonly #options: SearchOptions;
  #state: SearchState = { kind: "idle" };
  #text = "";
  #cancel: () => void = () => {};
  #asking: AbortController | undefined;

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  get state(): SearchState {
    return this.#state;
  }

  /** Looks for a text, for nothing where it is blank. */
  look(text: string): void {
    const wanted = text.trim();
    if (wanted === this.#text) {
      return;
    }
    this.#text = wanted;
    this.#cancel();
    this.#asking?.abort();
    if (wanted === "") {
      this.#become({ kind: "idle" });
      return;
    }
    const { state } = this;
    this.#become({ kind: "searching", entries: "entries" in state ? state.entries : [] });
    this.#cancel = this.#options.after(PAUSE_MS, () => void this.#ask(wanted));
  }

  async #ask(text: string): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    let state: SearchState;
    try {
      const { entries, complete } = await this.#options.ask(text, signal);
      state = { kind: "found", entries, complete };
    } catch (cause) {
      state = { kind: "failed", cause };
    }
    if (!signal.aborted) {
      this.#become(state);
    }
  }

  #become(state: SearchState): void {
    this.#state = state;
    this.#options.changed();
  }
}

import type { Forecast } from "./forecast.ts";

export interface SightOptions {
  readonly ask: (path: string, signal: AbortSignal) => Promise<Forecast>;
  /** Is told when more is known. */
  readonly changed: () => void;
}

/**
 * What the line can do for the films on a screen that nothing hovers over, asked one after the other. A film that has
 * left the screen before its turn is not asked about; what was told is kept until `forget`.
 */
export class ForecastsInSight {
  readonly #options: SightOptions;
  readonly #waiting = new Set<string>();
  /** Undefined for what could not be told. */
  readonly #told = new Map<string, Forecast | undefined>();
  #asking: AbortController | undefined;

  constructor(options: SightOptions) {
    this.#options = options;
  }

  told(path: string): Forecast | undefined {
    return this.#told.get(path);
  }

  enter(path: string): void {
    if (!this.#told.has(path)) {
      this.#waiting.add(path);
      void this.#askInTurn();
    }
  }

  leave(path: string): void {
    this.#waiting.delete(path);
  }

  /** The films are others, or the line may be another one. */
  forget(): void {
    this.#asking?.abort();
    this.#asking = undefined;
    this.#waiting.clear();
    this.#told.clear();
  }

  async #askInTurn(): Promise<void> {
    if (this.#asking) {
      return;
    }
    const asking = new AbortController();
    this.#asking = asking;
    const { signal } = asking;
    // What enters meanwhile comes last, what leaves is left out.
    for (const path of this.#waiting) {
      const forecast = await this.#options.ask(path, signal).catch(() => undefined);
      if (signal.aborted) {
        return;
      }
      this.#waiting.delete(path);
      this.#told.set(path, forecast);
      this.#options.changed();
    }
    this.#asking = undefined;
  }
}

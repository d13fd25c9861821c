/** What a plot shows. */
export interface Columns {
  /** Seconds before now, ascending up to 0. */
  readonly seconds: readonly number[];
  readonly series: readonly Series[];
}

export interface Series {
  readonly key: string;
  /** One for each of the seconds; null where it was not known. */
  readonly values: readonly (number | null)[];
  /** The newest that is known. */
  readonly latest: number;
  /** The one furthest from 0. */
  readonly largest: number;
}

export interface HistoryBounds {
  readonly spanMs: number;
  /** Moments that are kept, the newest. */
  readonly most: number;
  /** Series that are kept, the first ones: more lines than these nobody can tell apart. */
  readonly mostSeries: number;
}

/** The last two minutes at one moment a second, of as many lines as there are dashes to tell them by. */
export const TWO_MINUTES: HistoryBounds = { spanMs: 120_000, most: 130, mostSeries: 8 };

/**
 * The recent past of some figures that are looked at together: a ring buffer for the moments and one for each series.
 * A series whose last figure has left the window is forgotten, and makes room for another.
 */
export class History {
  readonly #bounds: HistoryBounds;
  readonly #times: Float64Array;
  readonly #series = new Map<string, Float64Array>();
  #next = 0;
  #length = 0;

  constructor(bounds: HistoryBounds = TWO_MINUTES) {
    this.#bounds = bounds;
    this.#times = new Float64Array(bounds.most);
  }

  /**
   * Takes in what is known at a moment.
   *
   * @param nowMs monotonic milliseconds
   */
  add(nowMs: number, figures: ReadonlyMap<string, number | undefined>): void {
    const { most, mostSeries } = this.#bounds;
    const slot = this.#next;
    this.#times[slot] = nowMs;
    this.#next = (slot + 1) % most;
    this.#length = Math.min(this.#length + 1, most);
    for (const values of this.#series.values()) {
      values[slot] = Number.NaN;
    }
    this.#forget(nowMs);
    for (const [key, figure] of figures) {
      let values = this.#series.get(key);
      if (values === undefined && figure !== undefined && this.#series.size < mostSeries) {
        values = new Float64Array(most).fill(Number.NaN);
        this.#series.set(key, values);
      }
      if (values) {
        values[slot] = figure ?? Number.NaN;
      }
    }
  }

  clear(): void {
    this.#series.clear();
    this.#length = 0;
    this.#next = 0;
  }

  columns(nowMs: number): Columns {
    const slots = this.#slots(nowMs);
    return {
      seconds: slots.map((slot) => Math.min(0, ((this.#times[slot] ?? nowMs) - nowMs) / 1000)),
      series: [...this.#series].flatMap(([key, ring]) => {
        const values = slots.map((slot) => known(ring[slot]));
        const told = values.filter((value) => value !== null);
        const latest = told.at(-1);
        return latest === undefined
          ? []
          : [{ key, values, latest, largest: told.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a)) }];
      }),
    };
  }

  /** Those within the window, oldest first. */
  #slots(nowMs: number): number[] {
    const { most, spanMs } = this.#bounds;
    return Array.from(
      { length: this.#length },
      (_, i) => (this.#next - this.#length + i + most) % most,
    ).filter((slot) => nowMs - (this.#times[slot] ?? 0) <= spanMs);
  }

  #forget(nowMs: number): void {
    const slots = this.#slots(nowMs);
    for (const [key, ring] of this.#series) {
      if (slots.every((slot) => known(ring[slot]) === null)) {
        this.#series.delete(key);
      }
    }
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

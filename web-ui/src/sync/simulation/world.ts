import type { Cancel, Surroundings } from "../surroundings.ts";

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly action: () => void;
  cancelled: boolean;
}

/** Repeatable chance, uniform in [0, 1): mulberry32. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A world whose time passes only by what happens in it. `nowMs` is true time; nobody inside can read it. */
export class World {
  readonly random: () => number;
  #nowMs = 0;
  #order = 0;
  readonly #heap: Due[] = [];

  constructor(seed: number) {
    this.random = chance(seed);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  /** Acts in the order of time, then of asking. */
  at(atMs: number, action: () => void): Cancel {
    const due: Due = { atMs: Math.max(atMs, this.#nowMs), order: this.#order++, action, cancelled: false };
    this.#push(due);
    return () => {
      due.cancelled = true;
    };
  }

  after(delayMs: number, action: () => void): Cancel {
    return this.at(this.#nowMs + Math.max(0, delayMs), action);
  }

  /** Lets true time pass. */
  run(forMs: number): void {
    const endMs = this.#nowMs + forMs;
    for (let due = this.#heap[0]; due !== undefined && due.atMs <= endMs; due = this.#heap[0]) {
      this.#pop();
      if (!due.cancelled) {
        this.#nowMs = due.atMs;
        due.action();
      }
    }
    this.#nowMs = endMs;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let index = heap.push(due) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Due;
      if (earlier(above, due)) {
        break;
      }
      heap[index] = above;
      index = parent;
    }
    heap[index] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Due;
    if (heap.length === 0) {
      return;
    }
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) {
        break;
      }
      if (child + 1 < heap.length && earlier(heap[child + 1] as Due, heap[child] as Due)) {
        child++;
      }
      if (earlier(last, heap[child] as Due)) {
        break;
      }
      heap[index] = heap[child] as Due;
      index = child;
    }
    heap[index] = last;
  }
}

function earlier(one: Due, other: Due): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}

/** A machine: a clock that is off and runs at its own speed, timers that are late, and a lid that closes. */
export class Machine implements Surroundings {
  readonly #world: World;
  readonly #startMs: number;
  readonly #skew: number;
  readonly #granularityMs: number;
  readonly random: () => number;
  #sleptMs = 0;
  #wallStepMs = 0;
  /** Timers fire no more often than this: 0 in front, 1,000 or 60,000 in a hidden tab. */
  throttleMs = 0;
  hidden = false;

  constructor(world: World, { skewPpm = 0, startMs = world.between(1_000, 1e6), granularityMs = 0.1 } = {}) {
    this.#world = world;
    this.#startMs = startMs - world.nowMs;
    this.#skew = skewPpm / 1e6;
    this.#granularityMs = granularityMs;
    this.random = world.random;
  }

  now(): number {
    const exact = this.#startMs + (this.#world.nowMs - this.#sleptMs) * (1 + this.#skew);
    return Math.floor(exact / this.#granularityMs) * this.#granularityMs;
  }

  wallNow(): number {
    return 1_700_000_000_000 + this.#world.nowMs + this.#wallStepMs;
  }

  after(delayMs: number, action: () => void): Cancel {
    const lateMs = this.#world.between(0, 2);
    return this.#world.after(Math.max(delayMs, this.throttleMs) / (1 + this.#skew) + lateMs, action);
  }

  /** The monotonic clock stood still for a while; the wall clock did not. */
  slept(forMs: number): void {
    this.#sleptMs += forMs;
  }

  stepWallClock(byMs: number): void {
    this.#wallStepMs += byMs;
  }
}

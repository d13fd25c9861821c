import type { World } from "./world.ts";

/** One direction of a route, milliseconds. */
export interface OneWay {
  readonly delayMs: number;
  /** Uniform part of the delay by which messages differ, either way. */
  readonly jitter?: number;
  /** Part of the messages whose first packet is lost: they, and those behind them, come a retransmission later. */
  readonly loss?: number;
}

const RETRANSMISSION_MS = 250;

/** A TCP connection's one direction: nothing is lost, nothing overtakes. */
export class Pipe {
  readonly #world: World;
  readonly #way: OneWay;
  #lastMs = 0;
  cut = false;

  constructor(world: World, way: OneWay) {
    this.#world = world;
    this.#way = way;
  }

  carry(action: () => void): void {
    const { delayMs, jitter = 0, loss = 0 } = this.#way;
    const lostMs = this.#world.random() < loss ? RETRANSMISSION_MS + delayMs : 0;
    const arrivesMs = this.#world.nowMs + delayMs * (1 + jitter * this.#world.between(-1, 1)) + lostMs;
    this.#lastMs = Math.max(this.#lastMs, arrivesMs);
    this.#world.at(this.#lastMs, () => {
      if (!this.cut) {
        action();
      }
    });
  }
}

import type { ChatLine } from "../generated/protocol.ts";

/** As many as the room keeps. */
const MAX_LINES = 200;

/** What was said in the room, as a page knows it: in the order of the lines' numbers, the last 200. */
export class ChatLog {
  #lines: readonly ChatLine[] = [];

  get lines(): readonly ChatLine[] {
    return this.#lines;
  }

  /** Number of the newest line, 0 where there is none. */
  get lastId(): number {
    return this.#lines.at(-1)?.id ?? 0;
  }

  /** Takes the room's word for all that was said. */
  replace(lines: readonly ChatLine[]): void {
    this.#lines = lines.slice(-MAX_LINES);
  }

  /** Forgets these lines; those that are not here are no matter. */
  remove(ids: readonly number[]): void {
    const gone = new Set(ids);
    this.#lines = this.#lines.filter(({ id }) => !gone.has(id));
  }

  /** Takes in what is new of these; the room may say a line twice to who has just come. */
  add(lines: readonly ChatLine[]): void {
    const news = lines.filter(({ id }) => id > this.lastId);
    if (news.length > 0) {
      this.#lines = [...this.#lines, ...news].slice(-MAX_LINES);
    }
  }
}

import type { ChatLine } from "../generated/protocol.ts";

/** Counts the lines of others that came while nobody looked. */
export class Unread {
  #seenId: number | undefined;
  #toldId: number | undefined;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /**
   * The room told all of itself. What was said before it did so for the first time is nothing to catch up on; a chat
   * whose numbers begin anew is another one.
   *
   * @param newestId number of the newest line, 0 where there is none
   */
  welcomed(newestId: number): void {
    if (newestId !== this.#toldId) {
      this.#toldId = newestId;
      this.#seenId = Math.min(newestId, this.#seenId ?? newestId);
    }
  }

  /**
   * What is known of the chat now.
   *
   * @param looking whether it can be seen
   */
  update(lines: readonly ChatLine[], ownTab: string | undefined, looking: boolean): void {
    if (this.#seenId === undefined) {
      return;
    }
    const newestId = looking ? (lines.at(-1)?.id ?? 0) : 0;
    const seenId = Math.max(this.#seenId, newestId);
    this.#seenId = seenId;
    this.#count = lines.filter(({ id, tab }) => id > seenId && tab !== ownTab).length;
  }
}

import type { ChatLine } from "../generated/protocol.ts";

/** Counts the lines of others that came while nobody looked. */
export class Unread {
  #seenId: number | undefined;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /**
   * What is known of the chat now. What was said before the first look is not counted: it is somebody else's evening.
   *
   * @param looking whether the chat can be seen
   */
  update(lines: readonly ChatLine[], ownTab: string | undefined, looking: boolean): void {
    const lastId = lines.at(-1)?.id ?? 0;
    // Numbers that begin anew are another chat.
    if (looking || this.#seenId === undefined || lastId < this.#seenId) {
      this.#seenId = lastId;
    }
    const seenId = this.#seenId;
    this.#count = lines.filter(({ id, tab }) => id > seenId && tab !== ownTab).length;
  }
}

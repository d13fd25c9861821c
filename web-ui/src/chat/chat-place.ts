/** What decides about the chat's place. */
export interface ChatFacts {
  /** Whether the chat is this person's to read: they have joined, and were not removed. */
  readonly present: boolean;
  /** Whether the house rules let people chat. */
  readonly allowed: boolean;
  /** Whether the person wants to see it. */
  readonly unfolded: boolean;
  /** Whether it is on the page now, and has the focus. */
  readonly inUse: boolean;
}

/** What of the chat is on the page. */
export interface ChatPlace {
  /** The button that folds and unfolds it. */
  readonly toggle: boolean;
  readonly side: boolean;
}

/**
 * Where the chat is turned off it goes, but not from under somebody's hands: the focus would go with it, and the next
 * letters of a sentence would work the player. Who is at it reads why nothing can be said, until they leave.
 */
export function chatPlace({ present, allowed, unfolded, inUse }: ChatFacts): ChatPlace {
  const toggle = present && (allowed || (unfolded && inUse));
  return { toggle, side: toggle && unfolded };
}

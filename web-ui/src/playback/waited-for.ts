import { inSentence, listed } from "../format.ts";
import type { WaitState } from "../generated/protocol.ts";
import { messages } from "../messages.ts";

const MOST_NAMES = 3;
const MAX_NAME_CHARACTERS = 24;

/** A wait of the room, as a page tells it. */
export interface WaitView {
  /** For whom, in words: `Anna, Ben and 3 others`. */
  readonly who: string;
  /** Whether this page is among them. */
  readonly forUs: boolean;
  /** When it ends at the latest, in whole seconds from now; absent where the room does not say. */
  readonly secondsLeft: number | undefined;
  /** Whether the room plays once it is over. */
  readonly plays: boolean;
}

/**
 * @param ownTab the page's own tab, which is told as "you"
 * @param serverMs server time now, where it is known
 */
export function waitView(
  wait: WaitState,
  ownTab: string | undefined,
  serverMs: number | undefined,
): WaitView {
  const words = messages.state.waiting;
  const forUs = ownTab !== undefined && wait.tabs.includes(ownTab);
  const theirs = wait.names.filter((_, i) => wait.tabs[i] !== ownTab);
  const names = [
    ...(forUs ? [words.you] : []),
    ...theirs.map((name) => inSentence(name, MAX_NAME_CHARACTERS)),
  ];
  const unnamed = wait.others + Math.max(0, names.length - MOST_NAMES);
  const parts = [...names.slice(0, MOST_NAMES), ...(unnamed > 0 ? [words.others(unnamed)] : [])];
  return {
    who: listed(parts),
    forUs,
    secondsLeft:
      wait.untilMs === undefined || serverMs === undefined
        ? undefined
        : Math.max(0, Math.ceil((wait.untilMs - serverMs) / 1000)),
    plays: wait.plays,
  };
}

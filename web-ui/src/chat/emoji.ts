import type { Emoji } from "../generated/protocol.ts";

/** What there is to react with, in the order of the buttons. */
export const EMOJI = ["👍", "❤️", "😂", "😮", "😢", "👏", "🎉", "🔥"] as const satisfies readonly Emoji[];

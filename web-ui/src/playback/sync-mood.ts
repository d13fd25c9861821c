import type { SyncState } from "../sync/player-sync.ts";

/** How a player stands to the party, in one word for the chip. */
export type SyncMood = "in-step" | "catching-up" | "away" | "waiting";

/** Larger drifts are being corrected, smaller ones nobody sees. */
export const IN_STEP_MS = 100;

export function syncMood(sync: Pick<SyncState, "kind" | "driftMs">): SyncMood {
  switch (sync.kind) {
    case "idle":
    case "blocked":
      return "waiting";
    case "away":
      return "away";
    case "resting":
      return "in-step";
    case "tracking":
      return Math.abs(sync.driftMs ?? 0) <= IN_STEP_MS ? "in-step" : "catching-up";
    case "seeking":
    case "armed":
    case "starting":
    case "stalled":
      return "catching-up";
  }
}

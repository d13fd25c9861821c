import type { ViewerRow } from "../generated/protocol.ts";
import { IN_STEP_MS } from "./sync-mood.ts";

/** How a viewer is doing, for the host's table. */
export type ViewerMood = "door" | "problem" | "away" | "loading" | "ready" | "in-step" | "catching-up";

/** Judges what a viewer last reported; one that has reported nothing has not joined yet. */
export function viewerMood(viewer: ViewerRow, playing: boolean): ViewerMood {
  if (viewer.problem !== undefined && viewer.problem !== "") {
    return "problem";
  }
  if (viewer.time === undefined) {
    return "door";
  }
  if (!viewer.following) {
    return "away";
  }
  if (!playing) {
    return viewer.ready ? "ready" : "loading";
  }
  if (viewer.driftMs === undefined) {
    return viewer.ready ? "ready" : "loading";
  }
  return Math.abs(viewer.driftMs) <= IN_STEP_MS ? "in-step" : "catching-up";
}

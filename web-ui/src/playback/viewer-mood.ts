import type { ViewerRow } from "../generated/protocol.ts";
import { IN_STEP_MS } from "./sync-mood.ts";

/** How a viewer is doing, for the host's table. */
export type ViewerMood =
  | "door"
  | "here"
  | "problem"
  | "away"
  | "loading"
  | "ready"
  | "in-step"
  | "catching-up";

/** What a room does: nothing staged, a film that stands, a film that plays. */
export type RoomMood = "empty" | "standing" | "playing";

/**
 * Judges what a viewer last reported; one that has reported nothing has not joined yet, unless it is a host.
 *
 * @param room what the room does: without a film there is nothing to be ready for
 */
export function viewerMood(viewer: ViewerRow, room: RoomMood): ViewerMood {
  if (viewer.problem !== undefined && viewer.problem !== "") {
    return "problem";
  }
  if (viewer.time === undefined) {
    // A host's page without a preview plays nothing.
    return viewer.role === "admin" ? "here" : "door";
  }
  if (room === "empty") {
    return "here";
  }
  if (!viewer.following) {
    return "away";
  }
  if (room === "standing" || viewer.driftMs === undefined) {
    return viewer.ready ? "ready" : "loading";
  }
  return Math.abs(viewer.driftMs) <= IN_STEP_MS ? "in-step" : "catching-up";
}

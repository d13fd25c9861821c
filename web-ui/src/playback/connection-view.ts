import type { RoomState } from "../sync/room-client.ts";
import type { Connection } from "./viewer-state.ts";

/** Refusals that end a connection: what the service said is more use than a countdown. */
const TURNED_AWAY: ReadonlySet<string> = new Set(["room-full", "too-many-connections"]);

/**
 * How a page stands with its room, in what its viewer can be told.
 *
 * @param nowMs the page's clock
 */
export function connectionView(
  { connection, lastError }: Pick<RoomState, "connection" | "lastError">,
  nowMs: number,
): Connection {
  switch (connection.kind) {
    case "open":
    case "removed":
      return { kind: connection.kind };
    case "outdated":
      return { kind: "closed", code: connection.kind };
    case "waiting":
      if (connection.reason === "no-such-room") {
        return { kind: "closed", code: connection.reason };
      }
      if (lastError && TURNED_AWAY.has(lastError.code)) {
        return { kind: "closed", code: lastError.code };
      }
      return {
        kind: "waiting",
        secondsLeft: Math.max(0, Math.ceil((connection.retryAtMs - nowMs) / 1000)),
      };
    case "connecting":
    case "closed":
      return { kind: "connecting" };
  }
}

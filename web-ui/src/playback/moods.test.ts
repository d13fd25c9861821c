import { describe, expect, test } from "vitest";
import type { ViewerRow } from "../generated/protocol.ts";
import { type SyncMood, syncMood } from "./sync-mood.ts";
import { type RoomMood, type ViewerMood, viewerMood } from "./viewer-mood.ts";

test.each<[Parameters<typeof syncMood>[0], SyncMood]>([
  [{ kind: "idle" }, "waiting"],
  [{ kind: "blocked" }, "waiting"],
  [{ kind: "away", driftMs: 0 }, "away"],
  [{ kind: "resting" }, "in-step"],
  [{ kind: "tracking", driftMs: -40 }, "in-step"],
  [{ kind: "tracking", driftMs: -400 }, "catching-up"],
  [{ kind: "seeking" }, "catching-up"],
  [{ kind: "stalled" }, "catching-up"],
])("the chip says of %o: %s", (sync, mood) => {
  expect(syncMood(sync)).toBe(mood);
});

describe("the host sees a viewer", () => {
  const joined: ViewerRow = {
    tab: "t",
    name: "Anna",
    role: "viewer",
    ready: true,
    following: true,
    ownCopy: false,
    muted: false,
    time: 12,
    driftMs: 3,
  };
  const { time: _, ...silent } = joined;
  const { driftMs: __, ...unmeasured } = joined;

  test.each<[string, ViewerRow, RoomMood, ViewerMood]>([
    ["here where there is no film yet", { ...joined, ready: false }, "empty", "here"],
    ["at the door who has not reported yet", silent, "playing", "door"],
    ["here who is a host without a player", { ...silent, role: "admin" }, "playing", "here"],
    [
      "with a problem before all else",
      { ...joined, problem: "no-picture", following: false },
      "playing",
      "problem",
    ],
    ["on their own", { ...joined, following: false }, "playing", "away"],
    ["ready in a room that stands", joined, "standing", "ready"],
    ["loading in a room that stands", { ...joined, ready: false }, "standing", "loading"],
    ["in step", joined, "playing", "in-step"],
    ["catching up", { ...joined, driftMs: 900 }, "playing", "catching-up"],
    ["loading while the room plays", { ...unmeasured, ready: false }, "playing", "loading"],
  ])("%s", (_name, row, room, mood) => {
    expect(viewerMood(row, room)).toBe(mood);
  });
});

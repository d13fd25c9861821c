import { expect, test } from "vitest";
import type { LossReason, RoomState } from "../sync/room-client.ts";
import { connectionView } from "./connection-view.ts";

function lost(reason: LossReason): RoomState["connection"] {
  return { kind: "waiting", attempt: 2, retryAtMs: 3_400, reason };
}

test("a lost connection counts down in whole seconds, and never below none", () => {
  expect(connectionView({ connection: lost("lost") }, 1_000)).toEqual({ kind: "waiting", secondsLeft: 3 });
  expect(connectionView({ connection: lost("silent") }, 9_000)).toEqual({ kind: "waiting", secondsLeft: 0 });
});

test("a room that is not there, or full, is said to be instead of counting", () => {
  expect(connectionView({ connection: lost("no-such-room") }, 0)).toMatchObject({ code: "no-such-room" });
  const lastError = { code: "room-full", message: "The room is full." };
  expect(connectionView({ connection: lost("lost"), lastError }, 0)).toEqual({
    kind: "closed",
    code: "room-full",
  });
});

test("a page that is out of date is not told to wait", () => {
  expect(connectionView({ connection: { kind: "outdated" } }, 0)).toMatchObject({
    kind: "closed",
    code: "outdated",
  });
});

test("a removal is one, whatever was wrong before", () => {
  const lastError = { code: "room-full", message: "The room is full." };
  expect(connectionView({ connection: { kind: "removed" }, lastError }, 0)).toEqual({ kind: "removed" });
});

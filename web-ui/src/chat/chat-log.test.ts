import { expect, test } from "vitest";
import type { ChatLine } from "../generated/protocol.ts";
import { ChatLog } from "./chat-log.ts";
import { Unread } from "./unread.ts";

function line(id: number, tab = "ann"): ChatLine {
  return { id, tab, name: tab, role: "viewer", at: 1_800_000_000_000 + id, text: `line ${id}` };
}

const lines = (from: number, to: number): ChatLine[] =>
  Array.from({ length: to - from + 1 }, (_, i) => line(from + i));

test("a line that is told twice is there once, and the room's word replaces all", () => {
  const log = new ChatLog();
  log.replace(lines(1, 3));
  log.add(lines(2, 4));
  expect(log.lines.map(({ id }) => id)).toEqual([1, 2, 3, 4]);

  log.replace([]);
  expect(log.lastId).toBe(0);
  log.add([line(1)]);
  expect(log.lines.map(({ id }) => id)).toEqual([1]);
});

test("what an admin takes away is gone, and what is said next is added", () => {
  const log = new ChatLog();
  log.replace(lines(1, 4));
  log.remove([2, 4, 9]);
  expect(log.lines.map(({ id }) => id)).toEqual([1, 3]);
  log.add([line(5)]);
  expect(log.lines.map(({ id }) => id)).toEqual([1, 3, 5]);
});

test("no more than the last two hundred lines are kept", () => {
  const log = new ChatLog();
  log.replace(lines(1, 250));
  expect(log.lines).toHaveLength(200);
  log.add(lines(251, 260));
  expect(log.lines).toHaveLength(200);
  expect(log.lines[0]?.id).toBe(61);
});

test("what others say while nobody looks is counted, from the welcome on", () => {
  const unread = new Unread();
  unread.update([], "me", false);
  unread.welcomed(5);
  // The whole chat comes in parts.
  unread.update(lines(1, 2), "me", false);
  unread.update(lines(1, 5), "me", false);
  expect(unread.count).toBe(0);

  unread.update([...lines(1, 7), line(8, "me")], "me", false);
  expect(unread.count).toBe(2);
  unread.update([...lines(1, 7), line(8, "me")], "me", true);
  expect(unread.count).toBe(0);
  unread.update(lines(1, 9), "me", false);
  expect(unread.count).toBe(1);
});

test("a chat that was cleared has nothing unread, and one that begins anew counts from there", () => {
  const unread = new Unread();
  unread.welcomed(5);
  unread.update(lines(1, 9), "me", false);
  unread.update([], "me", false);
  expect(unread.count).toBe(0);
  unread.update([line(10)], "me", false);
  expect(unread.count).toBe(1);
  unread.update([], "me", true);
  unread.update([line(11)], "me", false);
  expect(unread.count).toBe(1);

  unread.welcomed(0);
  unread.update(lines(1, 2), "me", false);
  expect(unread.count).toBe(2);
});

test("after a reconnect only what was said meanwhile is unread", () => {
  const unread = new Unread();
  unread.welcomed(100);
  unread.update(lines(1, 120), "me", true);
  unread.welcomed(125);
  unread.update(lines(1, 25), "me", false);
  unread.update(lines(1, 125), "me", false);
  expect(unread.count).toBe(5);
  unread.update(lines(1, 25), "me", true);
  expect(unread.count).toBe(0);
});

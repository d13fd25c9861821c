import { expect, test } from "vitest";
import { isRoomName, mediaUrl, roomOf, roomPath, socketUrl } from "./media-url.ts";

test.each([
  ["/", "main"],
  ["/index.html", "main"],
  ["/r/friends", "friends"],
  ["/r/friends/", "friends"],
  ["/r/a%2Fb", "a%2Fb"],
])("the page %s is of room %s", (path, room) => {
  expect(roomOf(path)).toBe(room);
});

test.each([
  ["main", true],
  ["film-night-2", true],
  ["a".repeat(63), true],
  ["a".repeat(64), false],
  ["", false],
  ["-x", false],
  ["Friends", false],
  ["a%2Fb", false],
])("whether %s names a room: %s", (name, valid) => {
  expect(isRoomName(name)).toBe(valid);
});

test("the main room is at the root, others have a path of their own", () => {
  const at = { protocol: "https:", host: "party.example" };
  expect(roomPath("main")).toBe("/");
  expect(roomPath("friends")).toBe("/r/friends");
  expect(socketUrl(at, "main")).toBe("wss://party.example/ws");
  expect(socketUrl({ ...at, protocol: "http:" }, "friends")).toBe("ws://party.example/ws/friends");
});

test("the tab travels in the media address", () => {
  expect(mediaUrl("/media/current?v=abc", "t&1")).toBe("/media/current?v=abc&t=t%261");
  expect(mediaUrl("/media/current", "t1")).toBe("/media/current?t=t1");
  expect(mediaUrl("/media/current?v=abc", undefined)).toBe("/media/current?v=abc");
});

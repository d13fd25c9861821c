import { expect, test } from "vitest";
import { type KeyAction, keyAction } from "./keyboard.ts";

const plain = { altKey: false, ctrlKey: false, metaKey: false, defaultPrevented: false };

test.each<[string, KeyAction | undefined]>([
  [" ", { kind: "play-pause" }],
  ["k", { kind: "play-pause" }],
  ["ArrowLeft", { kind: "skip", seconds: -5 }],
  ["l", { kind: "skip", seconds: 10 }],
  ["ArrowDown", { kind: "louder", steps: -1 }],
  ["m", { kind: "mute" }],
  ["c", { kind: "subtitles" }],
  ["f", { kind: "fullscreen" }],
  ["0", { kind: "jump", part: 0 }],
  ["7", { kind: "jump", part: 0.7 }],
  ["?", { kind: "help" }],
  ["F5", undefined],
  ["q", undefined],
])("on the film %s does %o", (key, action) => {
  expect(keyAction({ ...plain, key }, undefined)).toEqual(action);
});

test("controls keep the keys that work them", () => {
  expect(keyAction({ ...plain, key: " " }, "button")).toBeUndefined();
  expect(keyAction({ ...plain, key: "m" }, "button")).toEqual({ kind: "mute" });
  expect(keyAction({ ...plain, key: "ArrowLeft" }, "range")).toBeUndefined();
  expect(keyAction({ ...plain, key: " " }, "range")).toEqual({ kind: "play-pause" });
  expect(keyAction({ ...plain, key: "ArrowDown" }, "radio")).toBeUndefined();
  expect(keyAction({ ...plain, key: " " }, "radio")).toBeUndefined();
  expect(keyAction({ ...plain, key: "k" }, "text")).toBeUndefined();
  expect(keyAction({ ...plain, key: "2" }, "select")).toBeUndefined();
});

test("shortcuts of the browser stay its own", () => {
  expect(keyAction({ ...plain, key: "f", ctrlKey: true }, undefined)).toBeUndefined();
  expect(keyAction({ ...plain, key: "l", metaKey: true }, undefined)).toBeUndefined();
  expect(keyAction({ ...plain, key: " ", defaultPrevented: true }, undefined)).toBeUndefined();
});

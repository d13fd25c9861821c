import { expect, test } from "vitest";
import { storageOr } from "../pages/storage.ts";
import { Sound } from "./sound.ts";

function kept(volume?: string) {
  const text = storageOr(() => {
    throw new Error("no browser");
  });
  if (volume !== undefined) {
    text.setItem("watchparty:volume", volume);
  }
  return text;
}

test("the volume is the one of the last visit", () => {
  const storage = kept();
  new Sound({ volume: 1, muted: false }, storage).set(0.4);
  const video = { volume: 1, muted: false };
  new Sound(video, storage);
  expect(video).toEqual({ volume: 0.4, muted: false });
});

test.each([
  [undefined, 1],
  ["loud", 1],
  ["7", 1],
  ["-1", 0],
])("a remembered %o begins at %d", (remembered, volume) => {
  const video = { volume: 0.5, muted: false };
  new Sound(video, kept(remembered));
  expect(video.volume).toBe(volume);
});

test("silence is not remembered, and who turns the sound on again hears something", () => {
  const storage = kept("0.3");
  const video = { volume: 1, muted: false };
  const sound = new Sound(video, storage);
  sound.set(0);
  expect(video.muted).toBe(true);
  expect(storage.getItem("watchparty:volume")).toBe("0.3");
  sound.toggle();
  expect(video).toEqual({ volume: 1, muted: false });
});

test("a refusal of the browser's is over with the first choice of the viewer's", () => {
  const video = { volume: 1, muted: false };
  const sound = new Sound(video, kept());
  sound.refuse();
  expect([video.muted, sound.refused]).toEqual([true, true]);
  sound.toggle();
  expect([video.muted, sound.refused]).toEqual([false, false]);
});

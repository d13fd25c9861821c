import { expect, test } from "vitest";
import { DoubleTaps } from "./double-tap.ts";

test("two taps on one side jump to that side, three jump twice", () => {
  const taps = new DoubleTaps();
  expect(taps.tap(0, 0.9)).toBeUndefined();
  expect(taps.tap(200, 0.8)).toBe("forward");
  expect(taps.tap(400, 0.95)).toBe("forward");
  expect(taps.tap(5_000, 0.1)).toBeUndefined();
  expect(taps.tap(5_300, 0.2)).toBe("back");
});

test("slow taps, taps on different sides and taps in the middle do not", () => {
  const taps = new DoubleTaps();
  taps.tap(0, 0.9);
  expect(taps.tap(500, 0.9)).toBeUndefined();
  expect(taps.tap(600, 0.1)).toBeUndefined();
  taps.tap(2_000, 0.5);
  expect(taps.tap(2_100, 0.5)).toBeUndefined();
});

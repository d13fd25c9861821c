import { expect, test } from "vitest";
import { clampPosition, fractionAt, fractionUnder, positionAfterKey } from "./seek-scale.ts";

test.each([
  [30, 60, 0.5],
  [-5, 60, 0],
  [99, 60, 1],
  [30, undefined, 0],
  [30, 0, 0],
  [Number.NaN, 60, 0],
])("%d of %s seconds lies at %d", (seconds, duration, fraction) => {
  expect(fractionAt(seconds, duration)).toBe(fraction);
});

test("a pointer beside the track means its nearest end", () => {
  expect(fractionUnder(150, 100, 200)).toBe(0.25);
  expect(fractionUnder(50, 100, 200)).toBe(0);
  expect(fractionUnder(900, 100, 200)).toBe(1);
  expect(fractionUnder(150, 100, 0)).toBe(0);
});

test("positions stay inside the film, which has no end before it is known", () => {
  expect(clampPosition(-3, 60)).toBe(0);
  expect(clampPosition(61, 60)).toBe(60);
  expect(clampPosition(61, undefined)).toBe(61);
});

test.each([
  ["ArrowLeft", 25],
  ["ArrowRight", 35],
  ["PageUp", 90],
  ["PageDown", 0],
  ["Home", 0],
  ["End", 100],
  ["x", undefined],
])("%s takes the bar from 30 to %s", (key, expected) => {
  expect(positionAfterKey(key, 30, 100)).toBe(expected);
});

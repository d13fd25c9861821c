import { expect, test } from "vitest";
import { forecastView } from "./forecast.ts";

test.each([
  [5, 7, "Feeds 5 of 7 viewers", true],
  [9, 7, "Feeds 7 of 7 viewers", false],
  [1, 1, "Feeds 1 of 1 viewer", false],
  [3, 0, "Feeds 3 viewers", false],
  [0, 0, "Feeds no viewer", true],
])("a line for %d with %d here: %s", (viewers, here, text, short) => {
  expect(forecastView({ path: "a.mkv", viewers }, here)).toEqual({ text, short });
});

test("what is not known is not told", () => {
  expect(forecastView({ path: "a.mkv", viewers: null }, 3)).toBeUndefined();
  expect(forecastView(undefined, 3)).toBeUndefined();
});

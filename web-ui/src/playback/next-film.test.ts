import { expect, test } from "vitest";
import { nextView } from "./next-film.ts";

test("a countdown is told in whole seconds, down to none", () => {
  const next = { path: "anime/Frieren 02.mkv", atMs: 10_000 };
  expect(nextView(next, 1_999)).toEqual({ name: "Frieren 02", secondsLeft: 9 });
  expect(nextView(next, 9_999).secondsLeft).toBe(1);
  expect(nextView(next, 12_000).secondsLeft).toBe(0);
  expect(nextView(next, undefined).secondsLeft).toBe(0);
});

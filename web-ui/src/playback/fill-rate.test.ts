import { expect, test } from "vitest";
import { FillRate } from "./fill-rate.ts";

test("the rate is film by time over the last seconds", () => {
  const rate = new FillRate();
  for (let second = 0; second <= 20; second++) {
    rate.sample(second * 1000, second < 10 ? second * 8 : 80 + (second - 10) * 0.5);
  }
  expect(rate.times).toBeCloseTo(0.5);
});

test("nothing is told of a moment, and nothing over a seek", () => {
  const rate = new FillRate();
  rate.sample(0, 100);
  rate.sample(1_000, 101);
  expect(rate.times).toBeUndefined();
  rate.sample(2_000, 20);
  expect(rate.times).toBeUndefined();
  rate.sample(4_000, 20);
  expect(rate.times).toBe(0);
});

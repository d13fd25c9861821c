import { expect, test } from "vitest";
import { History } from "./history.ts";

const bounds = { spanMs: 10_000, most: 8, mostSeries: 2 };
const figures = (figures: Record<string, number | undefined>) => new Map(Object.entries(figures));

test("each moment has a place for each series, null where it was not known", () => {
  const history = new History(bounds);
  history.add(1_000, figures({ ann: 3, ben: undefined }));
  history.add(2_000, figures({ ann: -7, ben: 2 }));
  history.add(3_000, figures({ ben: 4 }));

  expect(history.columns(3_000)).toEqual({
    seconds: [-2, -1, 0],
    series: [
      { key: "ann", values: [3, -7, null], latest: -7, largest: -7 },
      { key: "ben", values: [null, 2, 4], latest: 4, largest: 4 },
    ],
  });
});

test("no more moments are kept than there is room for, the newest", () => {
  const history = new History(bounds);
  for (let i = 0; i < 1_000; i++) {
    history.add(i * 100, figures({ ann: i }));
  }

  const { seconds, series } = history.columns(99_900);
  expect(seconds).toHaveLength(8);
  expect(series[0]?.values).toEqual([992, 993, 994, 995, 996, 997, 998, 999]);
  expect(seconds.every((second, i) => i === 0 || second > (seconds[i - 1] ?? 0))).toBe(true);
});

test("what is older than the window is not shown", () => {
  const history = new History(bounds);
  history.add(0, figures({ ann: 1 }));
  history.add(9_000, figures({ ann: 2 }));

  expect(history.columns(10_001)).toMatchObject({ seconds: [-1.001], series: [{ values: [2] }] });
  expect(history.columns(30_000)).toEqual({ seconds: [], series: [] });
});

test("a series that has left makes room for another, and comes back with a clean past", () => {
  const history = new History(bounds);
  history.add(0, figures({ ann: 1, ben: 1, cee: 1 }));
  expect(history.columns(0).series.map(({ key }) => key)).toEqual(["ann", "ben"]);

  history.add(6_000, figures({ ben: 2 }));
  history.add(11_000, figures({ ben: 3, cee: 3 }));
  expect(history.columns(11_000).series.map(({ key }) => key)).toEqual(["ben", "cee"]);

  history.add(12_000, figures({ ben: 4 }));
  history.add(22_500, figures({ ann: 9 }));
  expect(history.columns(22_500)).toMatchObject({ seconds: [0], series: [{ key: "ann", values: [9] }] });
});

test("a cleared past is none", () => {
  const history = new History(bounds);
  history.add(0, figures({ ann: 1 }));
  history.clear();
  expect(history.columns(0)).toEqual({ seconds: [], series: [] });
});

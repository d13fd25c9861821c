import { describe, expect, test } from "vitest";
import {
  byteSize,
  clockOffset,
  clockTime,
  driftInWords,
  filmName,
  inSentence,
  listed,
  percent,
  plainText,
  shortDate,
  shortDuration,
  tenths,
  times,
} from "./format.ts";

test.each([
  [0, 0, "0:00"],
  [59.99, 59.99, "0:59"],
  [61, 61, "1:01"],
  [61, 5400, "0:01:01"],
  [3600, 3600, "1:00:00"],
  [36_000, 36_000, "10:00:00"],
  [-3, 60, "0:00"],
  [Number.NaN, 60, "–:––"],
  [Number.POSITIVE_INFINITY, 0, "–:––"],
])("%d seconds of a film of %d are shown as %s", (seconds, longest, shown) => {
  expect(clockTime(seconds, longest)).toBe(shown);
});

test("an offset carries its sign", () => {
  expect(clockOffset(12.4)).toBe("+0:12");
  expect(clockOffset(-3725)).toBe("−1:02:05");
});

test.each([
  [0, "0 B"],
  [1023, "1,023 B"],
  [1024, "1 KiB"],
  [7_612_345, "7.26 MiB"],
  [1_468_006_400, "1.37 GiB"],
  [123_456_789_012, "115 GiB"],
  [9_000_000_000_000_000, "8,185 TiB"],
])("%d bytes are %s", (bytes, shown) => {
  expect(byteSize(bytes, "en")).toBe(shown);
});

test.each([
  [0.42, "0.4 ms"],
  [-7, "7 ms"],
  [240.4, "240 ms"],
  [1234, "1.2 s"],
  [75_432, "75 s"],
])("%d milliseconds are %s", (ms, shown) => {
  expect(shortDuration(ms, "en")).toBe(shown);
});

test("seconds that are loaded are told to a tenth", () => {
  expect(tenths(0.06)).toBe("0.1 s");
  expect(tenths(12)).toBe("12.0 s");
});

test.each([
  [0.001, "0.00"],
  [0.424, "0.42"],
  [3.14, "3.1"],
  [12.34, "12"],
  [1234, "1234"],
])("%d times are %s", (factor, shown) => {
  expect(times(factor)).toBe(shown);
});

test("drift says which way", () => {
  expect(driftInWords(-120)).toBe("120 ms behind");
  expect(driftInWords(120)).toBe("120 ms ahead");
});

describe("dates", () => {
  const now = new Date(2026, 5, 12, 20, 15).getTime();

  test("of today are a time", () => {
    expect(shortDate(new Date(2026, 5, 12, 9, 5).getTime(), now, "en-GB")).toBe("09:05");
  });

  test("of this year need no year", () => {
    expect(shortDate(new Date(2026, 1, 3).getTime(), now, "en-GB")).toBe("3 Feb");
  });

  test("of other years have one", () => {
    expect(shortDate(new Date(2019, 1, 3).getTime(), now, "en-GB")).toBe("3 Feb 2019");
  });
});

test.each([
  ["anime/frieren-01.mkv", "frieren-01"],
  ["Film.2024.1080p.mp4", "Film.2024.1080p"],
  [".hidden", ".hidden"],
  ["noextension", "noextension"],
])("the film of %s is called %s", (path, name) => {
  expect(filmName(path)).toBe(name);
});

describe("text from outside", () => {
  test("loses what turns the text around it", () => {
    expect(plainText("evil\u202e4pm.exe\u2066\n", 40)).toBe("evil4pm.exe");
  });

  test("is cut at whole characters", () => {
    expect(plainText("🎬🎬🎬🎬", 3)).toBe("🎬🎬…");
    expect(plainText("🎬🎬🎬", 3)).toBe("🎬🎬🎬");
    expect([...plainText("x".repeat(10_000), 40)]).toHaveLength(40);
  });

  test("loses marks that would lie over other lines", () => {
    expect(plainText(`Z${"\u0301".repeat(30)}a`, 40)).toBe(`Z${"\u0301".repeat(4)}a`);
    expect(plainText("1\ufe0f\u20e3 Vie\u0302\u0323t", 40)).toBe("1\ufe0f\u20e3 Vie\u0302\u0323t");
  });

  test("keeps its direction to itself within a sentence", () => {
    expect(inSentence("مريم\u202e", 40)).toBe("\u2068مريم\u2069");
    expect(inSentence("Ann", 40)).toBe("Ann");
    expect(inSentence("רות".repeat(10), 4)).toBe("\u2068רות…\u2069");
  });

  test("keeps markup as the text that it is", () => {
    expect(plainText("<img src=x onerror=alert(1)>", 40)).toBe("<img src=x onerror=alert(1)>");
  });
});

test.each([
  [[], ""],
  [["Ann"], "Ann"],
  [["Ann", "Ben"], "Ann and Ben"],
  [["Ann", "Ben", "Cleo"], "Ann, Ben and Cleo"],
])("%j are listed as %s", (parts, shown) => {
  expect(listed(parts)).toBe(shown);
});

test.each([
  [0, "0"],
  [0.0123, "1.2"],
  [0.125, "13"],
  [1, "100"],
])("a share of %d is shown as %s percent", (part, shown) => {
  expect(percent(part, "en")).toBe(shown);
});

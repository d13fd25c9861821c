import { describe, expect, test } from "vitest";
import type { LibraryEntry } from "./api.ts";
import { crumbs, matching, modifiedMs, stagedMark } from "./browse.ts";

const file = (path: string): LibraryEntry => ({
  path,
  name: path.slice(path.lastIndexOf("/") + 1),
  type: "file",
});
const folder = (path: string): LibraryEntry => ({ ...file(path), type: "directory" });

test("the way to a folder has a step for each folder", () => {
  expect(crumbs("")).toEqual([]);
  expect(crumbs("anime/frieren")).toEqual([
    { name: "anime", path: "anime" },
    { name: "frieren", path: "anime/frieren" },
  ]);
});

describe("the filter", () => {
  const entries = [file("Amélie.mkv"), file("Frieren 01.mkv"), file("Frieren 10.mkv")];
  const names = (text: string) => matching(entries, text).map(({ name }) => name);

  test("lets everything through when empty", () => {
    expect(names("  ")).toHaveLength(3);
  });

  test("wants every word, in any order, whatever case and accents", () => {
    expect(names("10 FRIEREN")).toEqual(["Frieren 10.mkv"]);
    expect(names("amelie")).toEqual(["Amélie.mkv"]);
    expect(names("amelie frieren")).toEqual([]);
  });
});

test("what is on is marked, with the folders around it", () => {
  expect(stagedMark(file("a/b.mkv"), "a/b.mkv")).toBe("staged");
  expect(stagedMark(folder("a"), "a/b.mkv")).toBe("inside");
  expect(stagedMark(folder("ab"), "a/b.mkv")).toBeUndefined();
  expect(stagedMark(file("a/c.mkv"), "a/b.mkv")).toBeUndefined();
  expect(stagedMark(file("a/b.mkv"), undefined)).toBeUndefined();
});

test("dates come as numbers or as text", () => {
  expect(modifiedMs(1_795_366_800_123)).toBe(1_795_366_800_123);
  expect(modifiedMs("2026-11-22T17:00:00Z")).toBe(Date.UTC(2026, 10, 22, 17));
  expect(modifiedMs("soon")).toBeUndefined();
  expect(modifiedMs(undefined)).toBeUndefined();
});

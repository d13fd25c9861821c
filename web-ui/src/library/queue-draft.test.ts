import { describe, expect, test } from "vitest";
import type { QueueState } from "../generated/protocol.ts";
import { MOST_QUEUED, moved, QueueDraft } from "./queue-draft.ts";

const state = (rev: number, ...paths: string[]): QueueState => ({ rev, paths, skipped: [] });

describe("the host's view of the queue", () => {
  test("shows a change at once and makes the next one from it", () => {
    const draft = new QueueDraft();
    draft.told(state(4, "a"));

    expect(draft.set(["a", "b"])).toEqual({ paths: ["a", "b"], rev: 4 });
    expect(draft.set(["b", "a"])).toEqual({ paths: ["b", "a"], rev: 5 });
    expect(draft.paths).toEqual(["b", "a"]);

    draft.told(state(5, "a", "b"));
    expect(draft.paths, "an answer on its way is older").toEqual(["b", "a"]);
    draft.told(state(6, "b", "a"));
    expect(draft.set(["b"])).toEqual({ paths: ["b"], rev: 6 });
  });

  test("shows the room's list again when another host was faster", () => {
    const draft = new QueueDraft();
    draft.told(state(0));
    draft.set(["a"]);
    draft.set(["a", "b"]);

    draft.refused();
    draft.told(state(1, "c"));

    expect(draft.paths).toEqual(["c"]);
    expect(draft.set(["c", "a"])).toEqual({ paths: ["c", "a"], rev: 1 });
  });

  test("forgets what was not answered when the connection is new", () => {
    const draft = new QueueDraft();
    draft.told(state(7, "a"));
    draft.set(["b"]);

    draft.told(undefined);
    draft.told(state(0, "a"));

    expect(draft.paths).toEqual(["a"]);
  });

  test("changes nothing that it does not know, and takes no more than fits", () => {
    const draft = new QueueDraft();
    expect(draft.set(["a"])).toBeUndefined();
    expect(draft.paths).toEqual([]);

    draft.told(state(0));
    expect(draft.set(Array.from({ length: MOST_QUEUED }, () => "a"))).toBeDefined();
    expect(draft.set(Array.from({ length: MOST_QUEUED + 1 }, () => "a"))).toBeUndefined();
    expect(draft.set(Array.from({ length: 30 }, () => "ä".repeat(1100)))).toBeUndefined();
  });
});

test("a film moves to a place, and not beyond the ends", () => {
  const paths = ["a", "b", "c", "d"];
  expect(moved(paths, 0, 2)).toEqual(["b", "c", "a", "d"]);
  expect(moved(paths, 3, 0)).toEqual(["d", "a", "b", "c"]);
  expect(moved(paths, 0, -1)).toBe(paths);
  expect(moved(paths, 3, 4)).toBe(paths);
  expect(moved(paths, 1, 9)).toEqual(["a", "c", "d", "b"]);
  expect(moved(paths, 9, 0)).toBe(paths);
});

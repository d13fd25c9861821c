import { describe, expect, test } from "vitest";
import type { WaitState } from "../generated/protocol.ts";
import { waitView } from "./waited-for.ts";

const anna: WaitState = { names: ["Anna"], tabs: ["a"], others: 0, untilMs: 10_000, plays: true };

describe("a wait", () => {
  test("names for whom, and how long at most", () => {
    expect(waitView(anna, "z", 3_200)).toEqual({ who: "Anna", forUs: false, secondsLeft: 7, plays: true });
  });

  test("calls the page itself you, first", () => {
    const both = { ...anna, names: ["Anna", "Zoe"], tabs: ["a", "z"] };
    expect(waitView(both, "z", 0)).toMatchObject({ who: "you and Anna", forUs: true });
  });

  test("of many names three and counts the rest", () => {
    const many = { ...anna, names: ["A", "B", "C", "D"], tabs: ["a", "b", "c", "d"], others: 30 };
    expect(waitView(many, undefined, 0).who).toBe("A, B, C and 31 others");
  });

  test("shows names as they are, cut and without turning the text around", () => {
    const wild = { ...anna, names: [`\u202e<b>${"x".repeat(10_000)}`] };
    const { who } = waitView(wild, undefined, 0);
    expect(who.startsWith("<b>xxx")).toBe(true);
    expect(who.length).toBeLessThanOrEqual(24);
  });

  test("that is overdue, or has no end, counts no seconds", () => {
    expect(waitView(anna, "z", 99_000).secondsLeft).toBe(0);
    expect(waitView(anna, "z", undefined).secondsLeft).toBeUndefined();
  });
});

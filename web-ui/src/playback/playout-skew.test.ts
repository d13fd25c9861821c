import { describe, expect, test } from "vitest";
import type { ViewerRow } from "../generated/protocol.ts";
import { playoutSkew } from "./playout-skew.ts";

function row(facts: Partial<ViewerRow>): ViewerRow {
  return {
    tab: "t",
    name: "",
    role: "viewer",
    ready: true,
    following: true,
    ownCopy: false,
    muted: false,
    ...facts,
  };
}

describe("the playout skew of a room", () => {
  test("is the span of the drifts, known to the outermost pages' clock errors", () => {
    const rows = [
      row({ driftMs: 3, clockErrorMs: 100 }),
      row({ driftMs: -4, clockErrorMs: 2 }),
      row({ driftMs: 9, clockErrorMs: 5 }),
    ];
    expect(playoutSkew(rows)).toEqual({ skewMs: 13, errorMs: 7, players: 3 });
  });

  test("leaves out who is away and who has nothing to tell", () => {
    const rows = [row({ driftMs: 1 }), row({ driftMs: 2 }), row({ driftMs: 900, following: false }), row({})];
    expect(playoutSkew(rows)).toEqual({ skewMs: 1, errorMs: undefined, players: 2 });
  });

  test("is not told of one player, nor of none", () => {
    expect(playoutSkew([row({ driftMs: 5 })])).toBeUndefined();
    expect(playoutSkew([])).toBeUndefined();
  });
});

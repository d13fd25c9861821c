import { describe, expect, test } from "vitest";
import { isReady, type Player } from "./player.ts";

const NETWORK_IDLE = 1;
const NETWORK_LOADING = 2;

function player(facts: { readyState: number; networkState: number; currentTime?: number }): Player {
  return { currentTime: 100, duration: 7_200, ...facts } as Player;
}

describe("a player is ready", () => {
  test.each<[string, number, number, number, boolean]>([
    ["with five seconds", 3, NETWORK_LOADING, 5, true],
    ["not with less while more is coming", 3, NETWORK_LOADING, 4.9, false],
    ["with less where the browser fetches no more", 3, NETWORK_IDLE, 2.5, true],
    ["not where it could not go on", 2, NETWORK_IDLE, 0, false],
    ["not where it stands in a gap, whatever lies ahead", 2, NETWORK_LOADING, 30, false],
  ])("%s", (_, readyState, networkState, aheadSeconds, ready) => {
    expect(isReady(player({ readyState, networkState }), aheadSeconds)).toBe(ready);
  });

  test("with the last seconds of the film", () => {
    expect(isReady(player({ readyState: 4, networkState: NETWORK_LOADING, currentTime: 7_198 }), 1.95)).toBe(
      true,
    );
  });
});

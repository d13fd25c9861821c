import { describe, expect, test } from "vitest";
import { afterMediaError, backoffMs } from "./recovery.ts";

const NETWORK = 2;
const DECODE = 3;
const NOT_SUPPORTED = 4;

describe("after a media error", () => {
  test("a replaced film is swapped, a vanished one waited for", () => {
    expect(afterMediaError({ kind: "replaced" }, NOT_SUPPORTED, 0, 0.5)).toEqual({ kind: "swap" });
    expect(afterMediaError({ kind: "gone" }, NETWORK, 3, 0.5)).toEqual({ kind: "wait" });
  });

  test("a service that refuses or is away is asked again for ever, ever more rarely", () => {
    for (const evidence of [{ kind: "unreachable" }, { kind: "refused", detail: "no disk" }] as const) {
      const delays = [0, 1, 2, 3, 20, 1000].map((failures) => {
        const step = afterMediaError(evidence, NOT_SUPPORTED, failures, 1);
        return step.kind === "reload" ? step.afterMs : undefined;
      });
      expect(delays).toEqual([500, 1000, 2000, 4000, 15_000, 15_000]);
    }
  });

  test("a file that cannot be opened, though its bytes come, is given one more try", () => {
    expect(afterMediaError({ kind: "bytes-come" }, NOT_SUPPORTED, 0, 0)).toEqual({
      kind: "reload",
      afterMs: 250,
    });
    expect(afterMediaError({ kind: "bytes-come" }, NOT_SUPPORTED, 1, 0)).toEqual({
      kind: "give-up",
      because: "not-supported",
    });
  });

  test("a decoder that fails is given two", () => {
    expect(afterMediaError({ kind: "bytes-come" }, DECODE, 1, 0).kind).toBe("reload");
    expect(afterMediaError({ kind: "bytes-come" }, DECODE, 2, 0)).toEqual({
      kind: "give-up",
      because: "broken",
    });
  });

  test("a network error is never the browser's fault", () => {
    expect(afterMediaError({ kind: "bytes-come" }, NETWORK, 50, 0).kind).toBe("reload");
  });
});

test("half of each delay is chance, so that a room does not come back all at once", () => {
  expect(backoffMs(2, 0)).toBe(1000);
  expect(backoffMs(2, 0.5)).toBe(1500);
  expect(backoffMs(2, 1)).toBe(2000);
});

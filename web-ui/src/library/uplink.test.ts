import { expect, test } from "vitest";
import { type UplinkChoice, uplinkChoice, uplinkSetting, usedBitsPerSecond } from "./uplink.ts";

test.each<[string, UplinkChoice | undefined]>([
  ["auto", { kind: "auto" }],
  ["unlimited", { kind: "unlimited" }],
  ["20M", { kind: "fixed", megabits: 20 }],
  ["1.5G", { kind: "fixed", megabits: 1500 }],
  ["900k", { kind: "fixed", megabits: 0.9 }],
  ["12500K", { kind: "fixed", megabits: 12.5 }],
  ["5000000", { kind: "fixed", megabits: 5 }],
  ["20 parrots", undefined],
])("%s is read as %o", (setting, choice) => {
  expect(uplinkChoice(setting)).toEqual(choice);
});

test.each<[number, string | undefined]>([
  [20, "20000k"],
  [4.5, "4500k"],
  [0.05, undefined],
  [1e9, undefined],
  [Number.NaN, undefined],
])("%d megabits are set as %s", (megabits, setting) => {
  expect(uplinkSetting({ kind: "fixed", megabits })).toBe(setting);
});

test("what is used is what all viewers take", () => {
  const viewers = [{ bitsPerSecond: 3e6 }, { bitsPerSecond: 1e6 }];
  expect(usedBitsPerSecond({ fair: true, uplink: "auto", viewers })).toBe(4e6);
});

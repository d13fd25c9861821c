import { expect, test } from "vitest";
import { type OutsideKeyAction, type OutsideKeyFacts, outsideKeyAction } from "./outside-key.ts";

const viewer: OutsideKeyFacts = {
  paused: false,
  following: true,
  roomPlaying: true,
  hosts: false,
  mayPause: true,
};
const locked = { ...viewer, mayPause: false };
const host = { ...viewer, hosts: true };

test.each<[string, boolean, OutsideKeyFacts, OutsideKeyAction]>([
  ["pause of a viewer who may", false, viewer, "toggle"],
  ["pause of a viewer who may not", false, locked, "refuse"],
  ["pause of a host", false, host, "toggle"],
  ["pause of a host whose room stands", false, { ...host, roomPlaying: false }, "nothing"],
  ["play of what plays", true, viewer, "nothing"],
  ["play of a host whose room plays", true, host, "nothing"],
  ["play of a host whose room stands", true, { ...host, paused: true, roomPlaying: false }, "toggle"],
  ["play of a host whom the system has paused", true, { ...host, paused: true }, "resume"],
  ["play of a viewer whom the system has paused", true, { ...locked, paused: true }, "resume"],
  ["play of a viewer while the room stands", true, { ...locked, paused: true, roomPlaying: false }, "refuse"],
  ["play of a viewer on their own", true, { ...viewer, paused: true, following: false }, "toggle"],
])("the %s", (_, play, facts, action) => {
  expect(outsideKeyAction(play, facts)).toBe(action);
});

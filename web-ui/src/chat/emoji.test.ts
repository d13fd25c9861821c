import { expect, test } from "vitest";
import { en } from "../messages/en.ts";
import { EMOJI } from "./emoji.ts";

test("each reaction that there is has a button and a name", () => {
  expect([...EMOJI].sort()).toEqual(Object.keys(en.chat.emoji).sort());
});

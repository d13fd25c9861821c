import { expect, test } from "vitest";
import { catalogueFor } from "../messages.ts";
import { EMOJI } from "./emoji.ts";

test("each reaction that there is has a button and a name", () => {
  expect([...EMOJI].sort()).toEqual(Object.keys(catalogueFor(["en"]).chat.emoji).sort());
});

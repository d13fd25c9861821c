import { expect, test } from "vitest";
import { catalogueFor } from "./messages.ts";

test("a language that there is no catalogue for falls back to English", () => {
  expect(catalogueFor(["tlh", "en-GB"]).join.button).toBe("Join");
  expect(catalogueFor([]).join.button).toBe("Join");
});

import { expect, test } from "vitest";
import { catalogueFor } from "./messages.ts";

test("a language that there is no catalogue for falls back to English", () => {
  expect(catalogueFor(["tlh", "en-GB"]).join.button).toBe("Join");
  expect(catalogueFor([]).join.button).toBe("Join");
});

test("the first language that there is a catalogue for wins, whatever its region", () => {
  expect(catalogueFor(["de-AT", "en"]).join.button).toBe("Mitschauen");
  expect(catalogueFor(["fr", "de"]).language).toBe("de");
});

/** Every text of a catalogue, functions called with something to say. */
function texts(node: unknown, path: string): [string, string][] {
  if (typeof node === "string") {
    return [[path, node]];
  }
  if (typeof node === "function") {
    return [[path, String(node("3", "4"))]];
  }
  return Object.entries(node as object).flatMap(([name, inner]) => texts(inner, `${path}.${name}`));
}

test("every English sentence has a German one, and none holds markup", () => {
  const english = texts(catalogueFor(["en"]), "");
  const german = new Map(texts(catalogueFor(["de"]), ""));
  for (const [path, text] of english) {
    expect(german.get(path) === "", `${path} is empty in one language only`).toBe(text === "");
    expect(german.get(path), path).not.toMatch(/[<>]/);
    expect(text, path).not.toMatch(/[<>]/);
  }
  expect(german.size).toBe(english.length);
});

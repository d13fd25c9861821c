import { expect, test } from "vitest";
import { viewerProblem } from "./viewer-problem.ts";

const anna = { name: "Anna", browser: "Safari 17 · iPhone" };

test.each([
  ["not-supported", ["mkv"], "Anna's Safari cannot play MKV"],
  ["not-supported", ["mkv", "hvc1.2", "dts"], "Anna's Safari cannot play MKV with HEVC (H.265) + DTS"],
  ["not-supported", undefined, "Anna's Safari cannot play the film"],
  ["no-picture", ["hvc1.2"], "Anna's Safari shows no picture: it cannot play HEVC (H.265)"],
  ["no-picture", undefined, "Anna's Safari shows no picture"],
  ["no-sound", ["ac-3"], "Anna's Safari plays no sound: it cannot play AC-3 (Dolby Digital)"],
  ["no-sound", [], "Anna's Safari plays no sound"],
  ["broken", undefined, "Anna's Safari cannot decode the film"],
  ["unavailable", undefined, "Anna's Safari cannot fetch the film"],
])("%s of %j is told as: %s", (problem, formats, sentence) => {
  expect(viewerProblem({ ...anna, problem, ...(formats && { formats }) })).toBe(sentence);
});

test.each([
  ["Samsung Internet 24 · Android", "Anna's Samsung Internet cannot fetch the film"],
  ["Firefox 140", "Anna's Firefox cannot fetch the film"],
  ["", "Anna's browser cannot fetch the film"],
  [undefined, "Anna's browser cannot fetch the film"],
])("of a browser called %s it is told as: %s", (browser, sentence) => {
  expect(
    viewerProblem({ name: "Anna", problem: "unavailable", ...(browser !== undefined && { browser }) }),
  ).toBe(sentence);
});

test("words of another page are told as they are, without what turns or hides the text around them", () => {
  expect(viewerProblem({ ...anna, problem: "cannot \u202Eopen\n it" })).toBe("cannot open it");
  expect(viewerProblem({ ...anna, problem: "x".repeat(1000) })).toHaveLength(120);
  expect(
    viewerProblem({ ...anna, name: "A\u202Ena", problem: "not-supported", formats: ["m\u202Ekv"] }),
  ).toBe("Ana's Safari cannot play MKV");
});

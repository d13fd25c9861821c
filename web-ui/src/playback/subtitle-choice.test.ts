import { describe, expect, it } from "vitest";
import type { StagedSubtitles } from "../library/api.ts";
import { offered, readTaste, wanted, writeTaste } from "./subtitle-choice.ts";

const track = (language: string | undefined, label = ""): StagedSubtitles => ({
  url: `/media/subtitles/${language}.${label}`,
  label,
  ...(language === undefined ? {} : { language }),
});

const GERMAN = track("de");
const GERMAN_FORCED = track("de", "forced");
const BRAZILIAN = track("pt-BR");
const PORTUGUESE = track("pt");
const NAMELESS = track(undefined);
const SIGNS = track(undefined, "signs");
const ALL = [GERMAN_FORCED, GERMAN, BRAZILIAN, PORTUGUESE, NAMELESS, SIGNS];

describe("the choice of subtitles", () => {
  it.each([
    [{ language: "de", label: "" }, GERMAN],
    [{ language: "de", label: "forced" }, GERMAN_FORCED],
    [{ language: "de", label: "cut" }, GERMAN_FORCED],
    [{ language: "de-AT", label: "" }, GERMAN],
    [{ language: "pt-br", label: "" }, BRAZILIAN],
    [{ language: "pt", label: "" }, PORTUGUESE],
    [{ language: "fr", label: "" }, undefined],
    [{ label: "signs" }, SIGNS],
    [{ label: "" }, NAMELESS],
    [{}, undefined],
  ])("of %j among all is remembered for the next film", (taste, chosen) => {
    expect(wanted(ALL, taste)).toBe(chosen);
  });

  it("begins with what was chosen last, then with what the browser reads, then with the first", () => {
    expect(offered(ALL, { on: false, language: "pt" }, ["de"])).toBe(PORTUGUESE);
    expect(offered(ALL, { on: false }, ["fr", "de-CH"])).toBe(GERMAN);
    expect(offered(ALL, { on: false }, ["fr"])).toBe(GERMAN_FORCED);
    expect(offered([], { on: false }, ["fr"])).toBeUndefined();
  });

  it("is kept as text, and anything else is nobody's taste", () => {
    const taste = { on: true, language: "de", label: "forced" };
    expect(readTaste(writeTaste(taste))).toEqual(taste);
    for (const other of [null, "", "null", "7", "{", '{"on":"yes","language":7}']) {
      expect(readTaste(other)).toEqual({ on: false });
    }
  });
});

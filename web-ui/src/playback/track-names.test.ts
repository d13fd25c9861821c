import { expect, test } from "vitest";
import { trackNames } from "./track-names.ts";

test("a track's name is the language in the page's own, then what else it tells of itself", () => {
  const tracks = [
    { language: "de", label: "forced" },
    { language: "pt-BR", label: "" },
    { label: "" },
    { label: "signs" },
  ];
  expect(trackNames(tracks, "Subtitles")).toEqual([
    "German · forced",
    "Brazilian Portuguese",
    "Subtitles",
    "signs",
  ]);
});

test("two of one name are told apart", () => {
  const german = { language: "de", label: "" };
  expect(trackNames([german, german], "Track")).toEqual(["German", "German (2)"]);
  expect(trackNames([{ label: "" }, { label: "" }], "Track")).toEqual(["Track", "Track (2)"]);
});

test("a name is never markup nor turned around", () => {
  expect(trackNames([{ language: "q-", label: "\u202e<b>x</b>" }], "Track")).toEqual(["q- · <b>x</b>"]);
});

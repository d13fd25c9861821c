import { describe, expect, test } from "vitest";
import {
  codecName,
  containerName,
  fileEnding,
  type PlaybackProblem,
  type PlayerSample,
  problemInWords,
  SilentFailureDetector,
  toldProblem,
} from "./problem.ts";

const healthy: PlayerSample = { timeSeconds: 0, playing: true, videoWidth: 1280, decodedSoundBytes: 40_000 };

/** Samples once a second, at the given media times. */
function watch(
  codecs: readonly string[],
  sample: Partial<PlayerSample>,
  times: readonly number[] = [0, 1, 2, 3],
): (PlaybackProblem | undefined)[] {
  const detector = new SilentFailureDetector(codecs);
  return times.map((timeSeconds) => detector.sample({ ...healthy, ...sample, timeSeconds }));
}

describe("a film that fails in silence", () => {
  test("has no problem while picture and sound come", () => {
    expect(watch(["avc1.640028", "mp4a.40.2"], {})).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("without picture is told once time has advanced", () => {
    const found = watch(["hvc1.1.6.L93.B0", "mp4a.40.2"], { videoWidth: 0 });
    expect(found[1]).toBeUndefined();
    expect(found[2]).toEqual({ kind: "no-picture", codec: "hvc1.1.6.L93.B0" });
  });

  test("without picture is told, too, where the codecs are not known", () => {
    expect(watch([], { videoWidth: 0 }).at(-1)).toEqual({ kind: "no-picture", codec: undefined });
  });

  test("without sound is told where there should be some", () => {
    expect(watch(["avc1.640028", "ac-3"], { decodedSoundBytes: 0 }).at(-1)).toEqual({
      kind: "no-sound",
      codec: "ac-3",
    });
  });

  test("may be a silent film, or music without picture", () => {
    expect(watch(["avc1.640028"], { decodedSoundBytes: 0 }).at(-1)).toBeUndefined();
    expect(watch(["mp4a.40.2"], { videoWidth: 0 }).at(-1)).toBeUndefined();
    expect(watch([], { decodedSoundBytes: 0 }).at(-1)).toBeUndefined();
  });

  test("is not judged where the browser counts no sound", () => {
    expect(watch(["avc1", "mp4a"], { decodedSoundBytes: undefined }).at(-1)).toBeUndefined();
  });

  test("is not judged while it stands still or jumps", () => {
    expect(watch(["hvc1"], { videoWidth: 0, playing: false }).at(-1)).toBeUndefined();
    expect(watch(["hvc1"], { videoWidth: 0 }, [0, 0, 0, 0]).at(-1)).toBeUndefined();
    expect(watch(["hvc1"], { videoWidth: 0 }, [0, 600, 30, 900]).at(-1)).toBeUndefined();
  });
});

test.each([
  ["avc1.640028", "H.264"],
  ["hev1.2.4.L120.90", "HEVC (H.265)"],
  ["V_MPEGH/ISO/HEVC", "HEVC (H.265)"],
  ["av01.0.08M.10", "AV1"],
  ["vp09.00.10.08", "VP9"],
  ["mp4a.40.2", "AAC"],
  ["ec-3", "E-AC-3 (Dolby Digital Plus)"],
  ["A_DTS", "DTS"],
  ["opus", "Opus"],
  ["zzzz", "zzzz"],
])("people know %s as %s", (codec, name) => {
  expect(codecName(codec)).toBe(name);
});

test.each([
  ["anime/frieren-01.MKV", "Matroska (.mkv)"],
  ["a.b.m2ts", "MPEG transport stream (.m2ts)"],
  ["odd.xyz", "xyz"],
])("%s is a file of kind %s", (path, name) => {
  expect(containerName(fileEnding(path))).toBe(name);
});

test("each problem names what is at fault, in words for the viewer and in a word for the room", () => {
  const problems: [PlaybackProblem, RegExp, readonly string[]][] = [
    [{ kind: "no-picture", codec: "hvc1" }, /no picture.*HEVC/, ["hvc1"]],
    [{ kind: "no-picture", codec: undefined }, /no picture.*this video format/, []],
    [{ kind: "no-sound", codec: "ac-3" }, /no sound.*AC-3/, ["ac-3"]],
    [
      { kind: "not-supported", ending: "mkv", codecs: ["avc1.640028", "mp4a.40.2"] },
      /this kind: Matroska \(\.mkv\) with H\.264 \+ AAC/,
      ["mkv", "avc1.640028", "mp4a.40.2"],
    ],
    [{ kind: "not-supported", ending: "avi", codecs: [] }, /this kind: AVI\./, ["avi"]],
    [{ kind: "broken" }, /could not be decoded/, []],
    [{ kind: "unavailable", detail: "The disk is gone." }, /^The disk is gone\.$/, []],
  ];
  for (const [problem, words, formats] of problems) {
    expect(problemInWords(problem)).toMatch(words);
    expect(toldProblem(problem)).toEqual({ problem: problem.kind, formats });
  }
});

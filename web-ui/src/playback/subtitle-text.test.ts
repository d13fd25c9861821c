import { describe, expect, it } from "vitest";
import { MAX_SUBTITLE_BYTES, readOwnSubtitles } from "./subtitle-text.ts";

const SRT = "1\r\n00:00:01,500 --> 00:00:02,000\r\n<i>Größe</i> & <font color=red>Mut</font>\r\n";
const VTT = "WEBVTT\n\n00:00:01.500 --> 00:00:02.000\n<i>Größe</i> &amp; Mut\n";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean) => {
  const bytes = new DataView(new ArrayBuffer(2 * text.length + 2));
  for (const [i, character] of ["\ufeff", ...text].entries()) {
    bytes.setUint16(2 * i, character.charCodeAt(0), little);
  }
  return new Uint8Array(bytes.buffer);
};
const windows1252 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const read = (text: string, name = "own.srt") => readOwnSubtitles(name, utf8(text));
const webVtt = (text: string) => {
  const own = read(text);
  return own.kind === "text" ? own.webVtt : own.because;
};

describe("a subtitle file of one's own", () => {
  it.each([
    ["UTF-8", utf8(SRT)],
    ["UTF-8 with a byte order mark", utf8(`\ufeff${SRT}`)],
    ["UTF-16, least significant byte first", utf16(SRT, true)],
    ["UTF-16, most significant byte first", utf16(SRT, false)],
    ["Windows-1252", windows1252(SRT)],
  ])("is read as %s", (_, bytes) => {
    expect(readOwnSubtitles("own.srt", bytes)).toEqual({ kind: "text", webVtt: VTT });
  });

  it("stays as it is where it is WebVTT", () => {
    expect(read(VTT, "own.VTT")).toEqual({ kind: "text", webVtt: VTT });
  });

  it("is read as SubRip where it is WebVTT by its name alone", () => {
    expect(read(SRT, "own.vtt")).toEqual({ kind: "text", webVtt: VTT });
  });

  it("may leave out hours and have a dot in its times", () => {
    expect(webVtt("1:02.5 --> 1:03.25\nHi")).toBe("WEBVTT\n\n00:01:02.500 --> 00:01:03.250\nHi\n");
  });

  it("keeps several lines and several cues apart", () => {
    expect(webVtt("1\n0:0:1,0 --> 0:0:2,0\nA\nB\n\n\n2\n0:0:3,0 --> 0:0:4,0\nC")).toBe(
      "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nA\nB\n\n00:00:03.000 --> 00:00:04.000\nC\n",
    );
  });

  it("puts at the top what says so", () => {
    expect(webVtt("0:0:1,0 --> 0:0:2,0\n{\\an8}Sign")).toBe(
      "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0\nSign\n",
    );
  });

  it("is text, whatever it looks like", () => {
    expect(webVtt("0:0:1,0 --> 0:0:2,0\n<script>x</script> 1 < 2 --> &lt;<b onclick=x>b</b>")).toBe(
      "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nx 1 &lt; 2 --&gt; &amp;lt;b</b>\n",
    );
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["a film", Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)],
    ["prose", utf8("Dear Anna,\n\nit was --> nice.\n")],
    ["a signature alone", utf8("WEBVTT\n\nNOTE nothing here\n")],
  ])("is refused where it holds %s", (_, bytes) => {
    expect(readOwnSubtitles("own.srt", bytes)).toEqual({ kind: "refused", because: "no-cues" });
  });

  it("is refused where its name says something else", () => {
    expect(read(SRT, "bunny.mkv")).toEqual({ kind: "refused", because: "other-kind" });
  });

  it("is refused where it is too large", () => {
    const bytes = new Uint8Array(MAX_SUBTITLE_BYTES + 1);
    expect(readOwnSubtitles("own.srt", bytes)).toEqual({ kind: "refused", because: "too-large" });
  });

  it("takes no longer for a hostile text than for an honest one", () => {
    const took = (text: string): number => {
      const before = performance.now();
      expect(read("0:0:1,0 --> 0:0:2,0\n".concat(text)).kind).toBe("text");
      return performance.now() - before;
    };
    const honestMs = took("so ".repeat(500_000).concat("so".repeat(50_000)));
    const hostileMs = took("{\\".repeat(400_000).concat("<a".repeat(400_000)));
    expect(hostileMs).toBeLessThan(20 * honestMs + 200);
  });
});

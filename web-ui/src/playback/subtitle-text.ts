/** What a viewer's own subtitle file turned out to be. */
export type OwnSubtitles =
  | { readonly kind: "text"; readonly webVtt: string }
  | { readonly kind: "refused"; readonly because: "other-kind" | "too-large" | "no-cues" };

/** Largest subtitle file that is read, in bytes. A long film's dialogue is a tenth of it. */
export const MAX_SUBTITLE_BYTES = 2 << 20;

/** Whether a file's name says that it holds subtitles that can be read. */
export function isSubtitleName(name: string): boolean {
  return /\.(?:srt|vtt)$/i.test(name);
}

/**
 * Reads a viewer's own subtitle file. Nothing of it is trusted: neither its name nor its encoding nor its form.
 *
 * @param bytes all of the file, or its beginning where it is larger than `MAX_SUBTITLE_BYTES`
 */
export function readOwnSubtitles(name: string, bytes: Uint8Array): OwnSubtitles {
  if (!isSubtitleName(name)) {
    return { kind: "refused", because: "other-kind" };
  }
  if (bytes.length > MAX_SUBTITLE_BYTES) {
    return { kind: "refused", because: "too-large" };
  }
  const webVtt = toWebVtt(decode(bytes));
  return webVtt === undefined ? { kind: "refused", because: "no-cues" } : { kind: "text", webVtt };
}

/**
 * By a byte order mark where there is one, else as UTF-8 where it is that, else as Windows-1252, in which older Western
 * files are written and which every byte is. Lines end in `\n`, and there is no NUL.
 */
function decode(bytes: Uint8Array): string {
  return decodeBytes(bytes).replace(/\r\n?/g, "\n").replaceAll("\0", "\ufffd");
}

function decodeBytes(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return new TextDecoder("utf-16be").decode(bytes);
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return new TextDecoder("utf-16le").decode(bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const CLOCK = String.raw`(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})`;
const TIMES = new RegExp(String.raw`^\s{0,8}${CLOCK}\s{0,8}-->\s{0,8}${CLOCK}.{0,200}$`);
const ANY_TIMES = new RegExp(String.raw`^\s{0,8}${CLOCK}\s{0,8}-->\s{0,8}${CLOCK}`, "m");

/**
 * SubRip has no standard: blocks of a number, a line of times and lines of text up to an empty line. Of its markup, bold,
 * italic and underline mean the same in WebVTT, `{\an7}` to `{\an9}` put a text at the top, and all else is dropped. A
 * file that is WebVTT already stays as it is. Undefined where there is no cue.
 */
function toWebVtt(text: string): string | undefined {
  if (/^WEBVTT(?:[ \t\n]|$)/.test(text)) {
    return ANY_TIMES.test(text) ? text : undefined;
  }
  const lines = text.split("\n");
  const cues: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const times = TIMES.exec(lines[at++] ?? "");
    if (!times) {
      continue;
    }
    const words: string[] = [];
    for (let line = lines[at]; line !== undefined && line.trim() !== ""; line = lines[++at]) {
      words.push(line);
    }
    const said = words.join("\n");
    const place = /\{\\an[789]\}/.test(said) ? " line:0" : "";
    cues.push(`${clock(times, 1)} --> ${clock(times, 5)}${place}\n${cueText(said)}\n`);
  }
  return cues.length === 0 ? undefined : `WEBVTT\n\n${cues.join("\n")}`;
}

/** @param group of the hours; minutes, seconds and fraction are the next ones */
function clock(times: RegExpExecArray, group: number): string {
  const part = (offset: number) => (times[group + offset] ?? "0").padStart(2, "0");
  return `${part(0)}:${part(1)}:${part(2)}.${(times[group + 3] ?? "").padEnd(3, "0")}`;
}

/** WebVTT 4.2.2: `&` and `<` are escaped, and an arrow would start another cue. */
function cueText(words: string): string {
  const plain = words.replace(/\{\\[^{}\n]{0,200}\}/g, "");
  let made = "";
  let from = 0;
  for (const tag of plain.matchAll(/<\/?[a-z][^<>\n]{0,200}>/gi)) {
    made += escaped(plain.slice(from, tag.index));
    if (/^<\/?[biu]>$/i.test(tag[0])) {
      made += tag[0].toLowerCase();
    }
    from = tag.index + tag[0].length;
  }
  return made + escaped(plain.slice(from));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("-->", "--&gt;");
}

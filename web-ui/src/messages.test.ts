import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogueFor } from "./messages.ts";

test("a language that there is no catalogue for falls back to English", async () => {
  expect((await catalogueFor(["tlh", "en-GB"])).join.button).toBe("Join");
  expect((await catalogueFor([])).join.button).toBe("Join");
});

test("the first language that there is a catalogue for wins, whatever its region", async () => {
  expect((await catalogueFor(["de-AT", "en"])).join.button).toBe("Mitschauen");
  expect((await catalogueFor(["fr", "de"])).language).toBe("de");
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

test("every English sentence has a German one, and none holds markup", async () => {
  const english = texts(await catalogueFor(["en"]), "");
  const german = new Map(texts(await catalogueFor(["de"]), ""));
  for (const [path, text] of english) {
    expect(german.get(path) === "", `${path} is empty in one language only`).toBe(text === "");
    expect(german.get(path), path).not.toMatch(/[<>]/);
    expect(text, path).not.toMatch(/[<>]/);
  }
  expect(german.size).toBe(english.length);
});

/** Refusals of what no page asks that is in order: they share one sentence, which tells the word. */
const MISUNDERSTOOD = [
  "not-json",
  "not-text",
  "bad-message",
  "unknown-command",
  "bad-time",
  "bad-rate",
  "bad-status",
  "bad-queue",
  "bad-request",
  "bad-body",
  "body-cut",
  "body-too-large",
  "too-large",
  "bad-room",
  "not-found",
  "method-not-allowed",
  "not-acceptable",
  "unsupported-media-type",
  "precondition-failed",
  "range-not-satisfiable",
];

/** What no page's script gets to read: between the services, for operators, and what browsers fetch by themselves. */
const UNREAD = [
  "wrong-secret",
  "bad-stage-event",
  "bad-viewers",
  "bad-wish",
  "stage-moved",
  "operators-only",
  "not-a-socket",
  "no-such-subtitles",
  "unreadable-subtitles",
];

/** The words of the socket's `error`, as they are generated. */
function socketCodes(): string[] {
  const [, union = ""] =
    /type ErrorCode = ([^;]+);/.exec(readFileSync("src/generated/protocol.ts", "utf8")) ?? [];
  return [...union.matchAll(/"([a-z-]+)"/g)].map(([, code = ""]) => code);
}

/** The words of the services' problems: in their sources each stands behind its status, or in the call named after it. */
function problemCodes(service: string): string[] {
  const folder = `../${service}/src/main/java`;
  const word =
    /(?:\b[45]\d\d,|\b(?:badRequest|forbidden|conflict|tooManyRequests)\()\s*"([a-z]+(?:-[a-z]+)*)"/g;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".java"))
    .flatMap((name) => [...readFileSync(`${folder}/${name}`, "utf8").matchAll(word)])
    .map(([, code = ""]) => code);
}

const SENT: readonly (readonly [string, readonly string[]])[] = [
  ["the room's socket", socketCodes()],
  ["the sync service", problemCodes("sync-service")],
  ["the media service", problemCodes("media-service")],
];

test.each(SENT)("every refusal of %s has words in both languages", async (_, codes) => {
  expect(codes.length).toBeGreaterThan(10);
  for (const language of ["en", "de"]) {
    const known = new Set([
      ...Object.keys((await catalogueFor([language])).error.codes),
      ...MISUNDERSTOOD,
      ...UNREAD,
    ]);
    expect(
      codes.filter((code) => !known.has(code)),
      language,
    ).toEqual([]);
  }
});

test("what is said to have no sentence of its own is still sent, and has none", async () => {
  const told = (await catalogueFor(["en"])).error.codes;
  for (const code of [...MISUNDERSTOOD, ...UNREAD]) {
    expect(
      SENT.some(([, codes]) => codes.includes(code)),
      code,
    ).toBe(true);
    expect(told, code).not.toHaveProperty(code);
  }
});

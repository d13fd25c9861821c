import { describe, expect, test } from "vitest";
import { statusWords } from "./status-words.ts";
import { type ViewerFacts, type ViewerState, viewerState } from "./viewer-state.ts";

const watching: ViewerFacts = {
  joined: true,
  connection: { kind: "open" },
  roomKnown: true,
  staged: true,
  firstFrame: true,
  offline: false,
  wait: undefined,
  next: undefined,
  hosts: false,
  stalled: false,
  retryInSeconds: undefined,
  aheadSeconds: 12,
  fillRate: undefined,
  problem: undefined,
  soundRefused: false,
  playRefused: false,
};

const lost = { kind: "waiting", secondsLeft: 4 } as const;

const frieren = { name: "Frieren 02", secondsLeft: 8 };

const forAnna = { who: "Anna", forUs: false, secondsLeft: 7, plays: true };

describe("the viewer page shows", () => {
  test.each<[string, Partial<ViewerFacts>, ViewerState["kind"]]>([
    ["the film", {}, "watching"],
    ["the Join card before anything else", { joined: false, connection: lost, staged: false }, "join"],
    ["that the room is unknown", { connection: { kind: "closed", code: "no-such-room" } }, "refused"],
    [
      "that it connects",
      { connection: { kind: "connecting" }, roomKnown: false, staged: false },
      "connecting",
    ],
    [
      "the countdown where the first connection failed",
      { connection: lost, roomKnown: false },
      "reconnecting",
    ],
    ["the countdown over a film that goes on", { connection: lost }, "reconnecting"],
    ["that the device is offline", { connection: lost, offline: true }, "offline"],
    ["no such thing while the connection lives", { offline: true }, "watching"],
    ["a reconnection over an empty screen", { connection: lost, staged: false }, "reconnecting"],
    ["that nothing is staged", { staged: false, firstFrame: false }, "nothing-staged"],
    ["that the film is coming", { firstFrame: false }, "loading"],
    ["that the film is asked for again", { retryInSeconds: 3 }, "loading"],
    ["that the film has run dry", { stalled: true }, "stalled"],
    ["for whom the room waits", { wait: forAnna }, "waiting"],
    ["what comes next", { next: frieren, soundRefused: true }, "next"],
    ["a lost connection before what would come next", { next: frieren, connection: lost }, "reconnecting"],
    [
      "its own loading before those whom it shares that with",
      { wait: forAnna, firstFrame: false },
      "loading",
    ],
    [
      "that the host has removed its viewer, even at the door",
      { joined: false, connection: { kind: "removed" } },
      "removed",
    ],
    [
      "what cannot play, even without connection",
      { problem: { kind: "broken" }, connection: lost },
      "cannot-play",
    ],
    ["no problem of a film that is gone", { problem: { kind: "broken" }, staged: false }, "nothing-staged"],
    ["that a tap is wanted", { playRefused: true, soundRefused: true }, "tap-to-play"],
    ["that the sound is off", { soundRefused: true }, "muted"],
  ])("%s", (_, facts, kind) => {
    expect(viewerState({ ...watching, ...facts }).kind).toBe(kind);
  });
});

describe("states in words", () => {
  const states: ViewerState[] = [
    { kind: "reconnecting", secondsLeft: 1 },
    { kind: "refused", code: "no-such-room" },
    { kind: "refused", code: "room-full" },
    { kind: "refused", code: "outdated" },
    { kind: "cannot-play", problem: { kind: "no-picture", codec: "hvc1" } },
    { kind: "cannot-play", problem: { kind: "unavailable", detail: "The disk is gone." } },
    { kind: "offline" },
    { kind: "nothing-staged" },
    { kind: "loading", aheadSeconds: 0, fillRate: undefined, retryInSeconds: undefined },
    { kind: "stalled", aheadSeconds: 1.2, fillRate: 0.42 },
    { kind: "tap-to-play" },
    { kind: "muted" },
  ];

  test.each(states)("$kind has a title and one action", (state) => {
    const words = statusWords(state, false);
    expect(words?.title).toMatch(/\S/);
    expect(words?.action).toMatch(/\S/);
  });

  test("a wait is ended by who may, and by nobody else", () => {
    expect(statusWords({ kind: "waiting", wait: forAnna, hosts: true }, true)).toMatchObject({
      title: "Waiting for Anna",
      detail: "Starts in 7 s at the latest.",
      action: "Start without Anna",
    });
    expect(statusWords({ kind: "waiting", wait: forAnna, hosts: false }, true)?.action).toBeUndefined();
  });

  test("what comes next is told, with nothing to press", () => {
    expect(statusWords({ kind: "next", next: frieren }, true)).toMatchObject({
      title: "Next: Frieren 02",
      detail: "In 8 s.",
      action: undefined,
    });
    expect(statusWords({ kind: "next", next: { ...frieren, secondsLeft: 0 } }, true)?.detail).toBe(
      "Any moment now.",
    );
  });

  test("who is removed gets one sentence, and nothing to press", () => {
    expect(statusWords({ kind: "removed" }, true)).toMatchObject({
      action: undefined,
      detail: "",
      size: "full",
    });
  });

  test("a film needs none, the door has its own", () => {
    expect(statusWords({ kind: "watching" }, true)).toBeUndefined();
    expect(statusWords({ kind: "join" }, false)).toBeUndefined();
  });

  test("count down in the singular, too", () => {
    expect(statusWords({ kind: "reconnecting", secondsLeft: 1 }, true)?.detail).toBe(
      "Trying again in 1 second.",
    );
    expect(statusWords({ kind: "reconnecting", secondsLeft: 0 }, true)?.detail).toBe("Trying again now…");
  });

  test("leave a visible picture alone", () => {
    expect(statusWords({ kind: "reconnecting", secondsLeft: 3 }, true)?.size).toBe("notice");
    expect(statusWords({ kind: "reconnecting", secondsLeft: 3 }, false)?.size).toBe("full");
    expect(
      statusWords({ kind: "cannot-play", problem: { kind: "no-sound", codec: "ac-3" } }, true)?.size,
    ).toBe("notice");
  });

  test("tell how much is there", () => {
    expect(statusWords({ kind: "stalled", aheadSeconds: 1.2, fillRate: 0.42 }, true)?.detail).toBe(
      "1.2 s loaded ahead. It comes at 0.42 times the speed that it needs.",
    );
    expect(
      statusWords({ kind: "loading", aheadSeconds: 0, fillRate: undefined, retryInSeconds: undefined }, false)
        ?.detail,
    ).toMatch(/first bytes/);
    expect(
      statusWords({ kind: "loading", aheadSeconds: 0, fillRate: undefined, retryInSeconds: 7 }, false)
        ?.detail,
    ).toContain("7 s");
  });

  test("leave the film of a page that is out of date alone", () => {
    expect(statusWords({ kind: "refused", code: "outdated" }, true)).toMatchObject({
      title: "This page is out of date",
      action: "Load the page again",
      size: "notice",
    });
  });

  test("pass on why the service turned the page away", () => {
    expect(statusWords({ kind: "refused", code: "room-full" }, false)?.detail).toBe("The room is full.");
  });
});

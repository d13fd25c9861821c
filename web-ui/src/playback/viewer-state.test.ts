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
  meanwhile: "chat",
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

describe("while the party stands", () => {
  test.each<[string, Partial<ViewerFacts>, string | undefined]>([
    ["a viewer talks to the others meanwhile", { wait: forAnna }, "chat"],
    [
      "a viewer fills the screen where there is no chat",
      { wait: forAnna, meanwhile: "full-screen" },
      "full-screen",
    ],
    ["who may ends the wait", { wait: forAnna, hosts: true }, "start-now"],
    ["who is waited for loads the film again", { wait: { ...forAnna, forUs: true } }, "load-again"],
    ["a viewer talks about the film that is over", { next: frieren }, "chat"],
    ["who may ends the countdown", { next: frieren, hosts: true }, "stop"],
    ["nothing is offered that the browser lacks", { next: frieren, meanwhile: undefined }, undefined],
  ])("%s", (_, facts, action) => {
    expect(viewerState({ ...watching, ...facts })).toHaveProperty("action", action);
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

  test.each(states)("%j has a title and one action", (state) => {
    const words = statusWords(state, false);
    expect(words?.title).toMatch(/\S/);
    expect(words?.action).toMatch(/\S/);
  });

  test.each<[Extract<ViewerState, { kind: "waiting" }>["action"], string | undefined]>([
    ["start-now", "Start without Anna"],
    ["load-again", "Load again"],
    ["chat", "Write in the chat"],
    ["full-screen", "Full screen"],
    ["leave-full-screen", "Leave full screen"],
    [undefined, undefined],
  ])("a wait with %s", (action, shown) => {
    expect(statusWords({ kind: "waiting", wait: forAnna, action }, true)).toMatchObject({
      title: "Waiting for Anna",
      detail: "Starts in 7 s at the latest.",
      action: shown,
    });
  });

  test("what comes next is told, and stopped by who may", () => {
    expect(statusWords({ kind: "next", next: frieren, action: "stop" }, true)).toMatchObject({
      title: "Next: Frieren 02",
      detail: "In 8 s.",
      action: "Stop the countdown",
    });
    const due = { ...frieren, secondsLeft: 0 };
    expect(statusWords({ kind: "next", next: due, action: "chat" }, true)).toMatchObject({
      detail: "Any moment now.",
      action: "Write in the chat",
    });
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

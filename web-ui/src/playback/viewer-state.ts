import type { NextView } from "./next-film.ts";
import type { PlaybackProblem } from "./problem.ts";
import type { WaitView } from "./waited-for.ts";

/** How the page stands with the sync service. */
export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "open" }
  | { readonly kind: "waiting"; readonly secondsLeft: number }
  | { readonly kind: "removed" }
  | { readonly kind: "closed"; readonly code: string };

/** What there is for a viewer to do while the party stands. */
export type Meanwhile = "chat" | "full-screen" | "leave-full-screen";

/** All that decides what the viewer page shows. */
export interface ViewerFacts {
  readonly joined: boolean;
  readonly connection: Connection;
  /** Whether a snapshot of the room has come since the page was opened. */
  readonly roomKnown: boolean;
  readonly staged: boolean;
  readonly firstFrame: boolean;
  /** The browser itself says that it has no network. */
  readonly offline: boolean;
  /** For whom the room waits, undefined while it waits for nobody. */
  readonly wait: WaitView | undefined;
  /** What comes by itself, undefined while nothing does. */
  readonly next: NextView | undefined;
  /** Whether this viewer may end the wait, and the countdown. */
  readonly hosts: boolean;
  /** Undefined where there is nothing. */
  readonly meanwhile: Meanwhile | undefined;
  /** The film is meant to play here and has run dry. */
  readonly stalled: boolean;
  /** Seconds until the film is fetched again after an error. */
  readonly retryInSeconds: number | undefined;
  /** What can be played without another byte, in seconds of media time. */
  readonly aheadSeconds: number;
  /** Seconds of film that come in a second, undefined where that is not known. */
  readonly fillRate: number | undefined;
  readonly problem: PlaybackProblem | undefined;
  /** Sound is off because the browser refused it, not because somebody wanted quiet. */
  readonly soundRefused: boolean;
  /** The browser refused to play at all without a gesture. */
  readonly playRefused: boolean;
}

/** What the viewer page shows, one thing at a time. */
export type ViewerState =
  | { readonly kind: "join" }
  | { readonly kind: "removed" }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "connecting" }
  | { readonly kind: "offline" }
  | { readonly kind: "reconnecting"; readonly secondsLeft: number }
  | { readonly kind: "cannot-play"; readonly problem: PlaybackProblem }
  | { readonly kind: "nothing-staged" }
  | {
      readonly kind: "loading";
      readonly aheadSeconds: number;
      readonly fillRate: number | undefined;
      readonly retryInSeconds: number | undefined;
    }
  | {
      readonly kind: "waiting";
      readonly wait: WaitView;
      readonly action: "start-now" | "load-again" | Meanwhile | undefined;
    }
  | { readonly kind: "next"; readonly next: NextView; readonly action: "stop" | Meanwhile | undefined }
  | { readonly kind: "stalled"; readonly aheadSeconds: number; readonly fillRate: number | undefined }
  | { readonly kind: "tap-to-play" }
  | { readonly kind: "muted" }
  | { readonly kind: "watching" };

/**
 * Picks the state: what keeps the film from being seen comes before what disturbs it, and a lost connection before
 * what it would explain.
 */
export function viewerState(facts: ViewerFacts): ViewerState {
  const { connection } = facts;
  if (connection.kind === "removed") {
    return { kind: "removed" };
  }
  if (!facts.joined) {
    return { kind: "join" };
  }
  if (connection.kind === "closed") {
    return { kind: "refused", code: connection.code };
  }
  if (facts.offline && connection.kind !== "open") {
    return { kind: "offline" };
  }
  if (!facts.roomKnown) {
    return connection.kind === "waiting"
      ? { kind: "reconnecting", secondsLeft: connection.secondsLeft }
      : { kind: "connecting" };
  }
  if (facts.staged && facts.problem) {
    return { kind: "cannot-play", problem: facts.problem };
  }
  if (connection.kind !== "open") {
    return {
      kind: "reconnecting",
      secondsLeft: connection.kind === "waiting" ? connection.secondsLeft : 0,
    };
  }
  if (!facts.staged) {
    return { kind: "nothing-staged" };
  }
  if (facts.playRefused) {
    return { kind: "tap-to-play" };
  }
  if (!facts.firstFrame || facts.retryInSeconds !== undefined) {
    const { aheadSeconds, fillRate, retryInSeconds } = facts;
    return { kind: "loading", aheadSeconds, fillRate, retryInSeconds };
  }
  if (facts.wait) {
    const { wait, hosts, meanwhile } = facts;
    return {
      kind: "waiting",
      wait,
      action: hosts ? "start-now" : wait.forUs ? "load-again" : meanwhile,
    };
  }
  if (facts.stalled) {
    return { kind: "stalled", aheadSeconds: facts.aheadSeconds, fillRate: facts.fillRate };
  }
  if (facts.next) {
    return { kind: "next", next: facts.next, action: facts.hosts ? "stop" : facts.meanwhile };
  }
  return facts.soundRefused ? { kind: "muted" } : { kind: "watching" };
}

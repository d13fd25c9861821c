import { tenths, times } from "../format.ts";
import { messages, refusalInWords } from "../messages.ts";
import { problemInWords } from "./problem.ts";
import type { Meanwhile, ViewerState } from "./viewer-state.ts";

/** A state in words. */
export interface StatusView {
  readonly title: string;
  readonly detail: string;
  /** What the one button does, in words; without it there is no button. */
  readonly action: string | undefined;
  readonly busy: boolean;
  /** `full` where there is no film to be seen, `notice` and `button` over it. */
  readonly size: "full" | "notice" | "button";
}

/**
 * What a state says, undefined for those that need no words.
 *
 * @param filmVisible whether there is a picture that the words should leave alone
 */
export function statusWords(state: ViewerState, filmVisible: boolean): StatusView | undefined {
  const words = messages.state;
  const size = filmVisible ? "notice" : "full";
  switch (state.kind) {
    case "join":
    case "watching":
      return undefined;
    case "connecting":
      return { ...words.connecting, action: undefined, busy: true, size };
    case "reconnecting":
      return {
        title: words.reconnecting.title,
        detail: words.reconnecting.detail(state.secondsLeft),
        action: words.reconnecting.action,
        busy: true,
        size,
      };
    case "offline":
      return { ...words.offline, busy: false, size };
    case "removed":
      return {
        title: messages.error.codes.removed,
        detail: "",
        action: undefined,
        busy: false,
        size: "full",
      };
    case "refused":
      switch (state.code) {
        case "no-such-room":
          return { ...words.noSuchRoom, title: refusalInWords(state.code), busy: false, size: "full" };
        case "outdated":
          return { ...words.outdated, busy: false, size };
        default: {
          const detail = refusalInWords(state.code);
          return { ...words.refused, detail, busy: false, size: "full" };
        }
      }
    case "nothing-staged":
      return { ...words.nothingStaged, busy: false, size: "full" };
    case "cannot-play":
      return state.problem.kind === "unavailable"
        ? {
            title: words.unavailable.title,
            detail: state.problem.detail,
            action: words.unavailable.action,
            busy: true,
            size,
          }
        : {
            title: words.cannotPlay.title,
            detail: `${problemInWords(state.problem)} ${messages.problem.whatToDo}`,
            action: words.cannotPlay.action,
            busy: false,
            size: state.problem.kind === "no-sound" ? size : "full",
          };
    case "loading":
      return {
        title: words.loading.title,
        detail:
          state.retryInSeconds !== undefined ? words.loading.retrying(state.retryInSeconds) : amount(state),
        action: words.loading.action,
        busy: true,
        size,
      };
    case "waiting": {
      const { who, secondsLeft, plays } = state.wait;
      return {
        title: words.waiting.title(who),
        detail:
          plays && secondsLeft !== undefined ? words.waiting.detail(secondsLeft) : words.waiting.standing,
        action: waitAction(state.action, who),
        busy: true,
        size,
      };
    }
    case "next":
      return {
        title: words.next.title(state.next.name),
        detail: words.next.detail(state.next.secondsLeft),
        action: state.action === "stop" ? words.next.stop : state.action && meanwhile(state.action),
        busy: false,
        size,
      };
    case "stalled":
      return {
        title: words.stalled.title,
        detail: amount(state),
        action: words.stalled.action,
        busy: true,
        size,
      };
    case "tap-to-play":
      return { ...words.tapToPlay, detail: "", busy: false, size: "button" };
    case "muted":
      return { ...words.silent, detail: "", busy: false, size: "button" };
  }
}

function waitAction(
  action: Extract<ViewerState, { kind: "waiting" }>["action"],
  who: string,
): string | undefined {
  switch (action) {
    case undefined:
      return undefined;
    case "start-now":
      return messages.state.waiting.action(who);
    case "load-again":
      return messages.state.loading.action;
    default:
      return meanwhile(action);
  }
}

function meanwhile(action: Meanwhile): string {
  switch (action) {
    case "chat":
      return messages.chat.write;
    case "full-screen":
      return messages.controls.fullscreen;
    case "leave-full-screen":
      return messages.controls.exitFullscreen;
  }
}

function amount(state: { readonly aheadSeconds: number; readonly fillRate: number | undefined }): string {
  const words = messages.state.loading;
  const { aheadSeconds, fillRate } = state;
  const held = aheadSeconds > 0 ? words.amount(tenths(aheadSeconds)) : words.opening;
  return fillRate === undefined || fillRate <= 0 ? held : `${held} ${words.rate(times(fillRate))}`;
}

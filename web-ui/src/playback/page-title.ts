import { filmName, plainText } from "../format.ts";
import { messages } from "../messages.ts";
import type { ViewerState } from "./viewer-state.ts";

const MAX_FILM_CHARACTERS = 120;

/** A film's name as the viewer page shows it; empty for none. */
export function shownName(film: { readonly path: string } | undefined): string {
  return film ? plainText(filmName(film.path), MAX_FILM_CHARACTERS) : "";
}

/**
 * The title of the viewer page: before joining what is on, then what is wrong, else whether the film plays.
 *
 * @param state what the page tells in words, undefined while it shows the film
 */
export function viewerTitle(facts: {
  readonly joined: boolean;
  readonly film: string;
  readonly state: string | undefined;
  readonly playing: boolean;
}): string {
  const words = messages.title;
  if (facts.state !== undefined) {
    return words.with(facts.state, messages.product);
  }
  if (facts.film === "") {
    return words.viewer;
  }
  const title = words.with(facts.film, messages.product);
  return facts.joined ? `${facts.playing ? words.playing : words.paused} ${title}` : title;
}

/** What a tab's icon tells: a film that plays, something that keeps the page from it, or neither. */
export type TabMood = "playing" | "away" | "still";

export function tabMood(state: ViewerState["kind"], playing: boolean): TabMood {
  switch (state) {
    case "removed":
    case "refused":
    case "offline":
    case "reconnecting":
    case "cannot-play":
      return "away";
    case "join":
    case "connecting":
    case "nothing-staged":
    case "loading":
    case "waiting":
    case "next":
    case "stalled":
    case "tap-to-play":
    case "muted":
    case "watching":
      return playing ? "playing" : "still";
  }
}

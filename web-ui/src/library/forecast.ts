import { messages } from "../messages.ts";

/** The part of `GET /api/delivery/forecast` that the page shows. */
export interface Forecast {
  readonly path: string;
  /** Viewers whom the line can feed with the film at the same time; absent where it is not known. */
  readonly viewers?: number | null;
}

export interface ForecastView {
  readonly text: string;
  /** Whether it is not enough for those who are here. */
  readonly short: boolean;
}

/**
 * What the line can do for a film, in words; undefined where nothing can be said.
 *
 * @param here viewers in the room now
 */
export function forecastView(forecast: Forecast | undefined, here: number): ForecastView | undefined {
  const feeds = forecast?.viewers;
  if (typeof feeds !== "number") {
    return undefined;
  }
  const words = messages.admin.library;
  return here === 0
    ? { text: words.feeds(feeds), short: feeds === 0 }
    : { text: words.feedsOf(Math.min(feeds, here), here), short: feeds < here };
}

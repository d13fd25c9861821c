import { inSentence, plainText } from "../format.ts";
import type { ViewerRow } from "../generated/protocol.ts";
import { messages } from "../messages.ts";
import { codecName, type PlaybackProblem } from "./problem.ts";

const MAX_NAME_CHARACTERS = 40;
const MAX_FORMAT_CHARACTERS = 40;
const MAX_WORDS_CHARACTERS = 120;

type Reported = Pick<ViewerRow, "name" | "browser" | "problem" | "formats">;

/**
 * What a viewer's browser cannot do, for the host, as a sentence: `Anna's Safari cannot play MKV`. A problem that no
 * page of this version reports is told as it is.
 */
export function viewerProblem({ name, browser, problem = "", formats = [] }: Reported): string {
  const words = messages.admin.viewers.problem;
  const shownName = name === "" ? messages.admin.viewers.guest : inSentence(name, MAX_NAME_CHARACTERS);
  const whose = words.browser(shownName, plainText(shortBrowser(browser ?? ""), MAX_NAME_CHARACTERS));
  const kind = problem as PlaybackProblem["kind"];
  switch (kind) {
    case "not-supported": {
      const [ending = "", ...codecs] = formats;
      return words.notSupported(
        whose,
        plain(ending.toUpperCase()) || words.film,
        codecs.map(shownCodec).join(" + "),
      );
    }
    case "no-picture":
      return words.noPicture(whose, formats.map(shownCodec).join(" + "));
    case "no-sound":
      return words.noSound(whose, formats.map(shownCodec).join(" + "));
    case "broken":
      return words.broken(whose);
    case "unavailable":
      return words.unavailable(whose);
    default:
      kind satisfies never;
      return plainText(problem, MAX_WORDS_CHARACTERS);
  }
}

/** `Safari` of `Safari 17 · iPhone`: which one it is stands beside the sentence. */
function shortBrowser(browser: string): string {
  return (browser.split(" · ")[0] ?? "").replace(/ \d+$/, "");
}

function shownCodec(codec: string): string {
  return plain(codecName(codec));
}

function plain(format: string): string {
  return plainText(format, MAX_FORMAT_CHARACTERS);
}

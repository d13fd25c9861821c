import { plainText } from "../format.ts";
import { messages } from "../messages.ts";

const MAX_NAME_CHARACTERS = 60;

/** What a track tells of itself. */
export interface NamedTrack {
  readonly language?: string;
  readonly label: string;
}

/**
 * The tracks' names for people, in their order; two of one name are numbered.
 *
 * @param unnamed name of those that tell nothing
 */
export function trackNames(tracks: readonly NamedTrack[], unnamed: string): string[] {
  const times = new Map<string, number>();
  return tracks.map((track) => {
    const name = trackName(track) || unnamed;
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return time === 1 ? name : `${name} (${time})`;
  });
}

function trackName({ language, label }: NamedTrack): string {
  const parts = [language === undefined ? "" : languageName(language), plainText(label, MAX_NAME_CHARACTERS)];
  return parts.filter((part) => part !== "").join(" · ");
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([messages.language], { type: "language" }).of(tag) ?? tag;
  } catch {
    // File names hold tags that are none.
    return tag;
  }
}

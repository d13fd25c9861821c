import type { StagedSubtitles } from "../library/api.ts";
import type { NamedTrack } from "./track-names.ts";

/** What a viewer likes to read, over visits: whether, and the language and label that were chosen last. */
export interface SubtitleTaste {
  readonly on: boolean;
  readonly language?: string;
  readonly label?: string;
}

const OFF: SubtitleTaste = { on: false };

/** Reads what `writeTaste` wrote; anything else is the taste of someone who has never chosen. */
export function readTaste(kept: string | null): SubtitleTaste {
  try {
    const read: unknown = JSON.parse(kept ?? "");
    if (typeof read !== "object" || read === null) {
      return OFF;
    }
    const { on, language, label } = read as Record<string, unknown>;
    return {
      on: on === true,
      ...(typeof language === "string" ? { language } : {}),
      ...(typeof label === "string" ? { label } : {}),
    };
  } catch {
    return OFF;
  }
}

export function writeTaste(taste: SubtitleTaste): string {
  return JSON.stringify(taste);
}

/** The track in the language that was chosen last, undefined where there is none or none was ever chosen. */
export function wanted<Track extends NamedTrack>(
  tracks: readonly Track[],
  { language, label }: Partial<NamedTrack>,
): Track | undefined {
  if (language === undefined) {
    return label === undefined
      ? undefined
      : tracks.find((track) => track.language === undefined && track.label === label);
  }
  return best(tracks, language, label ?? "");
}

/** The track to begin with for someone who wants subtitles: one that they read, else the first. */
export function offered(
  tracks: readonly StagedSubtitles[],
  taste: SubtitleTaste,
  languages: readonly string[],
): StagedSubtitles | undefined {
  const read = languages.map((language) => best(tracks, language, "")).find((track) => track !== undefined);
  return wanted(tracks, taste) ?? read ?? tracks[0];
}

/** The same language, the same region before another one, the same label before another one. */
function best<Track extends NamedTrack>(
  tracks: readonly Track[],
  language: string,
  label: string,
): Track | undefined {
  const score = (track: Track) => {
    const tag = track.language?.toLowerCase() ?? "";
    if (primary(tag) !== primary(language)) {
      return 0;
    }
    return 1 + (tag === language.toLowerCase() ? 2 : 0) + (track.label === label ? 1 : 0);
  };
  return tracks.filter((track) => score(track) > 0).sort((a, b) => score(b) - score(a))[0];
}

function primary(tag: string): string {
  return tag.toLowerCase().split("-")[0] ?? "";
}

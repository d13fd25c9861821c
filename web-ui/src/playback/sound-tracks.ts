import { messages } from "../messages.ts";
import type { KeptText } from "../pages/storage.ts";
import type { AudioTrack, AudioTrackList, TrackedPlayer } from "./audio-tracks.ts";
import type { ChoiceView } from "./choice.ts";
import { wanted } from "./subtitle-choice.ts";
import { type NamedTrack, trackNames } from "./track-names.ts";

const TASTE_KEY = "watchparty:sound-track";
const NONE: ChoiceView = { options: [], chosen: undefined };
/** Language tags that name none. */
const NO_LANGUAGE: ReadonlySet<string> = new Set(["", "und", "zxx", "mul", "mis"]);

export interface SoundTracksParts {
  readonly video: TrackedPlayer;
  /** Etag of the film that is on, undefined for none. */
  readonly film: () => string | undefined;
  readonly kept: KeptText;
  /** Is told when there is something else to show. */
  readonly changed: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * A viewer's sound track over one visit, where the browser offers a choice of those in the film. The language that was
 * chosen last is taken up with the next film; what was chosen of a film stays chosen where the same film is loaded again.
 */
export class SoundTracks {
  readonly #parts: SoundTracksParts;
  readonly #tracks: AudioTrackList | undefined;
  /** Which track of which film was chosen last. */
  #chosen: { readonly film: string | undefined; readonly index: number } | undefined;
  #view = NONE;

  constructor(parts: SoundTracksParts) {
    this.#parts = parts;
    const { video, signal } = parts;
    this.#tracks = video.audioTracks;
    const look = () => this.#look();
    for (const type of ["addtrack", "removetrack", "change"]) {
      this.#tracks?.addEventListener(type, look, { signal });
    }
    // A list that is emptied for another source does not tell of it.
    video.addEventListener("emptied", look, { signal });
    video.addEventListener("loadedmetadata", () => this.#begin(), { signal });
  }

  /** Empty where there is nothing to choose. */
  get view(): ChoiceView {
    return this.#view;
  }

  /** @param id of an option */
  choose(id: string): void {
    const index = this.#view.options.findIndex((option) => option.id === id);
    const taste = this.#named()[index];
    if (taste) {
      const { film, kept } = this.#parts;
      this.#chosen = { film: film(), index };
      if (taste.language === undefined && taste.label === "") {
        // The next film's nameless track would be any.
        kept.removeItem(TASTE_KEY);
      } else {
        kept.setItem(TASTE_KEY, JSON.stringify(taste));
      }
      this.#hear(index);
    }
  }

  #begin(): void {
    const index = this.#wantedIndex();
    if (index !== undefined) {
      this.#hear(index);
    }
    this.#look();
  }

  #wantedIndex(): number | undefined {
    if (this.#chosen && this.#chosen.film === this.#parts.film()) {
      return this.#chosen.index;
    }
    const tracks = this.#named().map((track, index) => ({ ...track, index }));
    return wanted(tracks, readTaste(this.#parts.kept.getItem(TASTE_KEY)))?.index;
  }

  /** One after the other, the wanted one first: there is no moment of silence. */
  #hear(index: number): void {
    const tracks = this.#all();
    const track = tracks[index];
    if (track) {
      track.enabled = true;
      for (const other of tracks.filter((each) => each !== track)) {
        other.enabled = false;
      }
      this.#look();
    }
  }

  #look(): void {
    const tracks = this.#all();
    const names = trackNames(this.#named(), messages.soundTracks.unnamed);
    const heard = tracks.findIndex(({ enabled }) => enabled);
    const view: ChoiceView =
      tracks.length < 2
        ? NONE
        : {
            options: names.map((name, index) => ({ id: String(index), name })),
            chosen: heard < 0 ? undefined : String(heard),
          };
    if (JSON.stringify(view) !== JSON.stringify(this.#view)) {
      this.#view = view;
      this.#parts.changed();
    }
  }

  /** What all tracks say alike tells nothing: it is the name of what wrote the file. */
  #named(): NamedTrack[] {
    const tracks = this.#all();
    const alike = tracks.every(({ label }) => label === tracks[0]?.label);
    return tracks.map((track) => named(track, alike ? "" : track.label));
  }

  #all(): AudioTrack[] {
    return Array.from({ length: this.#tracks?.length ?? 0 }, (_, i) => this.#tracks?.[i]).filter(
      (track) => track !== undefined,
    );
  }
}

function named({ kind, language: tag }: AudioTrack, own: string): NamedTrack {
  const label = [own, kindInWords(kind)].filter((part) => part !== "").join(" · ");
  const language = canonical(tag);
  return { label, ...(NO_LANGUAGE.has(language) ? {} : { language }) };
}

/** Files write `ger` or `deu` and mean `de`. */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "";
  } catch {
    return "";
  }
}

function kindInWords(kind: string): string {
  const words = messages.soundTracks;
  switch (kind) {
    case "descriptions":
    case "main-desc":
      return words.described;
    case "commentary":
      return words.commentary;
    default:
      return "";
  }
}

/** Reads what `choose` wrote; anything else is the taste of someone who has never chosen. */
function readTaste(kept: string | null): Partial<NamedTrack> {
  try {
    const read: unknown = JSON.parse(kept ?? "");
    if (typeof read !== "object" || read === null) {
      return {};
    }
    const { language, label } = read as Record<string, unknown>;
    return {
      ...(typeof language === "string" ? { language } : {}),
      ...(typeof label === "string" ? { label } : {}),
    };
  } catch {
    return {};
  }
}

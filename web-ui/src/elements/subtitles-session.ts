import { inSentence } from "../format.ts";
import type { StagedSubtitles } from "../library/api.ts";
import { messages } from "../messages.ts";
import { onDroppedFile } from "../pages/dropped-file.ts";
import type { KeptText } from "../pages/storage.ts";
import type { ChoiceView } from "../playback/choice.ts";
import { offered, readTaste, type SubtitleTaste, wanted, writeTaste } from "../playback/subtitle-choice.ts";
import { MAX_SUBTITLE_BYTES, type OwnSubtitles, readOwnSubtitles } from "../playback/subtitle-text.ts";
import { trackNames } from "../playback/track-names.ts";
import { h } from "./dom.ts";
import type { FilmPlayer } from "./film-player.ts";
import type { SubtitleCues } from "./subtitle-cues.ts";

const TASTE_KEY = "watchparty:subtitles";
const OWN_ID = "own";
const MAX_NAME_CHARACTERS = 60;
const NONE: ChoiceView = { options: [], chosen: undefined };

/**
 * A viewer's subtitles over one visit: the files beside the film, and one of the viewer's own, which never leaves the
 * browser. The language that was chosen last is taken up with the next film; a file of one's own belongs to the film that
 * it was picked for.
 */
export class SubtitlesSession {
  readonly #player: FilmPlayer;
  readonly #cues: SubtitleCues;
  readonly #kept: KeptText;
  readonly #tell: (sentence: string) => void;
  #taste: SubtitleTaste;
  #etag: string | undefined;
  #tracks: readonly StagedSubtitles[] = [];
  /** Object URL and name of the viewer's own file. */
  #own: { readonly url: string; readonly name: string } | undefined;
  /** Which track was chosen last of this film's, shown or not. */
  #last: string | undefined;
  #shown: { readonly id: string; readonly element: HTMLTrackElement } | undefined;
  #view = NONE;

  /**
   * @param kept what outlives a visit
   * @param tell shows a sentence to the viewer
   * @param signal ends it
   */
  constructor(
    player: FilmPlayer,
    cues: SubtitleCues,
    kept: KeptText,
    tell: (sentence: string) => void,
    signal: AbortSignal,
  ) {
    this.#player = player;
    this.#cues = cues;
    this.#kept = kept;
    this.#tell = tell;
    this.#taste = readTaste(kept.getItem(TASTE_KEY));
    player.addEventListener("filmchange", () => this.#look(), { signal });
    // The telephone's own full-screen player shows nothing of the page but what the browser draws.
    player.video.addEventListener("webkitbeginfullscreen", () => this.#setMode("showing"), { signal });
    player.video.addEventListener("webkitendfullscreen", () => this.#setMode("hidden"), { signal });
    onDroppedFile((file) => void this.pick(file), signal);
    signal.addEventListener("abort", () => this.#begin(undefined));
  }

  get view(): ChoiceView {
    return this.#view;
  }

  /** @param id of an option, empty for none */
  choose(id: string): void {
    const track = this.#tracks.find(({ url }) => url === id);
    if (id === "") {
      this.#taste = { ...this.#taste, on: false };
    } else if (track) {
      const { language, label } = track;
      this.#taste = { on: true, label, ...(language === undefined ? {} : { language }) };
    } else {
      this.#taste = { ...this.#taste, on: true };
    }
    this.#kept.setItem(TASTE_KEY, writeTaste(this.#taste));
    this.#show(id === "" ? undefined : id);
  }

  /** Off, or on again with what was chosen last. */
  toggle(): void {
    if (this.#shown) {
      this.choose("");
      this.#tell(messages.subtitles.offNow);
      return;
    }
    const { options } = this.#view;
    const id = this.#last ?? offered(this.#tracks, this.#taste, navigator.languages)?.url ?? options[0]?.id;
    const option = options.find((each) => each.id === id);
    if (option) {
      this.choose(option.id);
      this.#tell(messages.subtitles.onNow(option.name));
    } else {
      this.#tell(messages.subtitles.none);
    }
  }

  /** Shows the viewer's own file, where it is one. */
  async pick(file: File): Promise<void> {
    const etag = this.#player.film?.etag;
    if (etag === undefined) {
      return;
    }
    let own: OwnSubtitles;
    try {
      const beginning = file.slice(0, MAX_SUBTITLE_BYTES + 1);
      own = readOwnSubtitles(file.name, new Uint8Array(await beginning.arrayBuffer()));
    } catch {
      this.#tell(messages.subtitles.unreadable);
      return;
    }
    if (this.#player.film?.etag !== etag) {
      return;
    }
    switch (own.kind) {
      case "refused":
        this.#tell(messages.subtitles.refused[own.because]);
        break;
      case "text": {
        this.#show(undefined);
        this.#letGoOfOwn();
        const name = inSentence(file.name, MAX_NAME_CHARACTERS);
        const url = URL.createObjectURL(new Blob([own.webVtt], { type: "text/vtt" }));
        this.#own = { url, name };
        this.choose(OWN_ID);
        this.#tell(messages.subtitles.onNow(name));
        break;
      }
    }
  }

  #look(): void {
    const { film, subtitles } = this.#player;
    if (film?.etag !== this.#etag) {
      this.#begin(film?.etag);
    }
    if (subtitles !== this.#tracks) {
      this.#tracks = subtitles;
      const shown = this.#shown?.id;
      if (shown === undefined && this.#taste.on) {
        this.#show(wanted(subtitles, this.#taste)?.url);
      } else if (shown !== undefined && shown !== OWN_ID) {
        // The file may have been mended since: what is told anew is fetched anew.
        this.#show(subtitles.find(({ url }) => url === shown)?.url);
      } else {
        this.#changed();
      }
    }
  }

  /** @param etag of the film that is on from now on, undefined for none */
  #begin(etag: string | undefined): void {
    this.#etag = etag;
    this.#tracks = [];
    this.#last = undefined;
    this.#show(undefined);
    this.#letGoOfOwn();
    this.#changed();
  }

  #letGoOfOwn(): void {
    if (this.#own) {
      URL.revokeObjectURL(this.#own.url);
      this.#own = undefined;
    }
  }

  #show(id: string | undefined): void {
    this.#shown?.element.remove();
    this.#shown = undefined;
    this.#cues.clear();
    const source = id === OWN_ID ? this.#own?.url : id;
    if (id !== undefined && source !== undefined) {
      const element = h("track", { kind: "subtitles", src: source });
      this.#shown = { id, element };
      this.#last = id;
      element.addEventListener("error", () => this.#failed(element));
      this.#player.video.append(element);
      this.#setMode("hidden");
      this.#cues.show(element, this.#player.video);
    }
    this.#changed();
  }

  #setMode(mode: TextTrackMode): void {
    if (this.#shown) {
      this.#shown.element.track.mode = mode;
    }
  }

  #failed(element: HTMLTrackElement): void {
    if (this.#shown?.element === element) {
      this.#show(undefined);
      this.#tell(messages.subtitles.failed);
    }
  }

  #changed(): void {
    const names = trackNames(this.#tracks, messages.subtitles.unnamed);
    this.#view = {
      options: [
        ...this.#tracks.map(({ url }, i) => ({ id: url, name: names[i] ?? "" })),
        ...(this.#own ? [{ id: OWN_ID, name: this.#own.name }] : []),
      ],
      chosen: this.#shown?.id,
    };
  }
}

import { cut } from "../format.ts";
import { h, shadow, sheet } from "./dom.ts";
import css from "./subtitle-cues.css?inline";

const style = sheet(css);

/** More at once is no dialogue. */
const MOST_CUES = 8;
/** Nor is more in one cue, markup included. A browser breaks 20,000 letters without a space into lines for many seconds. */
const MOST_CHARACTERS = 500;

/**
 * Draws a text track's cues. Browsers would draw them below the controls, and each in letters of its own size.
 *
 * Which cues are active is looked up here: a player that stands still does not tell of those of a track that came before
 * its film.
 */
export class SubtitleCues extends HTMLElement {
  static define(tag = "subtitle-cues"): void {
    customElements.get(tag) ?? customElements.define(tag, SubtitleCues);
  }

  readonly #top = h("div", { class: "top" });
  readonly #bottom = h("div", { class: "bottom" });
  #shown: AbortController | undefined;
  #drawn: readonly VTTCue[] = [];

  constructor() {
    super();
    shadow(this, style).append(this.#top, this.#bottom);
  }

  disconnectedCallback(): void {
    this.clear();
  }

  /** Draws this track of this player from now on. Its `mode` has to be `hidden`: cues are told and not drawn. */
  show(track: HTMLTrackElement, video: HTMLVideoElement): void {
    this.clear();
    this.#shown = new AbortController();
    const { signal } = this.#shown;
    const draw = () => this.#draw(active(track.track, video.currentTime));
    track.addEventListener("load", draw, { signal });
    track.track.addEventListener("cuechange", draw, { signal });
    for (const type of ["loadeddata", "seeked", "timeupdate"]) {
      video.addEventListener(type, draw, { signal });
    }
    draw();
  }

  /** Draws nothing from now on. */
  clear(): void {
    this.#shown?.abort();
    this.#draw([]);
  }

  #draw(cues: readonly VTTCue[]): void {
    const same = cues.length === this.#drawn.length && cues.every((cue, i) => cue === this.#drawn[i]);
    if (!same) {
      this.#drawn = cues;
      this.#top.replaceChildren(...cues.filter(isAtTheTop).map(drawn));
      this.#bottom.replaceChildren(...cues.filter((cue) => !isAtTheTop(cue)).map(drawn));
    }
  }
}

function active(track: TextTrack, atSeconds: number): VTTCue[] {
  return [...(track.cues ?? [])]
    .filter((cue) => cue instanceof VTTCue)
    .filter((cue) => cue.startTime <= atSeconds && atSeconds < cue.endTime)
    .slice(0, MOST_CUES);
}

/** Of a cue's place its half of the picture is kept: lines from the top, or percent. */
function isAtTheTop({ line, snapToLines }: VTTCue): boolean {
  return line !== "auto" && line >= 0 && line < (snapToLines ? 6 : 50);
}

/** `getCueAsHTML` makes nothing but spans, bold, italic, underline and ruby. */
function drawn(cue: VTTCue): HTMLElement {
  const text = h("p", { dir: "auto" });
  const said = cue.getCueAsHTML();
  text.append(cue.text.length <= MOST_CHARACTERS ? said : cut(said.textContent ?? "", MOST_CHARACTERS));
  return text;
}

declare global {
  interface HTMLElementTagNameMap {
    "subtitle-cues": SubtitleCues;
  }
}

/** One sound track of what a player holds (HTML, "Audio and video tracks"). */
export interface AudioTrack {
  /** `main`, `alternative`, `descriptions`, `main-desc`, `translation`, `commentary`, or empty. */
  readonly kind: string;
  readonly label: string;
  /** BCP 47, empty where that is not known. */
  readonly language: string;
  /** Several may be heard at a time. */
  enabled: boolean;
}

/**
 * The sound tracks of what a player holds, in the file's order; empty before its metadata is there. Fires `addtrack`,
 * `removetrack` and `change`, each a task later; nothing where it is emptied for another source.
 */
export interface AudioTrackList extends EventTarget {
  readonly length: number;
  readonly [index: number]: AudioTrack | undefined;
}

/** A media element; Safari is the one browser whose elements tell of their sound tracks unasked. */
export interface TrackedPlayer extends EventTarget {
  readonly audioTracks?: AudioTrackList;
}

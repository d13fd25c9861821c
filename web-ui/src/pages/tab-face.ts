import type { TabMood } from "../playback/page-title.ts";
import { showFavicon } from "./favicon.ts";
import { type MediaKeyHandlers, MediaKeys, type NowPlaying } from "./media-keys.ts";
import { ScreenAwake } from "./screen-awake.ts";

/** What the browser and the system are told of a page. */
export interface TabView {
  readonly title: string;
  readonly mood: TabMood;
  readonly now: NowPlaying;
}

/**
 * What is to be seen of the viewer's page from outside of it: the tab's title and icon, what the lock screen shows and
 * may do, and that the screen stays on while the film plays.
 */
export class TabFace {
  readonly #awake: ScreenAwake;
  readonly #mediaKeys: MediaKeys;

  constructor(handlers: MediaKeyHandlers, signal: AbortSignal) {
    this.#awake = new ScreenAwake(signal);
    this.#mediaKeys = new MediaKeys(handlers, signal);
  }

  show({ title, mood, now }: TabView): void {
    this.#awake.keep(now.playing);
    showFavicon(mood);
    this.#mediaKeys.show(now);
    if (document.title !== title) {
      document.title = title;
    }
  }
}

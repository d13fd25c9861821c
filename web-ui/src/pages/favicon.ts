import type { TabMood } from "../playback/page-title.ts";

const ICONS: Readonly<Record<TabMood, string>> = {
  playing: "/favicon-playing.svg",
  away: "/favicon-away.svg",
  still: "/favicon.svg",
};

/** Shows a mood in the tab's icon. */
export function showFavicon(mood: TabMood): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (link && link.getAttribute("href") !== ICONS[mood]) {
    link.setAttribute("href", ICONS[mood]);
  }
}

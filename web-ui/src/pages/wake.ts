/** News of the network, where the browser tells any (Network Information API). */
type NewsOfTheNetwork = Navigator & { readonly connection?: EventTarget };

export interface Waking {
  /** Somebody looks again, and timers may have stood still: the tab, or the page from the browser's store, is shown. */
  readonly seen: () => void;
  /** The network may be another one: the machine is online, the way to the network changed. Players play on. */
  readonly network: () => void;
}

/** Tells of a page that wakes. */
export function onWake({ seen, network }: Waking, signal: AbortSignal): void {
  const shown = () => {
    if (!document.hidden) {
      seen();
    }
  };
  document.addEventListener("visibilitychange", shown, { signal });
  window.addEventListener("pageshow", shown, { signal });
  window.addEventListener("online", network, { signal });
  (navigator as NewsOfTheNetwork).connection?.addEventListener("change", network, { signal });
}

/** News of the network, where the browser tells any (Network Information API). */
type NewsOfTheNetwork = Navigator & { readonly connection?: EventTarget };

/**
 * Calls `action` whenever timers may have stood still or the network may be another one: the tab is visible again, the
 * page comes back from the browser's store of pages, the machine is online, the way to the network changed.
 */
export function onWake(action: () => void, signal: AbortSignal): void {
  const seen = () => {
    if (!document.hidden) {
      action();
    }
  };
  document.addEventListener("visibilitychange", seen, { signal });
  window.addEventListener("pageshow", seen, { signal });
  window.addEventListener("online", action, { signal });
  (navigator as NewsOfTheNetwork).connection?.addEventListener("change", action, { signal });
}

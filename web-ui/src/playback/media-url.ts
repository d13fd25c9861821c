/** The room that a page's path names: `/r/friends` is `friends`, `/` is `main`. */
export function roomOf(pathname: string): string {
  const name = /^\/r\/([^/]+)\/?$/.exec(pathname)?.[1];
  return name === undefined ? MAIN_ROOM : name;
}

export const MAIN_ROOM = "main";

/** Whether a room may be called so, `[a-z0-9][a-z0-9-]{0,62}`. */
export function isRoomName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(name);
}

/** The page of a room, relative to the front door. */
export function roomPath(room: string): string {
  return room === MAIN_ROOM ? "/" : `/r/${encodeURIComponent(room)}`;
}

/** The socket of a room for a page at `location`. */
export function socketUrl(location: { protocol: string; host: string }, room: string): string {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const path = room === MAIN_ROOM ? "/ws" : `/ws/${encodeURIComponent(room)}`;
  return `${scheme}//${location.host}${path}`;
}

/**
 * Where this tab plays a staged film from: the tab's public name in `t` lets the service see which viewer a response
 * belongs to.
 */
export function mediaUrl(stagedUrl: string, tab: string | undefined): string {
  if (tab === undefined || tab === "") {
    return stagedUrl;
  }
  return `${stagedUrl}${stagedUrl.includes("?") ? "&" : "?"}t=${encodeURIComponent(tab)}`;
}

import type { SyncState } from "../sync/player-sync.ts";

const ARRIVED_SECONDS = 2;

/**
 * Whether what a player shows is the party's picture: who comes late is not shown the film's first one on the way there.
 */
export function arrived(sync: SyncState, video: Pick<HTMLVideoElement, "currentTime" | "seeking">): boolean {
  if (!sync.following) {
    return true;
  }
  const { roomSeconds } = sync;
  return (
    sync.joined &&
    !video.seeking &&
    roomSeconds !== undefined &&
    Math.abs(video.currentTime - roomSeconds) < ARRIVED_SECONDS
  );
}

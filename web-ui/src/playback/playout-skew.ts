import type { ViewerRow } from "../generated/protocol.ts";

/** How far apart a room's players are, in milliseconds. */
export interface PlayoutSkew {
  readonly skewMs: number;
  /** What `skewMs` may be wrong by: the clock errors that the two outermost pages state, absent where one states none. */
  readonly errorMs: number | undefined;
  readonly players: number;
}

/**
 * Playout skew: largest less smallest position of those who are in the party, on the server clock; undefined for fewer
 * than two.
 *
 * Pages report at different moments, so that their `time` cannot be compared. Their drift can: it is the player's
 * position less the room's at one instant of the server clock, as the page knows it. The room's line is the same for
 * all, so positions at any one instant differ by as much as drifts do, as of each page's last report.
 */
export function playoutSkew(viewers: readonly ViewerRow[]): PlayoutSkew | undefined {
  const drifts: { readonly driftMs: number; readonly errorMs: number | undefined }[] = [];
  for (const { following, driftMs, clockErrorMs } of viewers) {
    if (following && driftMs !== undefined) {
      drifts.push({ driftMs, errorMs: clockErrorMs });
    }
  }
  drifts.sort((a, b) => a.driftMs - b.driftMs);
  const first = drifts.at(0);
  const last = drifts.at(-1);
  if (first === undefined || last === undefined || first === last) {
    return undefined;
  }
  return {
    skewMs: last.driftMs - first.driftMs,
    errorMs:
      first.errorMs === undefined || last.errorMs === undefined ? undefined : first.errorMs + last.errorMs,
    players: drifts.length,
  };
}

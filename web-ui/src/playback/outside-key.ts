/** What a play or pause key outside of the page comes to. */
export type OutsideKeyAction = "resume" | "refuse" | "toggle" | "nothing";

export interface OutsideKeyFacts {
  /** Whether this player stands. */
  readonly paused: boolean;
  /** Whether it is where the party is, or on its way there. */
  readonly following: boolean;
  readonly roomPlaying: boolean;
  /** Whether play and pause move everyone. */
  readonly hosts: boolean;
  /** Whether they are this viewer's to use. */
  readonly mayPause: boolean;
}

/**
 * Keyboards and lock screens tell play from pause, and their picture of the party may be an older one: what is so already
 * stays so. A player that its system has paused goes on with the party, whoever leads that.
 *
 * @param play whether the key says play
 */
export function outsideKeyAction(play: boolean, facts: OutsideKeyFacts): OutsideKeyAction {
  const { paused, following, roomPlaying, hosts, mayPause } = facts;
  if (play && paused && following && roomPlaying) {
    return "resume";
  }
  if (!mayPause) {
    return "refuse";
  }
  return play === (hosts ? roomPlaying : !paused) ? "nothing" : "toggle";
}

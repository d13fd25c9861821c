/** Stops what was begun; calling it again, or too late, does nothing. */
export type Cancel = () => void;

/**
 * Where time and chance come from, and whether anybody looks. Everything below `sync/` takes them from here, so that a
 * test can run hours in milliseconds and the same run twice.
 */
export interface Surroundings {
  /** Monotonic milliseconds, `performance.now()` in a page. It may stand still while the machine sleeps. */
  now(): number;
  /** Wall clock in milliseconds; only ever compared with `now()` to notice sleep and clock changes. */
  wallNow(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** Whether nobody can see the page: its tab lies behind another one, its window is minimised. */
  readonly hidden: boolean;
  /** Runs `action` once, about `delayMs` from now, never before this call returns. */
  after(delayMs: number, action: () => void): Cancel;
}

/** The surroundings of a page. */
export const page: Surroundings = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  random: () => Math.random(),
  get hidden() {
    return document.hidden;
  },
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

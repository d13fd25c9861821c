import { clamp } from "./timeline.ts";

/**
 * One exchange over the socket, RFC 5905 section 8: `t0` and `t3` are leaving and coming back on the page's monotonic
 * clock, `t1` and `t2` arrival and departure on the server clock, all in milliseconds.
 */
export interface ClockSample {
  readonly t0: number;
  readonly t1: number;
  readonly t2: number;
  readonly t3: number;
}

/** Server time minus local time lies between `lower` and `upper` at the local time `at`: nothing travels backwards. */
interface Bounds {
  readonly at: number;
  readonly lower: number;
  readonly upper: number;
  /** Of the clock before, tied to this one: to be believed for a while, and never when told otherwise. */
  readonly carried: boolean;
}

interface Enclosure {
  readonly lower: number;
  readonly upper: number;
}

interface Skew {
  /** Server milliseconds gained for each local millisecond. */
  readonly rate: number;
  /** Standard deviation of `rate`. */
  readonly deviation: number;
}

interface Epoch {
  readonly bucket: number;
  lowest: Bounds;
  highest: Bounds;
}

const WINDOW = 128;
const WINDOW_MS = 10 * 60_000;
const UNEVEN_OVER = 16;
const EPOCH_MS = 30_000;
const MOST_EPOCHS = 40;
const LONGEST_ROUND_TRIP_MS = 30_000;
/** What two clocks of a server that were tied by its wall clock may be wrong by against each other. */
const TIE_MS = 1;
/** From the first sample of the new clock on, those that were carried over are of use for so long. */
const CARRIED_MS = 30_000;

/** What quartz clocks may differ by, and what they mostly do. */
const LARGEST_SKEW = 100e-6;
const USUAL_SKEW = 30e-6;
const SURE_DEVIATIONS = 4;

/**
 * The server clock as seen from a page.
 *
 * Each sample encloses the true offset: the ping cannot have arrived before it left (`offset <= t1 - t0`), nor the pong
 * come back before it was sent (`offset >= t2 - t3`). The window's samples are carried to now by the estimated skew,
 * widened by what the skew is probably wrong, and intersected; the middle is the offset. Widened by what the skew can
 * possibly be wrong, they bound its error.
 * With one sample, or where one exchange was fastest both ways, this is NTP's clock filter (the lowest round trip
 * decides); where jitter hit one way of each exchange, the fastest ping and the fastest pong may come from two, and the
 * result is tighter than either. Half the asymmetry of the route stays in the offset, unseen, inside the bound.
 *
 * Samples that cannot all be true mean that a clock was stepped (or slept): the older ones go. Skew is the slope of
 * the lowest bounds of 30-second epochs, by weighted least squares, drawn towards zero by how little they tell yet.
 *
 * A server that was started anew has another clock, but runs on the same machine. Where it says how far the two are
 * apart ([shift]), samples of the old clock are carried over until those of the new one have settled, and the skew with
 * them: it is the machines' own. A tie that is wrong can mislead the offset for that long, as far as the new samples
 * leave room; the stated error goes by them alone once there is one.
 */
export class ServerClock {
  readonly #granularityMs: number;
  #samples: Bounds[] = [];
  #epochs: Epoch[] = [];
  #skew: Skew = { rate: 0, deviation: USUAL_SKEW };
  #rttMs: number | undefined;
  #sampledMs = 0;

  /** @param granularityMs how coarse the page's clock is */
  constructor(granularityMs = 1) {
    this.#granularityMs = granularityMs;
  }

  /** Takes a sample. True when it contradicts the older ones, which are then dropped: more samples are wanted soon. */
  add(sample: ClockSample): boolean {
    const { t0, t1, t2, t3 } = sample;
    const roundTripMs = t3 - t0 - (t2 - t1);
    if (!Number.isFinite(roundTripMs) || t3 < t0 || t2 < t1 || roundTripMs > LONGEST_ROUND_TRIP_MS) {
      return false;
    }
    const bounds: Bounds = {
      at: (t0 + t3) / 2,
      lower: t2 - t3 - this.#granularityMs,
      upper: t1 - t0 + this.#granularityMs,
      carried: false,
    };
    if (bounds.upper < bounds.lower) {
      return false;
    }
    this.#rttMs = Math.max(0, roundTripMs);
    this.#sampledMs = t3;
    const firstAt = this.#samples.find((held) => !held.carried)?.at ?? bounds.at;
    this.#samples = [...this.#samples, bounds]
      .filter((held) => bounds.at - held.at <= WINDOW_MS)
      .filter((held) => !held.carried || bounds.at - firstAt <= CARRIED_MS)
      .slice(-WINDOW);
    const stepped = this.#dropContradicted(bounds.at);
    if (stepped) {
      this.#epochs = [];
    }
    this.#remember(bounds);
    if (!this.#samples.some((held) => held.carried)) {
      this.#skew = estimateSkew(this.#epochs);
    }
    return stepped;
  }

  /** The server's clock is another one from here on, and is this much ahead of the one before. */
  shift(shiftMs: number): void {
    this.#samples = this.#samples.map(({ at, lower, upper }) => ({
      at,
      lower: lower + shiftMs - TIE_MS,
      upper: upper + shiftMs + TIE_MS,
      carried: true,
    }));
    this.#epochs = [];
  }

  /** Forgets everything: the server's clock is another one. */
  reset(): void {
    this.#samples = [];
    this.#epochs = [];
    this.#skew = { rate: 0, deviation: USUAL_SKEW };
    this.#rttMs = undefined;
  }

  get synced(): boolean {
    return this.#samples.length > 0;
  }

  /** Round trip of the newest sample in milliseconds. */
  get rttMs(): number | undefined {
    return this.#rttMs;
  }

  /** Milliseconds since the newest sample came back; absent where there is none. */
  rttAgeMs(localMs: number): number | undefined {
    return this.#rttMs === undefined ? undefined : Math.max(0, localMs - this.#sampledMs);
  }

  /** Estimated parts per million by which the server's clock gains on the page's. */
  get skewPpm(): number {
    return this.#skew.rate * 1e6;
  }

  /** How uneven the route is: median less lowest round trip of the newest samples, in milliseconds. */
  get unevenMs(): number {
    const widths = this.#samples.slice(-UNEVEN_OVER).map((sample) => sample.upper - sample.lower);
    widths.sort((a, b) => a - b);
    const [lowest] = widths;
    const median = widths[Math.floor(widths.length / 2)];
    return lowest === undefined || median === undefined ? 0 : median - lowest;
  }

  /** Server time, milliseconds since the epoch, at a time of the page's clock; absent before the first sample. */
  serverNow(localMs: number): number | undefined {
    return this.synced ? localMs + this.#offset(localMs) : undefined;
  }

  /** What [serverNow] may be wrong by, in milliseconds, whatever the route; absent before the first sample. */
  errorMs(localMs: number): number | undefined {
    if (!this.synced) {
      return undefined;
    }
    const offset = this.#offset(localMs);
    const { lower, upper } = this.#possible(localMs);
    return Math.max(upper - offset, offset - lower);
  }

  #offset(localMs: number): number {
    const probable = enclosed(this.#samples, localMs, this.#skew, this.#skew.deviation);
    const possible = this.#possible(localMs);
    return clamp((probable.lower + probable.upper) / 2, possible.lower, possible.upper);
  }

  /** By the samples of this clock; where there are none yet, by those that were carried over. */
  #possible(localMs: number): Enclosure {
    const own = this.#samples.filter((sample) => !sample.carried);
    return enclosed(own.length > 0 ? own : this.#samples, localMs, this.#skew, this.#unsureRate);
  }

  get #unsureRate(): number {
    const largest = LARGEST_SKEW + Math.abs(this.#skew.rate);
    return Math.min(largest, SURE_DEVIATIONS * this.#skew.deviation);
  }

  #dropContradicted(localMs: number): boolean {
    const held = this.#samples.length;
    const contradicted = () => {
      const { lower, upper } = enclosed(this.#samples, localMs, this.#skew, this.#unsureRate);
      return upper < lower;
    };
    if (contradicted()) {
      this.#samples = this.#samples.filter((sample) => !sample.carried);
    }
    while (contradicted()) {
      this.#samples.shift();
    }
    return this.#samples.length < held;
  }

  #remember(bounds: Bounds): void {
    const bucket = Math.floor(bounds.at / EPOCH_MS);
    const newest = this.#epochs.at(-1);
    if (newest?.bucket !== bucket) {
      this.#epochs = [...this.#epochs, { bucket, lowest: bounds, highest: bounds }].slice(-MOST_EPOCHS);
      return;
    }
    if (bounds.upper < newest.lowest.upper) {
      newest.lowest = bounds;
    }
    if (bounds.lower > newest.highest.lower) {
      newest.highest = bounds;
    }
  }
}

/** What all samples leave, each widened with its age. Contradicting samples leave less than nothing. */
function enclosed(samples: readonly Bounds[], localMs: number, skew: Skew, unsureRate: number): Enclosure {
  let lower = Number.NEGATIVE_INFINITY;
  let upper = Number.POSITIVE_INFINITY;
  for (const sample of samples) {
    const age = localMs - sample.at;
    const grown = age * skew.rate;
    const widened = Math.abs(age) * unsureRate;
    lower = Math.max(lower, sample.lower + grown - widened);
    upper = Math.min(upper, sample.upper + grown + widened);
  }
  return { lower, upper };
}

function estimateSkew(epochs: readonly Epoch[]): Skew {
  const tightest = Math.min(...epochs.map((epoch) => epoch.lowest.upper - epoch.highest.lower));
  const weights = epochs.map((epoch) => 1 / (1 + epoch.lowest.upper - epoch.highest.lower - tightest) ** 2);
  const upper = spread(
    epochs.map((epoch) => [epoch.lowest.at, epoch.lowest.upper]),
    weights,
  );
  const lower = spread(
    epochs.map((epoch) => [epoch.highest.at, epoch.highest.lower]),
    weights,
  );
  const xx = upper.xx + lower.xx;
  const freedom = 2 * epochs.length - 3;
  if (xx === 0 || freedom < 1) {
    return { rate: 0, deviation: USUAL_SKEW };
  }
  const slope = (upper.xy + lower.xy) / xx;
  const residual = Math.max(0, upper.yy + lower.yy - slope * slope * xx) / freedom + 0.01;
  const deviation = Math.sqrt(residual / xx);
  const trust = USUAL_SKEW ** 2 / (USUAL_SKEW ** 2 + deviation ** 2);
  return { rate: trust * slope, deviation: Math.sqrt(trust) * deviation };
}

/** Weighted sums of squares around the weighted mean. */
function spread(
  points: readonly (readonly [number, number])[],
  weights: readonly number[],
): { xx: number; xy: number; yy: number } {
  const weight = (index: number) => weights[index] ?? 0;
  const total = weights.reduce((sum, each) => sum + each, 0);
  const meanX = points.reduce((sum, [x], index) => sum + weight(index) * x, 0) / total;
  const meanY = points.reduce((sum, [, y], index) => sum + weight(index) * y, 0) / total;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  points.forEach(([x, y], index) => {
    xx += weight(index) * (x - meanX) ** 2;
    xy += weight(index) * (x - meanX) * (y - meanY);
    yy += weight(index) * (y - meanY) ** 2;
  });
  return { xx, xy, yy };
}

const BURST = 8;
const BURST_SPACING_MS = 60;
const SETTLING_MS = [1_000, 2_000, 4_000];
const STEADY_MS = 10_000;
/** The same of a page that streams: by its round trips the media service knows of the queue in the uplink. */
const STREAMING_MS = 2_000;
const UNEVEN_MS = 3;
/** On an uneven route: this many samples at this spacing. The fastest of many is what gets rid of jitter. */
const UNEVEN = [
  { samples: 40, spacingMs: 120 },
  { samples: 70, spacingMs: 1_000 },
] as const;

/**
 * When to ask for the next sample: a burst of 8 at joining and after a wake or a network change, then ever more
 * slowly until one in 10 seconds, or in 2 while a film streams; on a route with jitter faster for the first half minute. Spacing is
 * spread by 20 % so that the pages of a room do not ping together.
 */
export class SamplingPlan {
  #sent = 0;

  /**
   * Milliseconds from a ping just sent to the next one.
   *
   * @param random uniform in [0, 1)
   * @param unevenMs see [ServerClock]
   * @param streams whether the page plays a film that comes over the host's uplink
   */
  next(random: number, unevenMs: number, streams: boolean): number {
    this.#sent++;
    return this.#spacing(unevenMs, streams) * (0.9 + 0.2 * random);
  }

  /** Begins again with a burst. */
  hurry(): void {
    this.#sent = 0;
  }

  #spacing(unevenMs: number, streams: boolean): number {
    if (this.#sent < BURST) {
      return BURST_SPACING_MS;
    }
    const more = unevenMs > UNEVEN_MS ? UNEVEN.find(({ samples }) => this.#sent < samples) : undefined;
    const steadyMs = streams ? STREAMING_MS : STEADY_MS;
    return more?.spacingMs ?? Math.min(SETTLING_MS[this.#sent - BURST] ?? STEADY_MS, steadyMs);
  }
}

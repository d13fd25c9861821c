package dev.watchparty.media.fair;

import java.time.Duration;

/// Finds out how many bytes of body the uplink carries in a second, for the bucket to stay a little below it:
/// above it the queue builds in the line, and there the most aggressive connection decides who gets what.
///
/// **What tells.** Flows that are ready use up what the bucket gives, as long as the line takes it. Where at
/// least two flows have bytes waiting and the bucket's budget nevertheless stays unused, with times at which
/// nobody waits for the bucket, the buffers below are full and the line is the bottleneck: what drains over two
/// seconds from then on is its rate (*measuring*). Deep buffers, such as those of a tunnel that swallows
/// megabytes, fill long before that; the round trips of the pages' clocks cross the same uplink and rise
/// meanwhile: 100 ms above their minimum of a minute mean that the rate is too high. They are told late: once a delay
/// beyond 400 ms has shown that buffers are deep, no step is judged before half of the pages have measured it, and how
/// fast the delay grows tells by how much the rate is beyond the line. Of direct clients the kernel
/// knows what they have acknowledged: there *drained* is what has crossed the line, not what went into a socket's
/// buffer, and a line that is full shows at once, in what is granted and not acknowledged growing.
///
/// **What it does.** *Starting*: double every 250 ms while the budget is used up and the delay is flat; past 1
/// Gbit/s there is nothing worth sharing and the limit is off (*free*), until for two seconds two flows or more
/// drain less than 200 Mbit/s and the delay is not flat, or it is beyond 100 ms. *Measuring*: keep the rate until
/// two seconds of a full line tell the capacity; where the delay alone spoke and the line does not fill within four
/// seconds, back off by a fifth. *Draining*: half of the capacity until the queue is gone, that in the sockets,
/// too: what stands there is not in our order, and 3 % would take half a minute to clear it. *Holding*: 3 % below
/// the capacity. *Probing*: from time to time a bit more, growing from 6 % to 25 % a second as long as no sign
/// shows; a failed probe costs nothing but a little queue and makes the next one rarer, up to twelve seconds apart
/// where nobody reports the delay, as then only a full buffer tells.
///
/// One thread; to be told every 250 ms or so.
public final class UplinkEstimator {

    /// What an interval looked like.
    ///
    /// @param grantedBytes bytes granted since the beginning
    /// @param drainedBytes bytes since the beginning that left: direct clients have acknowledged them where that is
    /// known, the kernel has taken them elsewhere; may fall a little, when a connection comes back
    /// @param queuedBytes bytes granted that clients have not acknowledged for another reason than a long way, of
    /// those of whom that is known and who have taken some lately; not a number where it is known of nobody
    /// @param backloggedFlows flows that have bytes waiting and whose client has taken some lately
    /// @param wantedNanos time since the beginning during which some flow waited for the bucket, not for its
    /// client
    /// @param queueDelayMs how much longer than their minimum round trips take, not a number where nobody
    /// reports it
    /// @param queueDelayNanos when it was so: pages speak late, and measure now and then
    public record Signals(
            long nowNanos,
            long grantedBytes,
            long drainedBytes,
            double queuedBytes,
            int backloggedFlows,
            long wantedNanos,
            double queueDelayMs,
            long queueDelayNanos) {}

    /// Where a search without any knowledge begins.
    public static final UplinkRate FIRST_GUESS = new UplinkRate(1_000_000);

    private static final double FREE_BYTES_PER_SECOND = 125e6;
    private static final double LINE_NOT_FREE_BYTES_PER_SECOND = 25e6;
    /// Less than this is no line but players that are paused.
    private static final double STANDSTILL_BYTES_PER_SECOND = 25e3;
    private static final double USED_UP = 0.95;
    /// Part of what the bucket gives that is no accident of when it was looked at, if it did not go.
    private static final double STUCK = 0.1;
    /// A queue of so little is what is on its way at any time.
    private static final long NO_QUEUE = Duration.ofMillis(40).toNanos();
    private static final double BELOW = 0.97;
    private static final double FLAT_MS = 40;
    private static final double CONGESTED_MS = 100;
    /// Longer than a short queue delays, even with a lost segment's timeout.
    private static final double DEEP_MS = 400;
    private static final double FIRST_GAIN = 1.06;
    private static final double LARGEST_GAIN = 1.25;
    private static final long DOUBLING = Duration.ofMillis(250).toNanos();
    private static final long USE_WINDOW = Duration.ofMillis(500).toNanos();
    /// Two seconds, of which the last look may come a little early.
    private static final long MEASURING = Duration.ofMillis(1_950).toNanos();
    private static final long PATIENCE = Duration.ofSeconds(4).toNanos();
    private static final long LONGEST_PATIENCE = Duration.ofSeconds(10).toNanos();
    /// A delay that changes by less a second stands.
    private static final double STANDING = 0.02;
    /// So often a rate is cut to four fifths for a delay alone that does not become shorter by it.
    private static final int IN_VAIN = 3;
    private static final long BLIND_DRAIN = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_DRAIN = Duration.ofSeconds(10).toNanos();
    /// Tunnels swallow megabytes for each viewer.
    private static final long LONGEST_TOLD_DRAIN = Duration.ofSeconds(30).toNanos();
    private static final long PROBE_STEP = Duration.ofMillis(700).toNanos();
    /// Before a queue has had so long to grow, it does not tell.
    private static final long PROBE_LOOK = Duration.ofMillis(450).toNanos();
    private static final long LONGEST_PROBE_STEP = Duration.ofSeconds(2).toNanos();
    private static final long SETTLING = Duration.ofSeconds(3).toNanos();
    private static final long SHORTEST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long FIRST_PAUSE = Duration.ofSeconds(3).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(4).toNanos();
    private static final long LONGEST_BLIND_PAUSE = Duration.ofSeconds(12).toNanos();
    private static final int HISTORY = 16;

    private sealed interface Phase {
        record Starting(long doubledNanos) implements Phase {}

        /// @param fullNanos since when the line has been full, 0 while it is not
        /// @param delayThenMs of the queue, the first that was measured at this rate, not a number before
        record Measuring(
                long sinceNanos,
                boolean full,
                long fullNanos,
                long drainedThen,
                double delayThenMs,
                long delayThenNanos)
                implements Phase {

            Measuring interrupted(Signals now) {
                return new Measuring(sinceNanos, false, now.nowNanos(), now.drainedBytes(), Double.NaN, now.nowNanos());
            }
        }

        record Draining(long sinceNanos, long untilNanos) implements Phase {}

        record Holding(long sinceNanos) implements Phase {}

        /// @param queuedThen bytes, as the step began
        /// @param drainedThen bytes, as the step began
        record Probing(double gain, long sinceNanos, double queuedThen, long drainedThen) implements Phase {}

        record Free(long slowNanos, long drainedThen) implements Phase {}
    }

    private final long[] times = new long[HISTORY];
    private final long[] granted = new long[HISTORY];
    private final long[] wanted = new long[HISTORY];
    private final double[] queued = new double[HISTORY];
    private final double[] budgets = new double[HISTORY];
    private int ticks;

    private Phase phase;
    private double rate;
    private double capacity;
    private double budget;
    private long pause = FIRST_PAUSE;
    private double largestGain = LARGEST_GAIN;
    private long flowsSinceNanos;
    private boolean twoFlows;
    /// Whether buffers below have shown to be such as hide seconds: then the delay alone tells.
    private boolean deep;
    /// Cuts for a delay alone since it was flat last; with one more than [#IN_VAIN] it is not listened to.
    private int inVain;
    /// What was held before the first of these.
    private double capacityBefore;

    /// Begins a search.
    ///
    /// @param from first guess, or what was found the last time
    public UplinkEstimator(UplinkRate from, long nowNanos) {
        this(from, 0, 0, nowNanos);
    }

    /// Begins a search in the middle of an evening.
    ///
    /// @param grantedBytes what was granted before, see [Signals]
    /// @param wantedNanos what was waited before, see [Signals]
    public UplinkEstimator(UplinkRate from, long grantedBytes, long wantedNanos, long nowNanos) {
        rate = from.isUnlimited() ? FREE_BYTES_PER_SECOND : from.bytesPerSecond();
        capacity = rate;
        phase = new Phase.Starting(nowNanos);
        remember(new Signals(nowNanos, grantedBytes, 0, 0, 0, wantedNanos, Double.NaN, nowNanos));
    }

    /// What the uplink is thought to carry, worth keeping for the next start.
    public UplinkRate estimate() {
        return phase instanceof Phase.Free ? UplinkRate.UNLIMITED : UplinkRate.nearest(BELOW * capacity);
    }

    /// Its phase, for the log.
    @Override
    public String toString() {
        return phase + ", capacity " + Math.round(capacity) + " bytes a second";
    }

    /// Takes in what happened and says what the bucket is to give from now on.
    public UplinkRate observe(Signals now) {
        Use use = use(now);
        deep |= now.queueDelayMs() > DEEP_MS;
        if (now.queueDelayMs() <= FLAT_MS) {
            inVain = 0;
        }
        // On a busy machine late timers leave a part unused: where somebody waited for the bucket all the while, it is
        // the limit nevertheless. A moment of that says nothing, as full buffers empty in steps.
        boolean usedUp = use.budget() >= USED_UP || use.time() >= USED_UP;
        boolean full = twoFlowsSince(now) && use.stuck() > STUCK;
        boolean congested = isCongested(now);
        boolean flat = !(now.queueDelayMs() > FLAT_MS);
        phase = switch (phase) {
            case Phase.Starting starting -> start(starting, now, usedUp && flat, full, congested);
            case Phase.Measuring measuring -> measure(measuring, now, full);
            case Phase.Draining draining -> drain(draining, now);
            case Phase.Holding holding -> hold(holding, now, usedUp && flat, full, congested);
            case Phase.Probing probing -> probe(probing, now, use, full, flat);
            case Phase.Free free -> free(free, now, congested);
        };
        remember(now);
        return phase instanceof Phase.Free ? UplinkRate.UNLIMITED : UplinkRate.nearest(rate);
    }

    private Phase start(Phase.Starting starting, Signals now, boolean keepsUp, boolean full, boolean congested) {
        if (full || congested) {
            return measuring(now, full);
        }
        if (!keepsUp || now.nowNanos() - starting.doubledNanos() < DOUBLING) {
            return starting;
        }
        rate *= 2;
        capacity = rate / BELOW;
        return rate >= FREE_BYTES_PER_SECOND
                ? new Phase.Free(now.nowNanos(), now.drainedBytes())
                : new Phase.Starting(now.nowNanos());
    }

    private Phase measure(Phase.Measuring measuring, Signals now, boolean full) {
        if (!full) {
            // A line that is full now and then is measured for no longer than one that is not.
            return measureByDelay(measuring.full() ? measuring.interrupted(now) : measuring, now);
        }
        if (!measuring.full()) {
            return new Phase.Measuring(
                    measuring.sinceNanos(), true, now.nowNanos(), now.drainedBytes(), Double.NaN, now.nowNanos());
        }
        long length = now.nowNanos() - measuring.fullNanos();
        if (length < MEASURING) {
            return measuring;
        }
        double found = (now.drainedBytes() - measuring.drainedThen()) * 1e9 / length;
        if (found < STANDSTILL_BYTES_PER_SECOND) {
            return new Phase.Holding(now.nowNanos());
        }
        pause = found > capacity * 1.1 ? FIRST_PAUSE : longer(now);
        largestGain = LARGEST_GAIN;
        inVain = 0;
        capacity = found;
        return draining(now);
    }

    /// Buffers that are not full take more than the line carries: by what the rate is beyond it their delay grows.
    private Phase measureByDelay(Phase.Measuring measuring, Signals now) {
        long length = now.nowNanos() - measuring.sinceNanos();
        if (Double.isNaN(measuring.delayThenMs()) && !isBlind(now) && isToldSince(now, measuring.sinceNanos())) {
            return new Phase.Measuring(
                    measuring.sinceNanos(),
                    false,
                    measuring.fullNanos(),
                    measuring.drainedThen(),
                    now.queueDelayMs(),
                    now.queueDelayNanos());
        }
        long told = now.queueDelayNanos() - measuring.delayThenNanos();
        boolean waits = length < LONGEST_PATIENCE
                && isCongested(now)
                && Double.isNaN(now.queuedBytes())
                && (Double.isNaN(measuring.delayThenMs()) || told < MEASURING);
        if (length < PATIENCE || waits) {
            return measuring;
        }
        if (!isCongested(now)) {
            return new Phase.Holding(now.nowNanos());
        }
        double slope = (now.queueDelayMs() - measuring.delayThenMs()) * 1e6 / told;
        boolean tells = deep && Double.isNaN(now.queuedBytes()) && told >= MEASURING;
        if (tells) {
            inVain = 0;
            capacity = slope < -STANDING ? capacity : rate / (1 + Math.max(0, slope));
        } else if (inVain++ < IN_VAIN) {
            capacityBefore = inVain == 1 ? capacity : capacityBefore;
            capacity = rate * 0.8;
        } else {
            capacity = capacityBefore;
            return new Phase.Holding(now.nowNanos());
        }
        return draining(now);
    }

    /// A viewer's own way may be what delays, for hours. Of a short delay that stays although the rate was cut to half,
    /// while nothing fills up below, the uplink is not the cause: all would be starved for nothing.
    private boolean isCongested(Signals now) {
        return now.queueDelayMs() > CONGESTED_MS && (deep || inVain <= IN_VAIN);
    }

    private Phase drain(Phase.Draining draining, Signals now) {
        boolean flat = isBlind(now)
                ? now.queuedBytes() >= 0
                : now.queueDelayMs() < FLAT_MS && isHeardSince(now, draining.sinceNanos());
        boolean gone = flat && !(now.queuedBytes() > capacity * NO_QUEUE / 1e9);
        if (!gone && now.nowNanos() - draining.untilNanos() < 0) {
            return draining;
        }
        rate = capacity * BELOW;
        return new Phase.Holding(now.nowNanos());
    }

    private Phase hold(Phase.Holding holding, Signals now, boolean keepsUp, boolean full, boolean congested) {
        long held = now.nowNanos() - holding.sinceNanos();
        rate = capacity * BELOW;
        if ((held >= USE_WINDOW && full)
                || (held >= SETTLING && congested && isHeardSince(now, holding.sinceNanos() + SHORTEST_PAUSE))) {
            return measuring(now, full);
        }
        if (!keepsUp || held < pause || !isHeardSince(now, holding.sinceNanos())) {
            return holding;
        }
        rate = capacity * FIRST_GAIN;
        return probing(FIRST_GAIN, now);
    }

    private Phase probe(Phase.Probing probing, Signals now, Use use, boolean full, boolean flat) {
        if (full) {
            return measuring(now, true);
        }
        if (!flat) {
            if (probing.gain() > FIRST_GAIN) {
                if (deep && Double.isNaN(now.queuedBytes())) {
                    long told = now.queueDelayNanos() - probing.sinceNanos();
                    if (told < PROBE_LOOK) {
                        return probing;
                    }
                    // The delay has grown by what the step is beyond the line.
                    capacity = Math.max(capacity, rate / (1 + now.queueDelayMs() * 1e6 / told));
                }
                // Some steps held: what is sought is near, so from there in smaller ones, and soon.
                largestGain = Math.max(FIRST_GAIN, 1 + (probing.gain() - 1) / 2);
                pause = SHORTEST_PAUSE;
            } else {
                largestGain = LARGEST_GAIN;
                pause = pause < FIRST_PAUSE ? FIRST_PAUSE : longer(now);
            }
            return draining(now);
        }
        long length = now.nowNanos() - probing.sinceNanos();
        double excess = rate * (1 - 1 / probing.gain()) * length / 1e9;
        if (length >= PROBE_LOOK && now.queuedBytes() - probing.queuedThen() > excess / 2) {
            if (probing.gain() > FIRST_GAIN) {
                return measuring(now, true);
            }
            pause = longer(now);
            // The line was full meanwhile: that is a short measurement, and each one makes the mean better.
            double found = (now.drainedBytes() - probing.drainedThen()) * 1e9 / length;
            capacity = (capacity + Math.clamp(found, capacity / FIRST_GAIN, capacity * FIRST_GAIN)) / 2;
            return draining(now);
        }
        if (length < PROBE_STEP || !isHeardSince(now, probing.sinceNanos() + PROBE_STEP)) {
            return probing;
        }
        // A queue that does not grow tells nothing where less was sent than was tried.
        boolean tried = use.budget() >= USED_UP || (Double.isNaN(now.queuedBytes()) && use.time() >= USED_UP);
        if (!tried) {
            return length < LONGEST_PROBE_STEP ? probing : new Phase.Holding(now.nowNanos());
        }
        // Two steps behind what was tried: the delay speaks late, and buffers take up a little unseen.
        capacity = Math.max(capacity, rate / (probing.gain() * probing.gain()));
        double gain = Math.min(1 + 2 * (probing.gain() - 1), largestGain);
        rate *= gain;
        if (rate >= FREE_BYTES_PER_SECOND) {
            return new Phase.Free(now.nowNanos(), now.drainedBytes());
        }
        return probing(gain, now);
    }

    private Phase free(Phase.Free free, Signals now, boolean congested) {
        long length = now.nowNanos() - free.slowNanos();
        if (!twoFlows) {
            return new Phase.Free(now.nowNanos(), now.drainedBytes());
        }
        if (length < MEASURING) {
            return free;
        }
        double found = (now.drainedBytes() - free.drainedThen()) * 1e9 / length;
        // Players that have enough read as slowly as they play: where no queue delays anybody, it is they.
        boolean narrow = found < LINE_NOT_FREE_BYTES_PER_SECOND && !(now.queueDelayMs() <= FLAT_MS);
        if (found < STANDSTILL_BYTES_PER_SECOND || !(narrow || congested)) {
            return new Phase.Free(now.nowNanos(), now.drainedBytes());
        }
        capacity = found;
        if (congested && Double.isNaN(now.queuedBytes())) {
            // What deep buffers took meanwhile is no line's rate.
            rate = found;
            return measuring(now, false);
        }
        return draining(now);
    }

    private static Phase probing(double gain, Signals now) {
        return new Phase.Probing(gain, now.nowNanos(), now.queuedBytes(), now.drainedBytes());
    }

    private Phase measuring(Signals now, boolean full) {
        return new Phase.Measuring(
                now.nowNanos(), full, now.nowNanos(), now.drainedBytes(), Double.NaN, now.nowNanos());
    }

    private Phase draining(Signals now) {
        // What has come on top since the delay was measured.
        double late = Double.isNaN(now.queuedBytes()) ? now.nowNanos() - now.queueDelayNanos() : 0;
        double grown = Math.max(0, rate / capacity - 1) * late;
        rate = capacity / 2;
        // At half of the rate half a second of queue goes in a second.
        double delay = isBlind(now)
                ? BLIND_DRAIN
                : Math.min(2e6 * now.queueDelayMs() + 2 * grown, (double) LONGEST_TOLD_DRAIN);
        double sockets = Math.min(1e9 * now.queuedBytes() / rate, (double) LONGEST_DRAIN);
        long length = (long) (sockets > delay ? sockets : delay);
        return new Phase.Draining(now.nowNanos(), now.nowNanos() + Math.max(length, 0));
    }

    /// Whether the delay is one of after that. Where the kernel tells of the queue, nobody waits for pages.
    private boolean isHeardSince(Signals now, long sinceNanos) {
        return !deep || isBlind(now) || now.queuedBytes() >= 0 || isToldSince(now, sinceNanos);
    }

    private static boolean isToldSince(Signals now, long sinceNanos) {
        return now.queueDelayNanos() - sinceNanos >= 0;
    }

    private static boolean isBlind(Signals now) {
        return Double.isNaN(now.queueDelayMs());
    }

    private long longer(Signals now) {
        return Math.min(
                2 * pause, isBlind(now) && Double.isNaN(now.queuedBytes()) ? LONGEST_BLIND_PAUSE : LONGEST_PAUSE);
    }

    /// What was used of the last half second; 1 while that is not known.
    ///
    /// @param budget part of what the bucket gave that was granted
    /// @param time part of the time during which somebody waited for the bucket
    /// @param growth of the queue, as a part of what the bucket gave
    private record Use(double budget, double time, double growth) {

        /// The part of what the bucket gave that was not granted although nobody waited for the bucket, or was granted
        /// and has not crossed the line.
        double stuck() {
            return (time < 1 - STUCK ? 1 - budget : 0) + (growth > 0 ? growth : 0);
        }
    }

    private Use use(Signals now) {
        budget += rate * (now.nowNanos() - times[Math.floorMod(ticks - 1, HISTORY)]) / 1e9;
        int from = ticks - 1;
        while (from > 0 && from > ticks - HISTORY && now.nowNanos() - times[from % HISTORY] < USE_WINDOW) {
            from--;
        }
        int slot = from % HISTORY;
        long length = now.nowNanos() - times[slot];
        if (length < DOUBLING) {
            return new Use(1, 1, 0);
        }
        double given = budget - budgets[slot];
        return new Use(
                given <= 0 ? 1 : (now.grantedBytes() - granted[slot]) / given,
                (now.wantedNanos() - wanted[slot]) / (double) length,
                given <= 0 ? 0 : (now.queuedBytes() - queued[slot]) / given);
    }

    private void remember(Signals now) {
        int slot = ticks % HISTORY;
        times[slot] = now.nowNanos();
        granted[slot] = now.grantedBytes();
        wanted[slot] = now.wantedNanos();
        queued[slot] = now.queuedBytes();
        budgets[slot] = budget;
        ticks++;
    }

    private boolean twoFlowsSince(Signals now) {
        boolean two = now.backloggedFlows() >= 2;
        if (two && !twoFlows) {
            flowsSinceNanos = now.nowNanos();
        }
        twoFlows = two;
        return two && now.nowNanos() - flowsSinceNanos >= USE_WINDOW;
    }
}

package dev.watchparty.media.fair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// How much longer than usual the pages' round trips take: they cross the uplink, so what they have in excess
/// is its queue. One thread.
public final class RoundTrips {

    private static final long MEMORY = Duration.ofSeconds(60).toNanos();
    private static final int PAGES = 2_000;

    /// What a page measured, and when.
    private record Reading(long nanos, double ms) {}

    private static final class Page {
        /// Readings that are smaller than every later one: the first is the minimum of the window.
        final Deque<Reading> minima = new ArrayDeque<>();

        double latestMs;
        long latestNanos;
    }

    private final Map<String, Page> pages = new HashMap<>();

    /// Takes in what a page measured; pages beyond 2,000 are not listened to.
    ///
    /// @param rttMs above 0
    public void measured(String page, double rttMs, long nowNanos) {
        if (!(rttMs > 0)) {
            throw new IllegalArgumentException("a round trip of " + rttMs + " ms");
        }
        Page known = pages.get(page);
        if (known == null) {
            if (pages.size() >= PAGES) {
                return;
            }
            known = pages.computeIfAbsent(page, ignored -> new Page());
        }
        known.latestMs = rttMs;
        known.latestNanos = nowNanos;
        while (!known.minima.isEmpty() && known.minima.getLast().ms() >= rttMs) {
            known.minima.removeLast();
        }
        known.minima.addLast(new Reading(nowNanos, rttMs));
        while (nowNanos - known.minima.getFirst().nanos() > MEMORY) {
            known.minima.removeFirst();
        }
    }

    /// Median over the pages of what they measured last above their own minimum of a minute; not a number where
    /// no page measured lately. Forgets pages that have said nothing for a minute.
    ///
    /// @param lately how old a reading may be
    public double excessMs(Duration lately, long nowNanos) {
        double[] excess = new double[pages.size()];
        int count = 0;
        for (Iterator<Page> all = pages.values().iterator(); all.hasNext(); ) {
            Page page = all.next();
            long age = nowNanos - page.latestNanos;
            if (age > MEMORY) {
                all.remove();
            } else if (age <= lately.toNanos()) {
                excess[count++] = page.latestMs - page.minima.getFirst().ms();
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        Arrays.sort(excess, 0, count);
        return excess[count / 2];
    }
}

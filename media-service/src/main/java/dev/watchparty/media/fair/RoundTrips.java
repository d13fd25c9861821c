package dev.watchparty.media.fair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// How much longer than usual the pages' round trips take: they cross the uplink, so what they have in excess
/// is its queue. One thread.
public final class RoundTrips {

    private static final long MEMORY = Duration.ofSeconds(60).toNanos();
    private static final int PAGES = 2_000;

    /// What a page measured, and when.
    private record Reading(long nanos, double ms) {}

    private record Tab(String viewer, String tab) {}

    private static final class Page {
        /// Readings that are smaller than every later one: the first is the minimum of the window.
        final Deque<Reading> minima = new ArrayDeque<>();

        double latestMs;
        long latestNanos;
    }

    private final Map<Tab, Page> pages = new HashMap<>();

    /// Takes in what a page measured; pages beyond 2,000 are not listened to, nor is what is older than what the page
    /// has said before.
    ///
    /// @param viewer public name of the page's cookie
    /// @param tab public name of the page
    /// @param rttMs above 0
    /// @param atNanos when it was measured: the same again is no newer for being said twice
    public void measured(String viewer, String tab, double rttMs, long atNanos) {
        if (!(rttMs > 0)) {
            throw new IllegalArgumentException("a round trip of " + rttMs + " ms");
        }
        var name = new Tab(viewer, tab);
        Page page = pages.get(name);
        if (page == null) {
            if (pages.size() >= PAGES) {
                return;
            }
            page = new Page();
            pages.put(name, page);
        } else if (atNanos - page.latestNanos < 0) {
            return;
        }
        page.latestMs = rttMs;
        page.latestNanos = atNanos;
        while (!page.minima.isEmpty() && page.minima.getLast().ms() >= rttMs) {
            page.minima.removeLast();
        }
        page.minima.addLast(new Reading(atNanos, rttMs));
        while (atNanos - page.minima.getFirst().nanos() > MEMORY) {
            page.minima.removeFirst();
        }
    }

    /// Median over the shares of what their pages measured last above their own minimum of a minute; not a number
    /// where none measured lately. A share has one vote, the least of its pages': many tabs do not outvote others,
    /// and one that is slow by itself does not speak for its viewer. Forgets pages that were silent for a minute.
    ///
    /// @param lately how old a reading may be
    /// @param shares by a viewer's public name; who has none has no vote
    public Excess excess(Duration lately, long nowNanos, Map<String, ViewerKey> shares) {
        Map<ViewerKey, Reading> votes = new HashMap<>();
        pages.values().removeIf(page -> nowNanos - page.latestNanos > MEMORY);
        pages.forEach((name, page) -> {
            ViewerKey share = shares.get(name.viewer());
            if (share != null && nowNanos - page.latestNanos <= lately.toNanos()) {
                // The answer stood behind what was in the queue when it was asked for.
                var vote = new Reading(
                        page.latestNanos - (long) (1e6 * page.latestMs),
                        page.latestMs - page.minima.getFirst().ms());
                votes.merge(share, vote, (one, other) -> one.ms() <= other.ms() ? one : other);
            }
        });
        if (votes.isEmpty()) {
            return new Excess(Double.NaN, nowNanos);
        }
        double[] ms = votes.values().stream().mapToDouble(Reading::ms).sorted().toArray();
        // From now on, as the clock may begin anywhere.
        long[] ages = votes.values().stream()
                .mapToLong(vote -> nowNanos - vote.nanos())
                .sorted()
                .toArray();
        return new Excess(ms[ms.length / 2], nowNanos - ages[(ages.length - 1) / 2]);
    }

    /// What round trips have in excess.
    ///
    /// @param ms not a number where nobody knows
    /// @param nanos when it was so: the half of those who measured did so then, or later
    public record Excess(double ms, long nanos) {}
}

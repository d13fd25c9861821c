package dev.watchparty.media.fair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/// Viewers' pages as they are: while a film streams each takes a clock sample every two seconds, spread by a tenth
/// either way so that they do not ping together (`SamplingPlan` in `clock.ts`), and says the newest and its age once a
/// second; the sync service passes on once a second what it has heard.
///
/// In steps of a millisecond.
final class PagesModel {

    /// `STREAMING_MS` of `clock.ts`.
    static final int CLOCK_MILLIS = 2_000;

    private static final int SECOND = 1_000;
    private static final long MILLI = 1_000_000;
    private static final Duration LATELY = Duration.ofSeconds(5);

    private record Pong(long sentMillis, double ms) {}

    private static final class Page {
        final String viewer;
        final ViewerKey share;
        final int statusPhase;
        long nextMillis;
        final Deque<Pong> pongs = new ArrayDeque<>();
        double sampleMs = Double.NaN;
        long sampleMillis;
        double toldMs = Double.NaN;
        long toldMillis;

        Page(int number, int pages) {
            viewer = "viewer " + number;
            share = new ViewerKey("10.0.0." + number, 0);
            nextMillis = (long) CLOCK_MILLIS * number / pages;
            statusPhase = (int) ((377L * number) % SECOND);
        }
    }

    private final SplittableRandom random;
    private final Page[] pages;
    private final Map<String, ViewerKey> shares = new HashMap<>();
    private final RoundTrips roundTrips = new RoundTrips();

    PagesModel(SplittableRandom random, int pages) {
        this.random = random;
        this.pages = new Page[pages];
        for (int i = 0; i < pages; i++) {
            this.pages[i] = new Page(i, pages);
            shares.put(this.pages[i].viewer, this.pages[i].share);
        }
    }

    /// @param roundTripMs how long after a ping of now its answer comes
    void step(long millis, DoubleSupplier roundTripMs) {
        for (Page page : pages) {
            if (millis >= page.nextMillis) {
                double ms = roundTripMs.getAsDouble();
                page.pongs.addLast(new Pong(millis, ms));
                page.nextMillis = millis + (long) (CLOCK_MILLIS * (0.9 + 0.2 * random.nextDouble()));
            }
            // In the order of the socket's bytes.
            while (!page.pongs.isEmpty()
                    && millis - page.pongs.getFirst().sentMillis()
                            >= page.pongs.getFirst().ms()) {
                page.sampleMs = page.pongs.removeFirst().ms();
                page.sampleMillis = millis;
            }
            if (millis % SECOND == page.statusPhase) {
                page.toldMs = page.sampleMs;
                page.toldMillis = page.sampleMillis;
            }
            if (millis % SECOND == 0 && page.toldMs > 0) {
                roundTrips.measured(page.viewer, "tab", page.toldMs, page.toldMillis * MILLI);
            }
        }
    }

    RoundTrips.Excess excess(long millis) {
        return roundTrips.excess(LATELY, millis * MILLI, shares);
    }
}

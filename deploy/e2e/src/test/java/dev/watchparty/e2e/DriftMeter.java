package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures from outside how far apart players are, on the one clock that all tabs of a machine share.
///
/// The tabs are read one after the other, so each reading is carried to a common instant along its own rate; the
/// readings of one sample lie a few milliseconds apart. Positions are the players' own media time: how long a
/// screen takes to show a frame is not in them.
final class DriftMeter {

    /// How far apart two players may be: what people hardly notice. How much better it really is, the report says.
    static final double APART_MS = 250;

    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(100);
    private static final Duration LENGTH = Duration.ofSeconds(3);

    private final List<Viewer> viewers;

    DriftMeter(Viewer... viewers) {
        this.viewers = List.of(viewers);
    }

    /// Playout skew, max - min of the positions, over a stretch of time.
    ///
    /// @param medianMs half of the samples were at most this far apart
    /// @param p95Ms of 20 samples 19
    /// @param maxMs the worst sample
    record Skew(int samples, double medianMs, double p95Ms, double maxMs) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "skew of %d samples: median %.1f ms, p95 %.1f ms, max %.1f ms",
                    samples,
                    medianMs,
                    p95Ms,
                    maxMs);
        }
    }

    /// Waits until all are in step, which what was just done may delay for a moment, and sees that they stay so.
    void assertInStep(String when) {
        eventually().untilAsserted(() -> assertThat(apartMs()).isLessThanOrEqualTo(APART_MS));
        Skew skew = measure(LENGTH);
        Report.say("%s: %s".formatted(when, skew));
        assertThat(skew.p95Ms()).as("%s: %s", when, skew).isLessThanOrEqualTo(APART_MS);
    }

    /// Samples for this long; every player has to play all the while.
    Skew measure(Duration length) {
        List<Double> apartMs = new ArrayList<>();
        long endNanos = System.nanoTime() + length.toNanos();
        eventually()
                .atMost(length.plus(Waiting.PATIENCE))
                .pollInterval(BETWEEN_SAMPLES)
                .until(() -> {
                    apartMs.add(apartMs());
                    return System.nanoTime() >= endNanos;
                });
        double[] sorted =
                apartMs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Skew(sorted.length, quantile(sorted, 0.5), quantile(sorted, 0.95), sorted[sorted.length - 1]);
    }

    /// One sample, in milliseconds.
    ///
    /// @throws AssertionError where a player does not play
    double apartMs() {
        List<Player> players = viewers.stream().map(Viewer::player).toList();
        if (!players.stream().allMatch(Player::playing)) {
            throw new AssertionError("not all play: " + players);
        }
        double commonMs = players.stream().mapToDouble(Player::atMs).max().orElseThrow();
        double[] positions = players.stream()
                .mapToDouble(player -> player.positionSecondsAt(commonMs))
                .sorted()
                .toArray();
        return (positions[positions.length - 1] - positions[0]) * 1_000;
    }

    private static double quantile(double[] sorted, double part) {
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(part * sorted.length) - 1)];
    }
}

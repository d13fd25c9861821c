package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.skew.Skew;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/// Measures from outside how far apart players are, on the one clock that all tabs of a machine share.
///
/// The tabs are read one after the other, so each reading is carried to a common instant along its own rate; the
/// readings of one sample lie a few milliseconds apart. Positions are the players' own media time: how long a screen
/// takes to show a frame is not in them.
final class DriftMeter {

    /// How far apart two players may be: what people hardly notice. How much better it really is, the report says.
    static final double APART_MS = 250;

    /// Of the samples, how many may find a player that stands: on a crowded machine a page is not always given the time
    /// that it takes to decode.
    private static final double STANDING_PART = 0.1;

    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(100);
    /// Of one stretch: two seconds and what the reading takes.
    private static final int SAMPLES = 20;
    /// A player that has just been started may be started again, and a machine may have no time for a page: a stretch
    /// with that in it is reported, and another one is measured. Where none of so many is better, the test fails.
    private static final int STRETCHES = 3;

    private final List<Screen> screens;

    DriftMeter(Screen... screens) {
        this.screens = List.of(screens);
    }

    /// Waits until all are in step, which what was just done may delay for a moment, and sees that they stay so.
    void assertInStep(String when) {
        // Players that stand are endlessly far apart.
        eventually()
                .untilAsserted(() ->
                        assertThat(apartMs().orElse(Double.POSITIVE_INFINITY)).isLessThanOrEqualTo(APART_MS));
        Skew skew = stretch(when);
        for (int measured = 1; measured < STRETCHES && !inStep(skew); measured++) {
            skew = stretch(when);
        }
        assertThat(skew.missing())
                .as("%s: part with a player that stood, %s", when, skew)
                .isLessThanOrEqualTo(STANDING_PART);
        assertThat(skew.p95()).as("%s: %s", when, skew).isLessThanOrEqualTo(APART_MS);
    }

    private static boolean inStep(Skew skew) {
        return skew.missing() <= STANDING_PART && skew.p95() <= APART_MS;
    }

    /// In milliseconds.
    private Skew stretch(String when) {
        List<Double> apartMs = new ArrayList<>();
        AtomicInteger standing = new AtomicInteger();
        eventually().pollInterval(BETWEEN_SAMPLES).until(() -> {
            apartMs().ifPresentOrElse(apartMs::add, standing::incrementAndGet);
            return apartMs.size() + standing.get() == SAMPLES;
        });
        Skew skew = Skew.of(apartMs, standing.get(), 0);
        Report.say("%s: skew in ms: %s".formatted(when, skew));
        return skew;
    }

    /// One sample, in milliseconds; empty where a player does not play.
    private OptionalDouble apartMs() {
        List<Player> players = screens.stream().map(Screen::player).toList();
        if (!players.stream().allMatch(Player::playing)) {
            return OptionalDouble.empty();
        }
        double commonMs = players.stream().mapToDouble(Player::atMs).max().orElseThrow();
        double[] positions = players.stream()
                .mapToDouble(player -> player.positionSecondsAt(commonMs))
                .sorted()
                .toArray();
        return OptionalDouble.of((positions[positions.length - 1] - positions[0]) * 1_000);
    }
}

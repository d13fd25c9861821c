package dev.watchparty.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.watchparty.skew.Recording.Event;
import dev.watchparty.skew.Recording.Frame;
import dev.watchparty.skew.Recording.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class PlayoutTest {

    private static final double START_MS = 1_700_000_000_000.0;

    @Test
    void playersThatStartApartStayApart() {
        Playout playout = new Playout(List.of(steady(0), steady(12), steady(-7)));

        Skew skew = playout.byPosition(START_MS + 1_000, START_MS + 9_000);

        assertThat(skew.samples()).isEqualTo(160);
        assertThat(skew.missing()).isZero();
        assertThat(skew.median()).isCloseTo(19, within(0.001));
        assertThat(skew.p95()).isCloseTo(19, within(0.001));
        assertThat(playout.aside(1, START_MS + 1_000, START_MS + 9_000))
                .hasSize(160)
                .allSatisfy(aside -> assertThat(aside).isCloseTo(15.5, within(0.001)));
    }

    @Test
    void aPlayerThatStandsIsCountedAndNotCompared() {
        Recording stands = recording(ms -> Math.min(ms, 5_000), ms -> ms < 5_000);

        Skew skew = new Playout(List.of(steady(0), stands)).byPosition(START_MS + 4_000, START_MS + 6_000);

        assertThat(skew.samples()).isEqualTo(20);
        assertThat(skew.standing()).isEqualTo(20);
        assertThat(skew.silent()).isZero();
        assertThat(skew.missing()).isEqualTo(0.5);
        assertThat(skew.max()).isCloseTo(0, within(0.001));
    }

    @Test
    void aPageThatIsNotGivenTimeIsNotTakenForAPlayerThatStands() {
        Recording whole = steady(0);
        Recording starved = new Recording(
                whole.positions().stream()
                        .filter(position -> position.atMs() < START_MS + 5_000 || position.atMs() > START_MS + 6_000)
                        .toList(),
                whole.frames(),
                whole.events());

        Skew skew = new Playout(List.of(steady(0), starved)).byPosition(START_MS + 4_000, START_MS + 7_000);

        assertThat(skew.standing()).isZero();
        assertThat(skew.silent()).isBetween(14, 16);
    }

    @Test
    void picturesAreComparedByTheirNumbersAndByTheTimeSinceTheirDisplay() {
        Playout playout = new Playout(List.of(steady(0), steady(50)));

        assertThat(playout.byPicture(START_MS + 1_000, START_MS + 9_000).median())
                .isCloseTo(50, within(0.001));
        Skew inFrames = playout.byNumber(START_MS + 1_000, START_MS + 9_000);
        assertThat(inFrames.max()).isEqualTo(2);
        assertThat(inFrames.median()).isBetween(1.0, 2.0);
    }

    @Test
    void whatTheBrowserPutsBetweenPictureAndSoundIsToldByItself() {
        Recording sound = steady(30);
        Recording picture = new Recording(sound.positions(), steady(0).frames(), List.of());

        assertThat(new Playout(List.of(picture)).pictureAhead(START_MS + 1_000, START_MS + 9_000))
                .hasSize(200)
                .allSatisfy(ahead -> assertThat(ahead).isCloseTo(-30, within(0.001)));
    }

    @Test
    void theBandIsReachedWhenItIsNotLeftAnyMore() {
        // Crosses the others at 2 s, comes back for good from 6 s on.
        Recording late = recording(
                ms -> ms + (ms < 6_000 ? 30 * Math.cos(ms / 4_000 * Math.PI) * Math.max(0, 1 - ms / 6_000) + 20 : 0),
                ms -> true);

        assertThat(new Playout(List.of(steady(0), late))
                        .inBandFrom(START_MS, START_MS + 10_000, 10)
                        .orElseThrow())
                .isCloseTo(START_MS + 6_000, within(60.0));
        assertThat(new Playout(List.of(steady(0), steady(11))).inBandFrom(START_MS, START_MS + 10_000, 10))
                .isEmpty();
    }

    @Test
    void aJumpIsWhatTheRateDoesNotExplain() {
        Recording jumps = recording(ms -> ms < 5_000 ? ms : ms + 80, ms -> true);

        Playout playout = new Playout(List.of(steady(0), jumps));

        assertThat(playout.jumps(START_MS, START_MS + 10_000, 1))
                .singleElement()
                .satisfies(jump -> {
                    assertThat(jump.player()).isEqualTo(1);
                    assertThat(jump.jumpMs()).isCloseTo(80, within(0.001));
                    assertThat(jump.fromMs()).isLessThan(START_MS + 5_000);
                    assertThat(jump.toMs()).isGreaterThanOrEqualTo(START_MS + 5_000);
                });
        assertThat(playout.jumps(START_MS, START_MS + 10_000, 81)).isEmpty();
        assertThat(playout.jumps(START_MS + 6_000, START_MS + 10_000, 1)).isEmpty();
    }

    @Test
    void theLargestJumpComesFirst() {
        Recording jumps = recording(ms -> ms < 3_000 ? ms : ms < 6_000 ? ms + 20 : ms - 30, ms -> true);

        assertThat(new Playout(List.of(jumps)).jumps(START_MS, START_MS + 10_000, 1))
                .extracting(jump -> Math.round(jump.jumpMs()))
                .containsExactly(-50L, 20L);
    }

    @Test
    void dataIsThereWhenTheLastPlayerCouldGoOn() {
        Recording soon = sought(400);
        Recording later = sought(900);

        assertThat(new Playout(List.of(soon, later)).allHaveData(START_MS).orElseThrow())
                .isCloseTo(START_MS + 1_900, within(25.0));
        assertThat(new Playout(List.of(soon, steady(0))).allHaveData(START_MS)).isEmpty();
    }

    @Test
    void picturesThatSayAnotherNumberThanTheBrowserAreCounted() {
        Recording player = new Recording(
                List.of(),
                List.of(
                        new Frame(START_MS, 1, 1, OptionalInt.of(25)),
                        new Frame(START_MS + 40, 1.04, 1, OptionalInt.of(27)),
                        new Frame(START_MS + 80, 1.08, 1, OptionalInt.empty())),
                List.of());

        assertThat(new Playout(List.of(player)).misread(START_MS, START_MS + 1_000, 25))
                .isEqualTo(new Playout.Misread(3, 1, 1));
    }

    @Test
    void seeksWaitsAndRatesOfAStretchAreThoseOfAllPlayers() {
        Recording slewed = new Recording(
                steady(0).positions(),
                List.of(),
                List.of(
                        new Event(START_MS + 2_000, "ratechange", 2, 1.02, 4),
                        new Event(START_MS + 3_000, "seeking", 3, 1, 1),
                        new Event(START_MS + 3_100, "waiting", 3, 1, 2),
                        new Event(START_MS + 9_000, "ratechange", 9, 0.98, 4)));
        Playout playout = new Playout(List.of(steady(0), slewed));

        assertThat(playout.rates(START_MS, START_MS + 8_000)).isEqualTo(new Playout.Rates(1, 1.02));
        assertThat(playout.seeks(START_MS, START_MS + 8_000)).isEqualTo(1);
        assertThat(playout.seeks(START_MS + 4_000, START_MS + 8_000)).isZero();
        assertThat(playout.waits(START_MS, START_MS + 8_000)).isEqualTo(1);
        assertThat(playout.waits(START_MS + 4_000, START_MS + 8_000)).isZero();
    }

    private static Recording steady(double aheadMs) {
        return recording(ms -> ms + aheadMs, ms -> true);
    }

    /// Ten seconds, looked at every 25 ms, 25 pictures in each.
    private static Recording recording(DoubleUnaryOperator positionMs, DoublePredicate plays) {
        List<Position> positions = new ArrayList<>();
        for (double ms = 0; ms < 10_000; ms += 25) {
            positions.add(new Position(
                    START_MS + ms, positionMs.applyAsDouble(ms) / 1_000, 1, plays.test(ms) ? 4 : 2, false, false));
        }
        List<Frame> frames = new ArrayList<>();
        for (int number = 0; number < 250; number++) {
            double displayedMs = START_MS + 40.0 * number - positionMs.applyAsDouble(0);
            frames.add(new Frame(displayedMs, number / 25.0, 1, OptionalInt.of(number)));
        }
        return new Recording(positions, frames, List.of());
    }

    private static Recording sought(double tookMs) {
        List<Position> positions = new ArrayList<>();
        for (double ms = 0; ms < 10_000; ms += 25) {
            boolean seeking = ms >= 1_000 && ms < 1_000 + tookMs;
            positions.add(new Position(START_MS + ms, ms / 1_000, 1, seeking ? 1 : 4, seeking, seeking));
        }
        return new Recording(positions, List.of(), List.of(new Event(START_MS + 1_000, "seeking", 1, 1, 1)));
    }
}

package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The estimator against a model of what lies below: a line, a buffer before it that takes bytes at any speed until it
/// is full, and pages that measure their round trip through it ([PagesModel]).
final class UplinkEstimatorTest {

    private static final long MILLI = 1_000_000;
    /// What TCP carries as body on a line of 20 Mbit/s.
    private static final double TWENTY = 0.956 * 20e6 / 8;
    private static final double BASE_MS = 20;
    private static final double TUNNEL = 4 << 20;
    /// Kernel buffers of eight direct connections, kept short.
    private static final double SOCKETS = 8 * (128 << 10);

    static final class Model {
        final SplittableRandom random;
        final UplinkEstimator estimator;
        final PagesModel pages;
        final double buffer;
        double capacity;
        double queue;
        double granted;
        double drained;
        double lowestRate = Double.MAX_VALUE;
        UplinkRate rate = UplinkEstimator.FIRST_GUESS;
        int flows = 8;
        long wantedNanos;
        long millis;

        Model(long seed, double capacity, double buffer, int pages) {
            this.random = new SplittableRandom(seed);
            this.capacity = capacity;
            this.buffer = buffer;
            this.pages = new PagesModel(random, pages);
            this.estimator = new UplinkEstimator(rate, 0);
        }

        void run(double seconds) {
            long end = millis + (long) (1_000 * seconds);
            lowestRate = Double.MAX_VALUE;
            while (millis < end) {
                step();
            }
        }

        private void step() {
            millis++;
            queue = Math.max(0, queue - capacity / 1_000);
            double budget = rate.isUnlimited() ? Double.MAX_VALUE : rate.bytesPerSecond() / 1_000.0;
            double space = Math.max(0, buffer + capacity / 1_000 - queue);
            double taken = Math.min(budget, space);
            wantedNanos += budget < space ? MILLI : 0;
            queue += taken;
            granted += taken;
            // Writes complete in pieces.
            drained = Math.max(drained, granted - random.nextInt(64 << 10));
            pages.step(millis, () -> BASE_MS + 1_000 * queue / capacity + random.nextDouble(15));
            if (millis % 250 == 0) {
                RoundTrips.Excess excess = pages.excess(millis);
                rate = estimator.observe(new UplinkEstimator.Signals(
                        millis * MILLI,
                        (long) granted,
                        (long) drained,
                        Double.NaN,
                        flows,
                        wantedNanos,
                        excess.ms(),
                        excess.nanos()));
                lowestRate = Math.min(lowestRate, (double) rate.bytesPerSecond());
            }
        }

        double estimateMbits() {
            return 8 * estimator.estimate().bytesPerSecond() / 1e6;
        }

        String trace() {
            return "at " + millis + " ms " + estimator + ", rate " + rate + ", queue " + queue;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTwentyMegabitsWithinFifteenSecondsThroughATunnel(long seed) {
        Model model = new Model(seed, TWENTY, TUNNEL, 8);

        model.run(15);

        assertThat(model.estimateMbits()).as(model.trace()).isBetween(18.0, 19.1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTwentyMegabitsWithinFifteenSecondsWithDirectClients(long seed) {
        Model model = new Model(seed, TWENTY, SOCKETS, 8);

        model.run(15);

        assertThat(model.estimateMbits()).as(model.trace()).isBetween(18.0, 19.1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsItWithoutAnyPageThatReportsTheDelay(long seed) {
        Model model = new Model(seed, TWENTY, SOCKETS, 0);

        model.run(15);

        assertThat(model.estimateMbits()).as(model.trace()).isBetween(18.0, 19.1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void staysThereForMinutesAndKeepsTheQueueShort(long seed) {
        Model model = new Model(seed, TWENTY, TUNNEL, 8);
        model.run(20);
        double longest = 0;

        for (int second = 0; second < 180; second++) {
            model.run(1);
            longest = Math.max(longest, model.queue / model.capacity);
            assertThat(model.estimateMbits()).as(model.trace()).isBetween(17.5, 19.5);
        }

        assertThat(longest).as("seconds of queue").isLessThan(0.6);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "1, 2", "2, 2", "3, 2"})
    void staysThereWithFewPagesWhoseDelaysAreSecondsOld(long seed, int pages) {
        Model model = new Model(seed, TWENTY, TUNNEL, pages);
        model.run(20);

        for (int second = 0; second < 180; second++) {
            model.run(1);
            assertThat(model.estimateMbits()).as(model.trace()).isBetween(17.5, 19.5);
            assertThat(model.queue / model.capacity).as(model.trace()).isLessThan(0.6);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void followsABottleneckThatHalvesAndComesBackThroughATunnel(long seed) {
        followsThereAndBack(new Model(seed, TWENTY, TUNNEL, 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void followsABottleneckThatHalvesAndComesBackWithDirectClients(long seed) {
        followsThereAndBack(new Model(seed, TWENTY, SOCKETS, 8));
    }

    private static void followsThereAndBack(Model model) {
        model.run(30);
        model.capacity = TWENTY / 2;
        model.run(20);
        assertThat(model.estimateMbits()).as(model.trace()).isBetween(8.6, 9.8);
        assertThat(model.lowestRate).as("nobody starved").isGreaterThan(TWENTY / 8);
        model.run(20);
        model.capacity = TWENTY;
        model.run(20);
        assertThat(model.estimateMbits()).as(model.trace()).isBetween(17.0, 19.6);
        assertThat(model.lowestRate).as("nobody starved").isGreaterThan(TWENTY / 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void aLoopbackIsFreeWithinTwoSeconds(int pages) {
        Model model = new Model(1, 10e9, TUNNEL, pages);

        model.run(2.01);

        assertThat(model.rate.isUnlimited()).as(model.trace()).isTrue();
        model.run(60);
        assertThat(model.rate.isUnlimited()).as(model.trace()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "2, 8", "3, 8", "1, 0", "2, 0", "3, 0"})
    void whereItIsNotFreeAnyMoreItIsFoundAgain(long seed, int pages) {
        Model model = new Model(seed, 10e9, SOCKETS, pages);
        model.run(5);

        model.queue = SOCKETS;
        model.capacity = TWENTY;
        model.run(20);

        assertThat(model.estimateMbits()).as(model.trace()).isBetween(17.5, 19.5);
    }

    @Test
    void whatWasGrantedBeforeItBeganIsNoSignOfAFastLine() {
        var estimator = new UplinkEstimator(UplinkEstimator.FIRST_GUESS, 1_000_000_000, 0, 0);

        for (int tick = 1; tick <= 8; tick++) {
            UplinkRate rate = estimator.observe(new UplinkEstimator.Signals(
                    250L * tick * MILLI,
                    1_000_000_000,
                    1_000_000_000,
                    Double.NaN,
                    0,
                    0,
                    Double.NaN,
                    250L * tick * MILLI));

            assertThat(rate).as("after %d", tick).isEqualTo(UplinkEstimator.FIRST_GUESS);
        }
    }

    /// A viewer whose own way is full of something else, as that of a household that uploads its pictures.
    @ParameterizedTest
    @CsvSource({"1, 50", "2, 50", "3, 50", "1, 110", "2, 110", "3, 110", "1, 200", "2, 200", "3, 200"})
    void aDelayThatIsNotTheUplinksDoesNotStarveAnybody(long seed, double leastMs) {
        var random = new SplittableRandom(seed);
        UplinkRate rate = new UplinkRate(2_000_000);
        var estimator = new UplinkEstimator(rate, 0);
        double granted = 0;
        double lowest = Double.MAX_VALUE;

        for (int tick = 1; tick <= 4 * 600; tick++) {
            granted += rate.bytesPerSecond() / 4.0;
            rate = estimator.observe(new UplinkEstimator.Signals(
                    250L * tick * MILLI,
                    (long) granted,
                    (long) granted,
                    Double.NaN,
                    1,
                    250L * tick * MILLI,
                    leastMs + random.nextDouble(150),
                    250L * tick * MILLI));
            lowest = Math.min(lowest, (double) estimator.estimate().bytesPerSecond());
        }

        assertThat(lowest).isGreaterThan(2e6 / 3);
        assertThat(estimator.estimate().bytesPerSecond()).isGreaterThan(1_800_000);
    }

    @Test
    void playersThatReadAsTheyPlayDoNotEndItsFreedom() {
        Model model = new Model(1, 10e9, SOCKETS, 8);
        model.run(5);

        // Eight films of 2 Mbit/s, and no queue in the line.
        for (int tick = 1; tick <= 240; tick++) {
            long bytes = (long) model.granted + tick * 500_000L;
            model.estimator.observe(new UplinkEstimator.Signals(
                    (model.millis + 250L * tick) * MILLI,
                    bytes,
                    bytes,
                    Double.NaN,
                    8,
                    model.wantedNanos,
                    5,
                    (model.millis + 250L * tick) * MILLI));

            assertThat(model.estimator.estimate().isUnlimited())
                    .as(model.trace())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void pausedPlayersDoNotLookLikeANarrowUplink(int flows) {
        Model model = new Model(1, TWENTY, SOCKETS, 8);
        model.run(30);
        double before = model.estimateMbits();

        // Nothing drains any more, and what is waiting belongs to clients that do not read.
        model.flows = flows;
        model.capacity = 1e-6;
        model.queue = 0;
        for (int tick = 0; tick < 240; tick++) {
            model.estimator.observe(new UplinkEstimator.Signals(
                    (model.millis + 250L * tick) * MILLI,
                    (long) model.granted,
                    (long) model.drained,
                    Double.NaN,
                    flows,
                    model.wantedNanos,
                    5,
                    (model.millis + 250L * tick) * MILLI));
        }

        assertThat(model.estimateMbits()).isEqualTo(before);
    }
}

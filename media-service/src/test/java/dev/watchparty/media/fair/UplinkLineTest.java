package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The estimator behind a line with a short queue, where TCP backs off long before a delay shows.
final class UplinkLineTest {

    private static final int VIEWERS = 8;
    private static final int PER_SECOND = 10;
    private static final int WINDOW = 5 * PER_SECOND;
    /// Eight of them are most of what a line of 10 Mbit/s carries.
    private static final double FILM_BITS_PER_SECOND = 1e6;
    /// Chromium reads no further, in seconds.
    private static final double AS_FAR_AS_BROWSERS = 10;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void findsTwentyMegabitsWithinFifteenSecondsAndStays(long seed) {
        LineModel line = new LineModel(seed, 20, VIEWERS, VIEWERS, LineModel.Told.BY_KERNEL);

        line.run(15);

        for (int second = 0; second < 60; second++) {
            assertThat(line.estimateMegabits()).as(line.toString()).isBetween(18.0, 19.1);
            line.run(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void viewersHaveEqualSharesFromThenOn(long seed) {
        LineModel line = new LineModel(seed, 20, VIEWERS, VIEWERS, LineModel.Told.BY_KERNEL);

        line.run(15);

        for (int window = 0; window < 12; window++) {
            assertThat(jainOver(line, 5)).as(line.toString()).isGreaterThan(0.97);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void findsALineThatHalvesAndComesBackWithinTwentySeconds(long seed) {
        LineModel line = new LineModel(seed, 20, VIEWERS, VIEWERS, LineModel.Told.BY_KERNEL);
        line.run(30);

        line.narrow(10);
        feedsEach(line, 20, 0.5);
        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(9.0, 9.6);
        line.narrow(20);
        feedsEach(line, 20, 0.5);
        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(18.0, 19.1);
    }

    /// Then what is not acknowledged alone tells.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void findsItWithoutAnyPageThatReportsTheDelay(long seed) {
        LineModel line = new LineModel(seed, 20, VIEWERS, 0, LineModel.Told.BY_KERNEL);
        line.run(15);
        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(18.0, 19.1);
        line.run(15);

        line.narrow(10);
        feedsEach(line, 20, 0.5);
        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(9.0, 9.6);
        line.narrow(20);
        feedsEach(line, 20, 0.5);
        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(18.0, 19.1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsALineThatWasFreeAndNarrowsWithinTwentySeconds(long seed) {
        LineModel line = new LineModel(seed, 4_000, VIEWERS, VIEWERS, LineModel.Told.BY_KERNEL);
        line.run(5);
        assertThat(line.isFree()).as(line.toString()).isTrue();

        line.narrow(20);
        feeds(line, 20);

        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(18.0, 19.1);
    }

    /// Where the kernel does not tell, lumps and growing buffers are in each measurement.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void comesNearToItByWhatSocketsTookAlone(long seed) {
        LineModel line = new LineModel(seed, 20, VIEWERS, VIEWERS, LineModel.Told.BY_WRITES);
        line.run(15);
        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(17.0, 20.0);
        line.run(15);

        line.narrow(10);
        feedsEach(line, 20, 0.25);
        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(8.3, 11.0);
        line.narrow(20);
        feedsEach(line, 20, 0.25);
        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(17.0, 20.0);
    }

    /// The line narrows at any moment of what the estimator does, in the middle of its measurements, too.
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 13, 17, 21, 25, 29, 33, 37})
    void neverHoldsAMeasurementThatSpansTheChange(int quarters) {
        LineModel line = new LineModel(3, 20, VIEWERS, 0, LineModel.Told.BY_KERNEL);
        line.run(30 + quarters / 4.0);
        line.narrow(10);

        line.run(20);

        assertThat(line.estimateMegabits()).as(line.toString()).isBetween(9.0, 9.6);
    }

    private static double jainOver(LineModel line, double seconds) {
        double[] before = line.receivedBytes();
        line.run(seconds);
        double[] got = line.receivedBytes();
        Arrays.setAll(got, i -> got[i] - before[i]);
        return JainIndex.of(got);
    }

    /// Runs, and holds that viewers go on being fed meanwhile: by a third of the narrower line at least.
    ///
    /// @return what each had got, ten times a second
    private static double[][] feeds(LineModel line, int seconds) {
        double[][] received = new double[seconds * PER_SECOND + 1][];
        received[0] = line.receivedBytes();
        for (int i = 1; i < received.length; i++) {
            line.run(1.0 / PER_SECOND);
            received[i] = line.receivedBytes();
        }
        for (int to = 2 * PER_SECOND; to < received.length; to += 2 * PER_SECOND) {
            double bytes = Arrays.stream(received[to]).sum()
                    - Arrays.stream(received[to - 2 * PER_SECOND]).sum();
            assertThat(bytes * 8 / 2e6).as(line.toString()).isGreaterThan(10.0 / 3);
        }
        return received;
    }

    /// Runs, and holds that nobody starves meanwhile. For some two seconds after it narrowed the line is full of what
    /// was sent before, and TCP decides who gets how much of it. So each viewer gets a part of a share in any five
    /// seconds, and no player stands that begins with as much ahead as it takes not to be called about to stall.
    ///
    /// @param leastOfAShare of an equal one of the narrower line
    private static void feedsEach(LineModel line, int seconds, double leastOfAShare) {
        double[][] received = feeds(line, seconds);
        for (int viewer = 0; viewer < VIEWERS; viewer++) {
            double ahead = Watermarks.DEFAULT.lowSeconds();
            for (int i = 1; i < received.length; i++) {
                double film = (received[i][viewer] - received[i - 1][viewer]) * 8 / FILM_BITS_PER_SECOND;
                ahead = Math.min(AS_FAR_AS_BROWSERS, ahead + film - 1.0 / PER_SECOND);
                assertThat(ahead)
                        .as("s ahead of viewer %d after %d tenths, %s", viewer, i, line)
                        .isPositive();
            }
            for (int to = WINDOW; to < received.length; to++) {
                double bytes = received[to][viewer] - received[to - WINDOW][viewer];
                assertThat(bytes / (10e6 / 8 / VIEWERS * WINDOW / PER_SECOND))
                        .as("of a share of viewer %d until %d tenths, %s", viewer, to, line)
                        .isGreaterThan(leastOfAShare);
            }
        }
    }
}

package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The estimator behind a line with a short queue, where TCP backs off long before a delay shows, and idles after what
/// it lost. Of a hundred seeded evenings nearly all have to come out right, and none far off.
final class UplinkLineTest {

    private static final int EVENINGS = 100;
    private static final int VIEWERS = 8;

    /// Estimates in Mbit/s, in order, of evenings that went the same way.
    private static double[] evenings(int pages, Consumer<LineModel> course) {
        double[] megabits = new double[EVENINGS];
        for (int seed = 0; seed < EVENINGS; seed++) {
            LineModel line = new LineModel(seed, 20, VIEWERS, pages);
            course.accept(line);
            megabits[seed] = line.estimateMegabits();
        }
        Arrays.sort(megabits);
        return megabits;
    }

    private static void areMostlyBetween(double[] megabits, double least, double most, int atLeast) {
        long right = Arrays.stream(megabits)
                .filter(each -> each >= least && each <= most)
                .count();
        assertThat(right).as(Arrays.toString(megabits)).isGreaterThanOrEqualTo(atLeast);
    }

    private static void areAllBetween(double[] megabits, double least, double most) {
        assertThat(megabits[0]).as(Arrays.toString(megabits)).isGreaterThan(least);
        assertThat(megabits[EVENINGS - 1]).as(Arrays.toString(megabits)).isLessThan(most);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, VIEWERS})
    void findsTwentyMegabitsWithinFifteenSeconds(int pages) {
        double[] found = evenings(pages, line -> line.run(15));

        areMostlyBetween(found, 18, 19.1, 90);
        areAllBetween(found, 16, 19.5);
    }

    @Test
    void staysThereForMinutes() {
        double[] held = evenings(VIEWERS, line -> line.run(120));

        areMostlyBetween(held, 18, 19.1, 90);
        areAllBetween(held, 16, 19.6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, VIEWERS})
    void findsALineThatHalvesWithinTwentySeconds(int pages) {
        double[] found = evenings(pages, line -> {
            line.run(30);
            line.narrow(10);
            feeds(line, 20);
        });

        areMostlyBetween(found, 8.8, 9.7, 85);
        areAllBetween(found, 8, 12);
    }

    @Test
    void findsALineThatComesBackWithinTwentySeconds() {
        double[] found = evenings(VIEWERS, line -> {
            line.run(30);
            line.narrow(10);
            line.run(20);
            line.narrow(20);
            feeds(line, 20);
        });

        areMostlyBetween(found, 18, 19.1, 75);
        areAllBetween(found, 13, 19.6);
    }

    /// Where the line narrows in the middle of a measurement, what was measured is a mixture, and must not be kept.
    @Test
    void neverHoldsWhatIsFarAboveTheLine() {
        for (int quarters = 1; quarters < 60; quarters += 2) {
            LineModel line = new LineModel(quarters, 20, VIEWERS, 0);
            line.run(30 + quarters / 4.0);
            line.narrow(10);

            line.run(25);

            assertThat(line.estimateMegabits()).as(line.toString()).isBetween(8.0, 12.5);
        }
    }

    /// Runs, and holds that viewers go on being fed meanwhile: by a third of the narrower line at least.
    private static void feeds(LineModel line, int seconds) {
        for (int second = 0; second < seconds; second += 2) {
            double before = line.receivedBytes();
            line.run(2);
            assertThat((line.receivedBytes() - before) * 8 / 2e6)
                    .as(line.toString())
                    .isGreaterThan(10.0 / 3);
        }
    }
}

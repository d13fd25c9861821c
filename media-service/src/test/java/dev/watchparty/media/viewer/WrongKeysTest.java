package dev.watchparty.media.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WrongKeysTest {

    private static final long SECOND = 1_000_000_000L;
    private static final String MALLORY = "198.51.100.1";

    private final WrongKeys wrongKeys = new WrongKeys(3, Duration.ofSeconds(10), 2);

    @Test
    void anAddressMayBeWrongAsOftenAsTheBurstAllows() {
        for (int i = 0; i < 3; i++) {
            assertThat(wrongKeys.mayTry(MALLORY, 0)).isTrue();
            wrongKeys.count(MALLORY, 0);
        }

        assertThat(wrongKeys.mayTry(MALLORY, 0)).isFalse();
        assertThat(wrongKeys.mayTry("203.0.113.1", 0)).isTrue();
    }

    @Test
    void oneMoreTryComesBackEachRefill() {
        exhaust(MALLORY, 0);

        assertThat(wrongKeys.mayTry(MALLORY, 10 * SECOND - 1)).isFalse();
        assertThat(wrongKeys.mayTry(MALLORY, 10 * SECOND)).isTrue();
        wrongKeys.count(MALLORY, 10 * SECOND);
        assertThat(wrongKeys.mayTry(MALLORY, 19 * SECOND)).isFalse();
        assertThat(wrongKeys.mayTry(MALLORY, 20 * SECOND)).isTrue();
    }

    @Test
    void theBurstNeverGrowsBeyondItself() {
        exhaust(MALLORY, 0);
        exhaust(MALLORY, 3_600 * SECOND);

        assertThat(wrongKeys.mayTry(MALLORY, 3_600 * SECOND)).isFalse();
    }

    @Test
    void theClockMayBeNegativeAndWrapAround() {
        long start = Long.MAX_VALUE - SECOND;
        exhaust(MALLORY, start);

        assertThat(wrongKeys.mayTry(MALLORY, start + 9 * SECOND)).isFalse();
        assertThat(wrongKeys.mayTry(MALLORY, start + 10 * SECOND)).isTrue();
    }

    @Test
    void theTableForgetsTheAddressThatWasQuietLongest() {
        exhaust(MALLORY, 0);
        wrongKeys.count("203.0.113.1", 1);
        wrongKeys.count("203.0.113.2", 2);

        assertThat(wrongKeys.size()).isEqualTo(2);
        assertThat(wrongKeys.mayTry(MALLORY, 3)).isTrue();
    }

    private void exhaust(String address, long nowNanos) {
        for (int i = 0; i < 3; i++) {
            wrongKeys.count(address, nowNanos);
        }
    }
}

package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RoundTripsTest {

    private static final long SECOND = 1_000_000_000;
    private static final Duration LATELY = Duration.ofSeconds(5);

    private final RoundTrips trips = new RoundTrips();

    @Test
    void nobodyMeasuringIsUnknownAndNotZero() {
        assertThat(trips.excessMs(LATELY, 0)).isNaN();
    }

    @Test
    void theMedianPageIsJudgedByItsOwnMinimum() {
        trips.measured("near", 10, 0);
        trips.measured("far", 200, 0);
        trips.measured("ill", 30, 0);
        trips.measured("near", 130, SECOND);
        trips.measured("far", 320, SECOND);
        trips.measured("ill", 2_000, SECOND);

        assertThat(trips.excessMs(LATELY, SECOND)).isCloseTo(120, within(1e-9));
    }

    @Test
    void aMinimumIsForgottenAfterAMinute() {
        trips.measured("page", 10, 0);
        trips.measured("page", 50, 30 * SECOND);
        assertThat(trips.excessMs(LATELY, 30 * SECOND)).isCloseTo(40, within(1e-9));

        trips.measured("page", 60, 61 * SECOND);

        assertThat(trips.excessMs(LATELY, 61 * SECOND)).isCloseTo(10, within(1e-9));
    }

    @Test
    void whoHasNotMeasuredLatelyDoesNotCount() {
        trips.measured("page", 10, 0);

        assertThat(trips.excessMs(LATELY, 6 * SECOND)).isNaN();
    }

    @Test
    void pagesAreBounded() {
        for (int i = 0; i < 5_000; i++) {
            trips.measured("page " + i, i < 2_000 ? 10 : 1, 0);
            trips.measured("page " + i, 100, SECOND);
        }

        assertThat(trips.excessMs(LATELY, SECOND)).isCloseTo(90, within(1e-9));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> trips.measured("page", Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trips.measured("page", -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RoundTripsTest {

    private static final long SECOND = 1_000_000_000;
    private static final Duration LATELY = Duration.ofSeconds(5);

    private final RoundTrips trips = new RoundTrips();

    private final Map<String, ViewerKey> shares = new HashMap<>();

    @Test
    void nobodyMeasuringIsUnknownAndNotZero() {
        assertThat(excessMs(0)).isNaN();
    }

    @Test
    void theMedianViewerIsJudgedByItsOwnMinimum() {
        measured("near", 10, 0);
        measured("far", 200, 0);
        measured("ill", 30, 0);
        measured("near", 130, SECOND);
        measured("far", 320, SECOND);
        measured("ill", 2_000, SECOND);

        assertThat(excessMs(SECOND)).isCloseTo(120, within(1e-9));
    }

    @Test
    void whoHasMoreTabsThanAllOthersHasOneVoteNevertheless() {
        for (int i = 0; i < 100; i++) {
            trips.measured("liar", "tab " + i, 1, 0);
            trips.measured("liar", "tab " + i, 1_000, SECOND);
        }
        share("liar", "10.0.0.66");
        for (String honest : new String[] {"ann", "bee"}) {
            measured(honest, 20, 0);
            measured(honest, 25, SECOND);
        }

        assertThat(excessMs(SECOND)).isCloseTo(5, within(1e-9));
    }

    @Test
    void cookiesThatAreServedFromOneShareHaveOneVote() {
        for (int i = 0; i < 20; i++) {
            measured("liar " + i, 1, 0);
            measured("liar " + i, 1_000, SECOND);
            share("liar " + i, "10.0.0.66");
        }
        for (String honest : new String[] {"ann", "bee"}) {
            measured(honest, 20, 0);
            measured(honest, 25, SECOND);
        }

        assertThat(excessMs(SECOND)).isCloseTo(5, within(1e-9));
    }

    @Test
    void theLeastOfAViewersTabsIsItsVote() {
        share("ann", "10.0.0.1");
        trips.measured("ann", "asleep", 20, 0);
        trips.measured("ann", "awake", 20, 0);
        trips.measured("ann", "asleep", 900, SECOND);
        trips.measured("ann", "awake", 50, SECOND);

        assertThat(excessMs(SECOND)).isCloseTo(30, within(1e-9));
    }

    @Test
    void whoIsSentNothingHasNoVote() {
        measured("ann", 20, 0);
        measured("ann", 30, SECOND);
        for (int i = 0; i < 5; i++) {
            trips.measured("onlooker " + i, "tab", 1, 0);
            trips.measured("onlooker " + i, "tab", 1_000, SECOND);
        }

        assertThat(excessMs(SECOND)).isCloseTo(10, within(1e-9));
        shares.clear();
        assertThat(excessMs(SECOND)).isNaN();
    }

    @Test
    void aMinimumIsForgottenAfterAMinute() {
        measured("page", 10, 0);
        measured("page", 50, 30 * SECOND);
        assertThat(excessMs(30 * SECOND)).isCloseTo(40, within(1e-9));

        measured("page", 60, 61 * SECOND);

        assertThat(excessMs(61 * SECOND)).isCloseTo(10, within(1e-9));
    }

    @Test
    void whoHasNotMeasuredLatelyDoesNotCount() {
        measured("page", 10, 0);

        assertThat(excessMs(6 * SECOND)).isNaN();
    }

    @Test
    void aReadingThatIsSaidAgainIsNoNewer() {
        measured("page", 10, 0);
        measured("page", 90, SECOND);
        measured("page", 90, SECOND);
        assertThat(excessMs(6 * SECOND)).isCloseTo(80, within(1e-9));

        assertThat(excessMs(6 * SECOND + 1)).isNaN();
    }

    @Test
    void anOlderReadingThatComesLateIsNotListenedTo() {
        measured("page", 10, 0);
        measured("page", 15, 2 * SECOND);
        measured("page", 500, SECOND);

        assertThat(excessMs(2 * SECOND)).isCloseTo(5, within(1e-9));
    }

    @Test
    void itIsAsOldAsHalfOfTheReadingsWhenTheyWereAskedFor() {
        for (int i = 0; i < 4; i++) {
            measured("viewer " + i, 100, i * SECOND);
        }

        assertThat(trips.excess(LATELY, 3 * SECOND, shares).nanos()).isEqualTo(2 * SECOND - SECOND / 10);
    }

    @Test
    void pagesAreBounded() {
        for (int i = 0; i < 5_000; i++) {
            measured("page " + i, i < 2_000 ? 10 : 1, 0);
            measured("page " + i, 100, SECOND);
        }

        assertThat(excessMs(SECOND)).isCloseTo(90, within(1e-9));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> trips.measured("ann", "tab", Double.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trips.measured("ann", "tab", -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void share(String viewer, String address) {
        shares.put(viewer, new ViewerKey(address, 0));
    }

    /// By the viewer's only tab; each has a share of its own where nothing else was said.
    private void measured(String viewer, double rttMs, long atNanos) {
        shares.putIfAbsent(viewer, new ViewerKey("address of " + viewer, 0));
        trips.measured(viewer, "tab", rttMs, atNanos);
    }

    private double excessMs(long nowNanos) {
        return trips.excess(LATELY, nowNanos, shares).ms();
    }
}

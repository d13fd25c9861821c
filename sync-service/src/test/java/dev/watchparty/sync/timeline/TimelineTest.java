package dev.watchparty.sync.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {

    private static final double T = 1_800_000_000_000.0;
    private static final double UNKNOWN = Double.POSITIVE_INFINITY;

    @ParameterizedTest
    @CsvSource({
        // position, rate, playing, ms after `at`, end, expected
        "10, 1, true, 0, 100, 10",
        "10, 1, true, 1000, 100, 11",
        "10, 1, true, -500, 100, 10",
        "10, 2, true, 1500, 100, 13",
        "10, 0.5, true, 1000, 100, 10.5",
        "10, 1, false, 60000, 100, 10",
        "99, 1, true, 1000, 100, 100",
        "99, 1, true, 86400000, 100, 100",
        "10, 1, true, 1000, Infinity, 11",
    })
    void thePositionFollowsTheLineBetweenStartAndEnd(
            double position, double rate, boolean playing, double afterMillis, double end, double expected) {
        Timeline timeline = new Timeline(position, rate, playing, T, 3);

        assertThat(timeline.positionAt(T + afterMillis, end)).isEqualTo(expected);
    }

    @Test
    void playAndPauseKeepThePositionAtTheMomentWhenTheyTakeHold() {
        Timeline playing = Timeline.start(T, 0).play(T + 200, 100);
        Timeline paused = playing.pause(T + 5200, 100);

        assertThat(playing).isEqualTo(new Timeline(0, 1, true, T + 200, 1));
        assertThat(paused).isEqualTo(new Timeline(5, 1, false, T + 5200, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSeekKeepsPlayingOrPaused(boolean playing) {
        Timeline timeline = new Timeline(10, 1.5, playing, T, 7);

        assertThat(timeline.seek(42, T + 100, 100)).isEqualTo(new Timeline(42, 1.5, playing, T + 100, 8));
    }

    @Test
    void aSeekBeyondTheEndGoesToTheEnd() {
        assertThat(new Timeline(10, 1, true, T, 7).seek(500, T, 100).positionSeconds())
                .isEqualTo(100);
    }

    @Test
    void aRateChangeContinuesFromWhereTheOldRateArrived() {
        Timeline timeline = new Timeline(10, 2, true, T, 7).withRate(0.5, T + 1000, UNKNOWN);

        assertThat(timeline).isEqualTo(new Timeline(12, 0.5, true, T + 1000, 8));
    }

    @Test
    void playAtTheEndStartsOver() {
        Timeline over = new Timeline(90, 1, true, T, 7).finish(T + 10_000, 100);

        assertThat(over).isEqualTo(new Timeline(100, 1, false, T + 10_000, 8));
        assertThat(over.play(T + 20_000, 100)).isEqualTo(new Timeline(0, 1, true, T + 20_000, 9));
    }

    @Test
    void playWhilePlayingNearTheEndDoesNotStartOver() {
        Timeline ending = new Timeline(99.95, 1, true, T, 7);

        assertThat(ending.play(T + 150, 100).positionSeconds()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, true, 100, 100000",
        "40, 2, true, 100, 30000",
        "100, 1, true, 100, 0",
        "0, 1, false, 100, Infinity",
        "0, 1, true, Infinity, Infinity",
    })
    void theEndIsWhereTheLineMeetsTheDuration(
            double position, double rate, boolean playing, double end, double expectedAfterMillis) {
        assertThat(new Timeline(position, rate, playing, T, 0).endsAtMillis(end))
                .isEqualTo(T + expectedAfterMillis);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001})
    void aPositionThatNoFilmHasIsRefused(double position) {
        assertThat(Timeline.isPosition(position)).isFalse();
        assertThatThrownBy(() -> new Timeline(position, 1, false, T, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.24, 4.01, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateThatNoPlayerHasIsRefused(double rate) {
        assertThat(Timeline.isRate(rate)).isFalse();
        assertThatThrownBy(() -> new Timeline(0, rate, false, T, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

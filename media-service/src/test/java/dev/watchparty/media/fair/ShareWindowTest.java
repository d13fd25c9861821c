package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.fair.Scheduler.ViewerState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ShareWindowTest {

    private static final ViewerKey ONE = new ViewerKey("198.51.100.1", 0);
    private static final ViewerKey TWO = new ViewerKey("198.51.100.2", 0);

    private final ShareWindow window = new ShareWindow();

    private static ViewerState state(ViewerKey viewer, long grantedBytes, int ready) {
        return new ViewerState(viewer, 1, 0, ready, grantedBytes, null, Band.LEFTOVER);
    }

    @Test
    void aShareIsTheMeanOfTheLastTenSeconds() {
        for (int second = 0; second <= 20; second++) {
            long bytes = second <= 10 ? 0 : (second - 10) * 1_000L;
            window.tick(List.of(state(ONE, bytes, 1)));
        }

        assertThat(window.bytesPerSecond(ONE)).isEqualTo(1_000);
        assertThat(window.bytesPerSecond(TWO)).isZero();
    }

    @Test
    void whoWantsNothingForAMomentDoesNotCountAsTreatedUnfairly() {
        for (int second = 1; second <= 10; second++) {
            window.tick(List.of(state(ONE, second * 1_000L, 1), state(TWO, second * 10L, second == 5 ? 0 : 1)));
        }

        assertThat(window.jain()).isEqualTo(1);
    }

    @Test
    void whoWantsAllTheWhileAndGetsLessIsSeen() {
        for (int second = 1; second <= 10; second++) {
            window.tick(List.of(state(ONE, second * 3_000L, 1), state(TWO, second * 1_000L, 1)));
        }

        assertThat(window.jain()).isEqualTo(JainIndex.of(3, 1));
    }

    @Test
    void whoComesBackCountsFromNothing() {
        window.tick(List.of(state(ONE, 50_000, 1)));
        window.tick(List.of());
        window.tick(List.of(state(ONE, 300, 1)));

        assertThat(window.bytesPerSecond(ONE)).isEqualTo((50_000 + 300) / 3.0);
    }

    @Test
    void anotherFileStartsAnewForItsViewersAlone() {
        window.tick(List.of(state(ONE, 50_000, 1), state(TWO, 10, 1)));

        window.reset(Set.of(ONE));

        assertThat(window.bytesPerSecond(ONE)).isZero();
        assertThat(window.bytesPerSecond(TWO)).isEqualTo(10);
        assertThat(window.jain()).isEqualTo(1);
        window.tick(List.of(state(ONE, 700, 1), state(TWO, 20, 1)));
        assertThat(window.bytesPerSecond(ONE)).isEqualTo(350);
        assertThat(window.bytesPerSecond(TWO)).isEqualTo(10);
    }
}

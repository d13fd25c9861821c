package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class JainIndexTest {

    @Test
    void isOneWhenAllHaveTheSame() {
        assertThat(JainIndex.of(3, 3, 3, 3)).isEqualTo(1);
    }

    @Test
    void isOneOverNWhenOneHasEverything() {
        assertThat(JainIndex.of(0, 7, 0, 0)).isEqualTo(0.25);
    }

    @Test
    void isOneWhenThereIsNothingToDivide() {
        assertThat(JainIndex.of()).isEqualTo(1);
        assertThat(JainIndex.of(0, 0)).isEqualTo(1);
    }

    @Test
    void agreesWithTheAuthorsExample() {
        // A fifth of the users with everything, the others with nothing.
        assertThat(JainIndex.of(20, 20, 0, 0, 0, 0, 0, 0, 0, 0)).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void refusesWhatIsNotAnAmount() {
        assertThatThrownBy(() -> JainIndex.of(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JainIndex.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}

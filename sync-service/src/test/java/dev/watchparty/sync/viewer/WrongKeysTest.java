package dev.watchparty.sync.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrongKeysTest {

    private static final double T = 1_800_000_000_000.0;

    private final WrongKeys wrongKeys = new WrongKeys();

    @Test
    void anAddressMayMistypeAFewTimes() {
        for (int i = 0; i < WrongKeys.ALLOWED; i++) {
            assertThat(wrongKeys.tooMany("a", T)).isFalse();
            wrongKeys.add("a", T);
        }

        assertThat(wrongKeys.tooMany("a", T)).isTrue();
        assertThat(wrongKeys.tooMany("b", T)).isFalse();
    }

    @Test
    void timeHeals() {
        for (int i = 0; i < WrongKeys.ALLOWED; i++) {
            wrongKeys.add("a", T);
        }

        assertThat(wrongKeys.tooMany("a", T + WrongKeys.MILLIS_PER_KEY - 1)).isTrue();
        assertThat(wrongKeys.tooMany("a", T + WrongKeys.MILLIS_PER_KEY)).isFalse();
    }

    @Test
    void onlySoManyAddressesAreRemembered() {
        for (int i = 0; i < WrongKeys.ALLOWED; i++) {
            wrongKeys.add("first", T);
        }
        for (int i = 0; i < WrongKeys.MAX_ADDRESSES; i++) {
            wrongKeys.add("other " + i, T);
        }

        assertThat(wrongKeys.tooMany("first", T)).isFalse();
    }
}

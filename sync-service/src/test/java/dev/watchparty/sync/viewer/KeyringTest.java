package dev.watchparty.sync.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.viewer.Keyring.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyringTest {

    private double now = 1_800_000_000_000.0;
    private final Keyring keyring = new Keyring(() -> Optional.of("key"), () -> now);

    @Test
    void noKeyIsRefusedAndCountsAgainstNobody() {
        for (int i = 0; i < 3 * WrongKeys.ALLOWED; i++) {
            assertThat(keyring.judge(null, "203.0.113.7")).isEqualTo(Verdict.WRONG_KEY);
            assertThat(keyring.judge("", "203.0.113.7")).isEqualTo(Verdict.WRONG_KEY);
        }

        assertThat(keyring.judge("key", "203.0.113.7")).isEqualTo(Verdict.ADMIN);
    }

    @Test
    void wrongKeysCountAndThenNotEvenTheRightOneIsLookedAtForAWhile() {
        for (int i = 0; i < WrongKeys.ALLOWED; i++) {
            assertThat(keyring.judge("guess " + i, "203.0.113.7")).isEqualTo(Verdict.WRONG_KEY);
        }

        assertThat(keyring.judge("key", "203.0.113.7")).isEqualTo(Verdict.TOO_MANY_WRONG_KEYS);
        assertThat(keyring.judge(null, "203.0.113.7")).isEqualTo(Verdict.WRONG_KEY);
        assertThat(keyring.judge("key", "203.0.113.8")).isEqualTo(Verdict.ADMIN);
        now += WrongKeys.MILLIS_PER_KEY;
        assertThat(keyring.judge("key", "203.0.113.7")).isEqualTo(Verdict.ADMIN);
    }

    @Test
    void theAddressesOfOneIpv6NetworkCountAsOne() {
        for (int i = 0; i < WrongKeys.ALLOWED; i++) {
            keyring.judge("guess", "2001:db8:1:2::" + i);
        }

        assertThat(keyring.judge("key", "2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(Verdict.TOO_MANY_WRONG_KEYS);
        assertThat(keyring.judge("key", "2001:db8:1:3::1")).isEqualTo(Verdict.ADMIN);
    }
}

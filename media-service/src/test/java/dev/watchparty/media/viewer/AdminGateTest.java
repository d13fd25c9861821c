package dev.watchparty.media.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.viewer.AdminGate.Verdict;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdminGateTest {

    private static final ClientAddress ALICE = new ClientAddress("203.0.113.1", true);

    private final AtomicLong nowNanos = new AtomicLong();
    private final AdminGate gate =
            new AdminGate(new AdminKey("open sesame"), new ClientAddresses(List.of()), nowNanos::get);

    @Test
    void theKeyOpensAndNothingElseDoes() {
        assertThat(gate.judge(ALICE, "open sesame")).isEqualTo(Verdict.ADMIN);
        assertThat(gate.judge(ALICE, "open sesam")).isEqualTo(Verdict.WRONG_KEY);
        assertThat(gate.judge(ALICE, "open sesame ")).isEqualTo(Verdict.WRONG_KEY);
        assertThat(gate.judge(ALICE, "")).isEqualTo(Verdict.WRONG_KEY);
        assertThat(gate.judge(ALICE, (@Nullable String) null)).isEqualTo(Verdict.WRONG_KEY);
    }

    @Test
    void anAddressThatGuessesIsNotListenedToForAWhileEvenWithTheRightKey() {
        guessUntilRefused(ALICE);

        assertThat(gate.judge(ALICE, "open sesame")).isEqualTo(Verdict.TOO_MANY_WRONG_KEYS);
        assertThat(gate.judge(new ClientAddress("203.0.113.2", true), "open sesame"))
                .isEqualTo(Verdict.ADMIN);
        nowNanos.addAndGet(10_000_000_000L);
        assertThat(gate.judge(ALICE, "open sesame")).isEqualTo(Verdict.ADMIN);
    }

    @Test
    void askingWithoutAKeyIsNoGuess() {
        for (int i = 0; i < 100; i++) {
            assertThat(gate.judge(ALICE, (@Nullable String) null)).isEqualTo(Verdict.WRONG_KEY);
        }

        assertThat(gate.judge(ALICE, "open sesame")).isEqualTo(Verdict.ADMIN);
    }

    @Test
    void anIpv6NetworkGuessesAsOne() {
        guessUntilRefused(new ClientAddress("2001:db8::1", true));

        assertThat(gate.judge(new ClientAddress("2001:db8::ffff:2", true), "open sesame"))
                .isEqualTo(Verdict.TOO_MANY_WRONG_KEYS);
        assertThat(gate.judge(new ClientAddress("2001:db8:0:1::1", true), "open sesame"))
                .isEqualTo(Verdict.ADMIN);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Bearer abc,   abc",
                "bearer abc,   abc",
                "Bearer  abc,  abc",
                "Basic abc,    -",
                "Bearerabc,    -",
                "-,            -",
            })
    void theBearerTokenIsWhatFollowsTheScheme(@Nullable String header, @Nullable String token) {
        assertThat(AdminGate.bearer(header)).isEqualTo(token);
    }

    private void guessUntilRefused(ClientAddress client) {
        for (int i = 0; i < 10; i++) {
            assertThat(gate.judge(client, "guess " + i)).isEqualTo(Verdict.WRONG_KEY);
        }
        assertThat(gate.judge(client, "another guess")).isEqualTo(Verdict.TOO_MANY_WRONG_KEYS);
    }
}

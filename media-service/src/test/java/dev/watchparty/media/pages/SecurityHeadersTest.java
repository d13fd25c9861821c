package dev.watchparty.media.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecurityHeadersTest {

    @Test
    void thePolicyNamesTheSocketsOfTheHostThatWasAskedFor() {
        assertThat(SecurityHeaders.contentSecurityPolicy(Optional.of("[::1]:3000")))
                .contains("connect-src 'self' ws://[::1]:3000 wss://[::1]:3000;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;script-src *", "a'b", "a,b", "a\r\nX: y", "*"})
    void aHostThatIsNoneChangesNothingInThePolicy(String host) {
        assertThat(SecurityHeaders.contentSecurityPolicy(Optional.of(host)))
                .isEqualTo(SecurityHeaders.contentSecurityPolicy(Optional.empty()));
    }
}

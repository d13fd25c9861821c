package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTokenTest {

    @Test
    void thePublicHalfIsTheSameEachTimeAndTellsNothingOfTheSecret() {
        ResumeToken token = ResumeToken.fresh(new SecureRandom());

        assertThat(ResumeToken.parse(token.secret())).contains(token);
        assertThat(new ResumeToken(token.secret()).tab()).isEqualTo(token.tab()).matches("[A-Za-z0-9_-]{16}");
        assertThat(token.toString()).doesNotContain(token.secret());
        assertThat(ResumeToken.fresh(new SecureRandom()).tab()).isNotEqualTo(token.tab());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "0123456789012345678901234567890123456789012=",
                "01234567890123456789012345678901234567890123"
            })
    void whatIsNoTokenIsNotTaken(String presented) {
        assertThat(ResumeToken.parse(presented)).isEmpty();
    }
}

package dev.watchparty.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.settings.BadSetting;
import io.quarkus.runtime.QuarkusBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SRCFG00014: The config property a.b is required but it could not be found in any config source|a.b is not set",
                "java.util.NoSuchElementException: SRCFG00011: Could not expand value KEY in property a.b|a.b is not set: set KEY",
                "java.lang.IllegalArgumentException: SRCFG00039: The config property a.b with the config value \"x\" threw an Exception whilst being converted SRCFG00029: Expected an integer value, got \"x\"|a.b=x cannot be used: Expected an integer value, got \"x\"",
                "something else|something else",
            })
    void aSettingIsNamedWithItsValueAndWhatIsWrong(String problem, String line) {
        assertThat(StartFailure.setting(problem)).isEqualTo(line);
    }

    @Test
    void aCauseIsFoundHoweverDeepItLies() {
        Throwable failure = new RuntimeException(
                "Failed to start", new IllegalStateException(BadSetting.refused("a.b", 7, "less")));

        assertThat(StartFailure.explain(failure)).contains("a.b=7 is to be less");
    }

    @Test
    void aTakenPortAndAFolderThatCannotBeMadeAreSaidInOneLine() {
        assertThat(StartFailure.explain(new QuarkusBindException("127.0.0.1", 3001, new BindException())))
                .hasValueSatisfying(line -> assertThat(line).contains("3001").contains("WATCHPARTY_SYNC_PORT"));
        assertThat(StartFailure.explain(new UncheckedIOException("cannot make state", new IOException("a\nb"))))
                .contains("cannot make state: java.io.IOException: a; b");
    }

    @Test
    void aFaultOfOursIsNotExplainedAway() {
        assertThat(StartFailure.explain(new NullPointerException())).isEmpty();
    }
}

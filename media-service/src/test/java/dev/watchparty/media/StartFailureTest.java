package dev.watchparty.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StartFailureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        java.util.NoSuchElementException: SRCFG00011: Could not expand value ADMIN_KEY in property watchparty.admin.key | ADMIN_KEY is not set: set it to the admin's key, a long random text
        java.util.NoSuchElementException: SRCFG00014: The config property watchparty.peer.secret is required but it could not be found in any config source | WATCHPARTY_PEER_SECRET is not set: set it to the same long random text in both services
        java.util.NoSuchElementException: SRCFG00040: The config property watchparty.admin.key is defined as the empty String ("") which the following Converter considered to be null: x.Y$Z | ADMIN_KEY is not set: set it to the admin's key, a long random text
        java.lang.IllegalArgumentException: SRCFG00039: The config property watchparty.proxy.trusted with the config value "10.0.0.0/33" threw an Exception whilst being converted "10.0.0.0/33" needs a prefix length of 0 to 32 | WATCHPARTY_PROXY_TRUSTED=10.0.0.0/33 cannot be used: "10.0.0.0/33" needs a prefix length of 0 to 32
        java.lang.IllegalArgumentException: SRCFG00039: The config property quarkus.http.port with the config value "abc" threw an Exception whilst being converted SRCFG00029: Expected an integer value, got "abc" | WATCHPARTY_PORT=abc cannot be used: Expected an integer value, got "abc"
        watchparty.delivery.max-responses must be greater than or equal to 1 | WATCHPARTY_DELIVERY_MAX_RESPONSES must be greater than or equal to 1
        something else | something else
        """)
    void aSettingIsNamedAsItIsSetWithItsValueAndWhatIsWrong(String problem, String line) {
        assertThat(StartFailure.setting(problem)).isEqualTo(line);
    }

    @Test
    void theValueOfASecretIsNotTold() {
        assertThat(StartFailure.setting("SRCFG00039: The config property watchparty.peer.secret with the config value"
                        + " \"hunter2\" threw an Exception whilst being converted too short"))
                .doesNotContain("hunter2");
    }

    @Test
    void aTakenPortAndADiskThatRefusesAreSaidInOneLine() {
        assertThat(StartFailure.explain(
                        new IllegalStateException(new QuarkusBindException("0.0.0.0", 3000, new BindException()))))
                .hasValueSatisfying(line -> assertThat(line).contains("3000").contains("WATCHPARTY_PORT"));
        assertThat(StartFailure.explain(
                        new RuntimeException(new UncheckedIOException("cannot make state", new IOException("a\nb")))))
                .contains("cannot make state: java.io.IOException: a b");
        assertThat(StartFailure.explain(
                        new RuntimeException(new FileSystemException("/state", null, "Read-only file system"))))
                .contains("cannot use /state: Read-only file system; check WATCHPARTY_STATE_DIR and its rights");
        assertThat(StartFailure.explain(new RuntimeException(new AccessDeniedException("/state"))))
                .contains("cannot use /state: AccessDeniedException; check WATCHPARTY_STATE_DIR and its rights");
    }

    @Test
    void aFaultOfOursIsNotExplainedAway() {
        assertThat(StartFailure.explain(new NullPointerException())).isEmpty();
    }
}

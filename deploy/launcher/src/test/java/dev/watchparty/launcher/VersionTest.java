package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {

    @ParameterizedTest
    @CsvSource({
        "v20.19.0, 20, 19, 0",
        "\u001b[1mApache Maven 3.8.7\u001b[m, 3, 8, 7",
        "Apache Maven 4.0.0-rc-4, 4, 0, 0",
        "3.9, 3, 9, 0",
    })
    void readsWhatToolsPrint(String text, int major, int minor, int patch) {
        assertThat(Version.in(text)).contains(new Version(major, minor, patch));
    }

    @Test
    void findsNoneInAnotherText() {
        assertThat(Version.in("command not found")).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"3.8.7, true", "3.9.0, true", "4.0.0, true", "3.8.6, false", "3.7.9, false", "2.9.9, false"})
    void comparesByMajorThenMinorThenPatch(String text, boolean enough) {
        assertThat(Version.in(text).orElseThrow().atLeast(new Version(3, 8, 7))).isEqualTo(enough);
    }
}

package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Ann|Ann",
                "  Ann  \t Bee |Ann Bee",
                "A\u0000n\u0007n\u001b[31m|Ann[31m",
                "\u202Etxt.exe|txt.exe",
                "\u2066Ann\u2069|Ann",
                "Ann\u200B\uFEFF|Ann",
                "Ann\u2028Bee|Ann Bee",
                "<b>Ann</b>|<b>Ann</b>",
                "\u0646\u200C\u0627|\u0646\u200C\u0627",
                "\uD800Ann|Ann",
            })
    void aNameKeepsWhatCanBeSeenOnOneLine(String raw, String shown) {
        assertThat(DisplayName.of(raw, "Guest")).isEqualTo(shown);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "\u200B\u200D", "\u0301\u0301", "\u202E", "\u3164 \u2800\u115F"})
    void aNameOfNothingVisibleIsReplaced(String raw) {
        assertThat(DisplayName.of(raw, "Guest")).isEqualTo("Guest");
    }

    @Test
    void aNameIsCutToFortyCharactersAndNeverWithinOne() {
        assertThat(DisplayName.of("x".repeat(1000), "Guest")).isEqualTo("x".repeat(40));
        assertThat(DisplayName.of("\uD83C\uDFAC".repeat(50), "Guest")).isEqualTo("\uD83C\uDFAC".repeat(40));
        assertThat(DisplayName.of("x".repeat(39) + " yz", "Guest")).isEqualTo("x".repeat(39) + "y");
    }
}

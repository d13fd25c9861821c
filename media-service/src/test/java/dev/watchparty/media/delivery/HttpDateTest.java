package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpDateTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Sun, 06 Nov 1994 08:49:37 GMT    | 1994-11-06T08:49:37Z
            Sunday, 06-Nov-94 08:49:37 GMT   | 1994-11-06T08:49:37Z
            Sun Nov  6 08:49:37 1994         | 1994-11-06T08:49:37Z
            Wed Nov 16 08:49:37 1994         | 1994-11-16T08:49:37Z
            Sunday, 22-Nov-26 09:00:00 GMT   | 2026-11-22T09:00:00Z
            Wednesday, 06-Nov-75 08:49:37 GMT | 2075-11-06T08:49:37Z
            Sunday, 06-Nov-77 08:49:37 GMT   | 1977-11-06T08:49:37Z
            """)
    void theThreeFormsOfAnHttpDateAreRead(String text, String instant) {
        assertThat(HttpDate.parse(text, NOW)).contains(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "0",
                "1994-11-06T08:49:37Z",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"
            })
    void whatIsNoHttpDateIsNone(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @Test
    void aDateIsWrittenInFixedLength() {
        assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.999Z")))
                .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}

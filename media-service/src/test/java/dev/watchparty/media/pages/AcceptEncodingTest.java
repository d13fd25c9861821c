package dev.watchparty.media.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AcceptEncodingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        gzip                    | true
        gzip, deflate, br, zstd | true
        br;q=1.0, GZIP;q=0.8    | true
        x-gzip                  | true
        *                       | true
        br, *;q=0.1             | true
        gzip;q=0                | false
        gzip; q=0.000           | false
        *, gzip;q=0             | false
        *;q=0                   | false
        br                      | false
        identity                | false
        gzipped                 | false
        """)
    void gzipIsTakenWhereItOrAnythingIsAndItsWeightIsNotZero(String field, boolean taken) {
        assertThat(AcceptEncoding.takesGzip(List.of(field))).isEqualTo(taken);
    }

    @Test
    void withoutTheFieldNothingIsCompressed() {
        assertThat(AcceptEncoding.takesGzip(List.of())).isFalse();
        assertThat(AcceptEncoding.takesGzip(List.of("br", "gzip"))).isTrue();
    }
}

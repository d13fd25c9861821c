package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContentDispositionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        frieren 01.mkv  | inline; filename="frieren 01.mkv"
        a"b\\c.mkv      | inline; filename="a_b_c.mkv"; filename*=UTF-8''a%22b%5Cc.mkv
        100%.mkv        | inline; filename="100_.mkv"; filename*=UTF-8''100%25.mkv
        葬送 1.mkv      | inline; filename="__ 1.mkv"; filename*=UTF-8''%E8%91%AC%E9%80%81%201.mkv
        é.mkv           | inline; filename="_.mkv"; filename*=UTF-8''%C3%A9.mkv
        😀.mkv          | inline; filename="_.mkv"; filename*=UTF-8''%F0%9F%98%80.mkv
        """)
    void aFileNameIsGivenPlainAndWhereThatIsNotItExactly(String fileName, String field) {
        assertThat(ContentDisposition.inline(fileName)).isEqualTo(field);
    }

    @Test
    void aLineBreakInAFileNameStartsNoHeader() {
        assertThat(ContentDisposition.inline("a\r\nSet-Cookie: x.mkv"))
                .isEqualTo("inline; filename=\"a__Set-Cookie: x.mkv\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x.mkv");
    }
}

package dev.watchparty.media.subtitles;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SubtitleTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16"})
    void theEncodingIsFoundOut(String encoding) {
        assertThat(SubtitleText.decode("Grüße, déjà vu".getBytes(Charset.forName(encoding))))
                .isEqualTo("Grüße, déjà vu");
    }

    @Test
    void aByteOrderMarkIsNoText() {
        assertThat(SubtitleText.decode("\uFEFF1".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("1");
        assertThat(SubtitleText.decode("\uFEFF1".getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo("1");
    }

    @Test
    void linesEndInOneWayAndThereIsNoNul() {
        assertThat(SubtitleText.decode("a\r\nb\rc\nd\0".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a\nb\nc\nd\uFFFD");
    }

    @Test
    void nothingIsNoText() {
        assertThat(SubtitleText.decode(new byte[0])).isEmpty();
    }
}

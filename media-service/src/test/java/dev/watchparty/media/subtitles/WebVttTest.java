package dev.watchparty.media.subtitles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebVttTest {

    @Test
    void webVttStaysAsItIs() {
        String text = "WEBVTT - a title\n\n00:01.000 --> 00:02.000 line:0\nHi <b>there</b>\n";

        assertThat(WebVtt.of(text, false)).contains(text);
    }

    @Test
    void subRipBecomesCues() {
        String text = """
                1
                00:00:01,000 --> 00:00:02,500
                First line
                second line

                2
                00:01:03,000 --> 00:01:04,000  X1:40 X2:600
                Next
                """;

        assertThat(WebVtt.of(text, true)).contains("""
                WEBVTT

                00:00:01.000 --> 00:00:02.500
                First line
                second line

                00:01:03.000 --> 00:01:04.000
                Next
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00:00:01,000 --> 00:00:02,000 | 00:00:01.000 --> 00:00:02.000",
                "0:0:1,5 --> 0:0:2,25          | 00:00:01.500 --> 00:00:02.250",
                "00:01.000 --> 00:02.000       | 00:00:01.000 --> 00:00:02.000",
                "100:00:01,000-->100:00:02,000 | 100:00:01.000 --> 100:00:02.000",
            })
    void timesAreReadAsPeopleWriteThem(String written, String read) {
        assertThat(WebVtt.of(written + "\nHi\n", true)).contains("WEBVTT\n\n" + read + "\nHi\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<i>Hi</i>                      | <i>Hi</i>",
                "<I>Hi</I>                      | <i>Hi</i>",
                "<font color=\"red\">Hi</font>  | Hi",
                "<script>alert(1)</script>      | alert(1)",
                "1 < 2 & 3                      | 1 &lt; 2 &amp; 3",
                "a --> b                        | a --&gt; b",
                "{\\b1}Hi{\\b0}                 | Hi",
                "<                              | &lt;",
            })
    void whatMeansSomethingInWebVttIsMeant(String written, String shown) {
        assertThat(WebVtt.of("00:00:01,000 --> 00:00:02,000\n" + written, true))
                .contains("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + shown + "\n");
    }

    @Test
    void aTextForTheTopIsAtTheTop() {
        assertThat(WebVtt.of("00:00:01,000 --> 00:00:02,000\n{\\an8}Hi", true))
                .contains("WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0\nHi\n");
    }

    @Test
    void aFileThatOnlyClaimsToBeWebVttIsReadAsSubRip() {
        assertThat(WebVtt.of("1\n00:00:01,000 --> 00:00:02,000\nHi\n", false)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "WEBVTTX", "just words", "00:00:01,000 ->", "1\n2\n3", "--> -->"})
    void whatHasNoCueIsNothing(String text) {
        assertThat(WebVtt.of(text, true)).isEmpty();
        assertThat(WebVtt.of(text, false)).isEmpty();
    }

    @Test
    void whateverTheTextEachCueIsOneTimeLineAndEscapedWords() {
        String[] parts = {
            "00:00:01,000 --> 00:00:02,000",
            "\n",
            "\n\n",
            "<",
            ">",
            "<i>",
            "</b>",
            "{\\an8}",
            "&",
            "-->",
            "word",
            "{",
            "}"
        };
        Random random = new Random(20260304);
        for (int run = 0; run < 5_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            WebVtt.of(text.toString(), true).ifPresent(vtt -> {
                assertThat(vtt).startsWith("WEBVTT\n\n");
                assertThat(vtt.lines().filter(line -> line.contains("-->")))
                        .allMatch(line -> line.matches(
                                "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} --> \\d\\d:\\d\\d:\\d\\d\\.\\d{3}(?: line:0)?"));
                assertThat(vtt.replaceAll("</?[biu]>", "")).doesNotContain("<");
            });
        }
    }
}

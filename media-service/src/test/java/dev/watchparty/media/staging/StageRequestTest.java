package dev.watchparty.media.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StageRequestTest {

    @Test
    void takes_the_notes_body() {
        assertThat(parse("{\"path\":\"anime/frieren-01.mkv\",\"key\":\"k\"}"))
                .isEqualTo(new StageRequest.Valid("anime/frieren-01.mkv", "k"));
    }

    @Test
    void takes_a_body_without_a_key_and_ignores_what_it_does_not_know() {
        assertThat(parse("{\"path\":\"a.mkv\",\"key\":null,\"mood\":[1,{}]}"))
                .isEqualTo(new StageRequest.Valid("a.mkv", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "path=a.mkv",
                "{\"path\":\"a.mkv\"",
                "{\"path\":\"a.mkv\"} {}",
                "{'path':'a.mkv'}",
                "null",
                "[]",
                "\"a.mkv\"",
                "7",
                "{}",
                "{\"path\":7}",
                "{\"path\":null}",
                "{\"path\":[\"a.mkv\"]}",
                "{\"path\":{\"a\":\"mkv\"}}",
                "{\"path\":\"a.mkv\",\"key\":7}",
                "{\"path\":\"a.mkv\",\"key\":true}"
            })
    void refuses_other_bodies_with_400(String body) {
        assertThat(parse(body))
                .isInstanceOfSatisfying(
                        StageRequest.Invalid.class,
                        invalid -> assertThat(invalid.problem().status()).isEqualTo(400));
    }

    @Test
    void refuses_bytes_that_are_no_text_and_a_nesting_without_end() {
        assertThat(StageRequest.parse(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}))
                .isInstanceOf(StageRequest.Invalid.class);
        assertThat(parse("{\"path\":" + "[".repeat(60_000))).isInstanceOf(StageRequest.Invalid.class);
    }

    private static StageRequest parse(String body) {
        return StageRequest.parse(body.getBytes(UTF_8));
    }
}

package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(OwnFolders.class)
final class SubtitlesRouteIT {

    private static final String SRT = "1\n00:00:01,000 --> 00:00:02,000\nGrüße\n";

    @Inject
    Stages stages;

    @Inject
    Responses responses;

    @BeforeEach
    void stageAFilmWithSubtitles() throws IOException {
        Path shows = Files.createDirectories(OwnFolders.MEDIA.resolve("shows"));
        Path film = Files.write(shows.resolve("subtitled.mkv"), new byte[100]);
        Files.writeString(shows.resolve("subtitled.de.srt"), SRT);
        Files.writeString(shows.resolve("subtitled.Kommentar #1.vtt"), "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n");
        StageFixture.stage(stages, RoomName.MAIN, film, "e1");
        StageFixture.stage(stages, new RoomName("friends"), film, "e2");
    }

    @Test
    void theyAreToldWithTheStageAndReadWhereItSays() throws IOException {
        for (String room : new String[] {"main", "friends"}) {
            JsonArray told =
                    new JsonObject(Wire.call("GET", "/api/staged?room=" + room).text()).getJsonArray("subtitles");

            assertThat(told).hasSize(2);
            for (int i = 0; i < told.size(); i++) {
                Wire.Response text = Wire.call("GET", told.getJsonObject(i).getString("url"));
                assertThat(text.status()).isEqualTo(200);
                assertThat(text.header("Content-Type")).isEqualTo("text/vtt; charset=utf-8");
                assertThat(text.text()).startsWith("WEBVTT\n");
            }
            assertThat(told.getJsonObject(1).getString("language")).isEqualTo("de");
        }
    }

    @Test
    void subRipComesAsWebVtt() throws IOException {
        Wire.Response text = Wire.call("GET", "/media/subtitles/de.srt?v=e1");

        assertThat(new String(text.body(), StandardCharsets.UTF_8))
                .isEqualTo("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nGrüße\n");
        assertThat(text.header("CDN-Cache-Control")).isEqualTo("no-store");
        Wire.Response head = Wire.call("HEAD", "/media/subtitles/de.srt?v=e1");
        assertThat(head.header("Content-Length")).isEqualTo(text.header("Content-Length"));
        assertThat(responses.underWay()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/media/subtitles/de.srt?v=other,      409, stale-version",
        "/media/subtitles/en.srt?v=e1,         404, no-such-subtitles",
        "/media/subtitles/..%2Fx.srt?v=e1,     404, no-such-subtitles",
        "/media/nobody/subtitles/de.srt,       404, nothing-staged",
        "/media/NOBODY/subtitles/de.srt,       404, nothing-staged",
    })
    void whatIsNotThereIsAProblem(String target, int status, String code) throws IOException {
        Wire.Response refused = Wire.call("GET", target);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(new JsonObject(refused.text()).getString("code")).isEqualTo(code);
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aFileWithoutCuesIsAProblem() throws IOException {
        Path film = Files.write(OwnFolders.MEDIA.resolve("shows/wordless.mkv"), new byte[100]);
        Files.writeString(OwnFolders.MEDIA.resolve("shows/wordless.fr.srt"), "nothing here");
        StageFixture.stage(stages, RoomName.MAIN, film, "e3");

        assertThat(Wire.call("GET", "/media/subtitles/fr.srt?v=e3").status()).isEqualTo(422);
    }
}

package dev.watchparty.media.fair.pipeline;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.container.Mp4Films;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FairDeliveryIT.TwentyMegabits.class)
final class ForecastIT {

    /// What the sample film's container says.
    private static final double SECONDS = 60.5;

    @Inject
    FairDelivery delivery;

    @Inject
    FairConfig config;

    @AfterEach
    void asItWas() {
        change("20M");
    }

    private void change(String uplink) {
        delivery.uplink().change(UplinkSetting.parse(uplink)).join();
        await().until(() -> delivery.uplink().latest().setting().toString().equals(uplink));
    }

    private static ValidatableResponse forecast(String path) {
        return given().header("Authorization", "Bearer test-admin-key")
                .queryParam("path", path)
                .get("/api/delivery/forecast")
                .then();
    }

    private static void film(String name, long sizeBytes) throws IOException {
        Path film = OwnFolders.MEDIA.resolve(name);
        Files.createDirectories(film.getParent());
        Files.write(film, Mp4Films.ordinary());
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
    }

    @Test
    void itIsInTheDescriptionOfTheInterface() {
        given().get("/q/openapi").then().statusCode(200).body(containsString("/api/delivery/forecast:"));
    }

    @Test
    void theUplinkFeedsAsManyViewersAsTheFilmsMeanRateFitsInto() throws IOException {
        film("shows/two-megabits.mp4", Math.round(SECONDS * 2e6 / 8));

        forecast("shows/two-megabits.mp4")
                .statusCode(200)
                .body("path", equalTo("shows/two-megabits.mp4"))
                .body("sizeBytes", equalTo(15_125_000))
                .body("durationSeconds", equalTo(60.5F))
                .body("bitsPerSecond", equalTo(2_000_000))
                .body("uplink", equalTo("20M"))
                .body("uplinkBitsPerSecond", equalTo(20_000_000))
                .body("viewers", equalTo(10));

        change("3M");
        forecast("shows/two-megabits.mp4").statusCode(200).body("viewers", equalTo(1));
        change("1M");
        forecast("shows/two-megabits.mp4").statusCode(200).body("viewers", equalTo(0));
    }

    @Test
    void anUplinkWithoutALimitHasNoNumberAndOneThatIsFoundOutHasTheEstimate() throws IOException {
        film("two-megabits.mp4", Math.round(SECONDS * 2e6 / 8));

        change("unlimited");
        forecast("two-megabits.mp4")
                .statusCode(200)
                .body("uplinkBitsPerSecond", nullValue())
                .body("viewers", nullValue())
                .body("bitsPerSecond", equalTo(2_000_000));
        change("auto");
        forecast("two-megabits.mp4").statusCode(200).body("uplink", equalTo("auto"));
    }

    @Test
    void aLengthThatNobodyKnowsIsNoError() throws IOException {
        Files.write(OwnFolders.MEDIA.resolve("riddle.mkv"), new byte[100_000]);

        forecast("riddle.mkv")
                .statusCode(200)
                .body("$", hasKey("durationSeconds"))
                .body("durationSeconds", nullValue())
                .body("bitsPerSecond", nullValue())
                .body("viewers", nullValue())
                .body("sizeBytes", equalTo(100_000));
    }

    @Test
    void whatIsNoFilmOfTheFolderIsRefusedAsTheListRefusesIt() throws IOException {
        Files.createDirectories(OwnFolders.MEDIA.resolve("folder"));
        Files.write(OwnFolders.MEDIA.resolve("notes.txt"), new byte[1]);

        forecast("gone.mkv").statusCode(404).body("code", equalTo("no-such-file"));
        forecast("../outside.mkv").statusCode(400).body("code", equalTo("bad-path"));
        for (String path : new String[] {"", "folder", "notes.txt"}) {
            forecast(path).statusCode(400).body("code", equalTo("not-a-video"));
        }
    }

    @Test
    void onlyTheAdminMayAsk() {
        given().header("X-Forwarded-For", "198.51.100.9")
                .queryParam("path", "two-megabits.mp4")
                .get("/api/delivery/forecast")
                .then()
                .statusCode(403);
    }

    @Test
    void everySettingHasItsKeyInTheFingerprint() {
        SortedMap<String, String> settings = ConfigDrift.settings(config);

        assertThat(settings)
                .containsEntry("watchparty.fair.uplink", "20M")
                .containsEntry("watchparty.fair.head-cache", Long.toString(32L << 20))
                .containsEntry("watchparty.fair.flows-per-viewer", "64")
                .hasSize(14);
        SortedMap<String, String> changed = new TreeMap<>(settings);
        changed.replaceAll((key, value) -> key.equals("watchparty.fair.idle") ? value + "x" : value);
        assertThat(ConfigDrift.fingerprint(changed)).isNotEqualTo(ConfigDrift.fingerprint(settings));
    }
}

package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `FAIR_DELIVERY=0`: the same route, and Vert.x' own `sendFile` alone.
@QuarkusTest
@TestProfile(DirectDeliveryIT.AsFastAsItGoes.class)
final class DirectDeliveryIT {

    private static final int SIZE = 2_500_003;
    private static final byte[] FILM = film();

    @Inject
    Stages stages;

    @Inject
    Responses responses;

    private final Path file = OwnFolders.MEDIA.resolve("direct.mkv");

    @BeforeEach
    void stageTheFilm() throws IOException {
        Files.write(file, FILM);
        StageFixture.stage(stages, RoomName.MAIN, file, "e1");
    }

    private static byte[] film() {
        byte[] bytes = new byte[SIZE];
        new Random(29).nextBytes(bytes);
        return bytes;
    }

    @Test
    void theFilmARangeAndRangesAreByteForByteTheFile() throws IOException {
        try (Wire wire = Wire.open()) {
            Wire.Response whole = wire.send("GET", "/media/current.mkv").read("GET");
            assertThat(whole.status()).isEqualTo(200);
            assertThat(Arrays.equals(whole.body(), FILM)).isTrue();

            Wire.Response range =
                    wire.send("GET", "/media/current", "Range: bytes=1000000-").read("GET");
            assertThat(range.status()).isEqualTo(206);
            assertThat(range.header("Content-Range")).isEqualTo("bytes 1000000-2500002/2500003");
            assertThat(Arrays.equals(range.body(), Arrays.copyOfRange(FILM, 1_000_000, SIZE)))
                    .isTrue();

            Wire.Response parts = wire.send("GET", "/media/current", "Range: bytes=0-0,2500000-")
                    .read("GET");
            assertThat(parts.status()).isEqualTo(206);
            assertThat(parts.header("Content-Type")).startsWith("multipart/byteranges");
        }
        assertNothingIsHeld();
    }

    @Test
    void whatTheClientHasIsNotSentAgainAndAnotherVersionNever() throws IOException {
        Wire.Response has = Wire.call("GET", "/media/current", "If-None-Match: \"e1\"");
        assertThat(has.status()).isEqualTo(304);

        Wire.Response stale = Wire.call("GET", "/media/current?v=e0");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.header("Content-Type")).isEqualTo("application/problem+json");

        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(1000);
        }
        Wire.Response changed = Wire.call("GET", "/media/current");
        assertThat(changed.status()).isEqualTo(409);
        assertThat(new JsonObject(changed.text()).getString("code")).isEqualTo("file-changed");
        assertNothingIsHeld();
    }

    @Test
    void aMediaFolderThatIsMovedAwayEndsNoResponseUnderWay() throws IOException {
        Path away = OwnFolders.BASE.resolve("moved-away");
        try (Wire viewer = Wire.narrow().send("GET", "/media/current", "Connection: close")) {
            assertThat(viewer.readHead().status()).isEqualTo(200);
            byte[] begun = viewer.readBytes(100_000);
            Files.move(OwnFolders.MEDIA, away);
            try {
                byte[] rest = viewer.readToTheEnd();
                // Whole, or cut short where the move came before the path was looked at once more; never other bytes.
                assertThat(Arrays.equals(begun, Arrays.copyOf(FILM, 100_000))).isTrue();
                assertThat(Arrays.equals(rest, Arrays.copyOfRange(FILM, 100_000, 100_000 + rest.length)))
                        .isTrue();
            } finally {
                Files.move(away, OwnFolders.MEDIA);
            }
        }
        assertNothingIsHeld();
    }

    private void assertNothingIsHeld() {
        await().untilAsserted(() -> assertThat(responses.underWay()).isZero());
    }

    public static final class AsFastAsItGoes implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(new OwnFolders().getConfigOverrides());
            overrides.put("watchparty.fair.delivery", "0");
            return overrides;
        }
    }
}

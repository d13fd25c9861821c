package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.Wire;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FullHouseIT.ThreePlacesTwoAnAddress.class)
final class FullHouseIT {

    private static final Path MEDIA = Path.of("target", "full-house").toAbsolutePath();

    @Inject
    Stages stages;

    @BeforeEach
    void stageALongFilm() throws IOException {
        Path film = Files.createDirectories(MEDIA).resolve("film.mkv");
        try (RandomAccessFile sparse = new RandomAccessFile(film.toFile(), "rw")) {
            sparse.setLength(400_000_000);
        }
        StageFixture.stage(stages, RoomName.MAIN, film, "e1");
    }

    private static Wire watch(int viewer) throws IOException {
        Wire wire = Wire.narrow().send("GET", "/media/current", from(viewer));
        assertThat(wire.readHead().status()).isEqualTo(200);
        return wire;
    }

    private static Wire.Response look(int viewer) throws IOException {
        return Wire.call("GET", "/media/current", "Range: bytes=0-0", from(viewer));
    }

    private static String from(int viewer) {
        return "X-Forwarded-For: 198.51.100." + viewer;
    }

    @Test
    void onePlayerTooManyIsToldToComeBackAndFindsAPlaceWhenAnotherLeaves() throws IOException {
        try (Wire first = watch(1);
                Wire second = watch(2);
                Wire third = watch(3)) {
            Wire.Response fourth = look(4);
            assertThat(fourth.status()).isEqualTo(503);
            assertThat(fourth.header("Retry-After")).isEqualTo("5");
            assertThat(fourth.text()).contains("\"code\":\"busy\"");

            first.reset();
            await().untilAsserted(() -> assertThat(look(4).status()).isEqualTo(206));
            second.reset();
            third.reset();
        }
        await().untilAsserted(() -> assertThat(look(4).status()).isEqualTo(206));
    }

    @Test
    void whoOpensMoreThanItsPlacesIsRefusedAndTheOthersDoNotNotice() throws IOException {
        try (Wire first = watch(5);
                Wire second = watch(5)) {
            for (int i = 0; i < 50; i++) {
                Wire.Response more = look(5);
                assertThat(more.status()).isEqualTo(429);
                assertThat(more.header("Retry-After")).isEqualTo("5");
                assertThat(more.text()).contains("\"code\":\"too-many-responses\"");
                assertThat(look(6).status()).isEqualTo(206);
            }
            first.reset();
            await().untilAsserted(() -> assertThat(look(5).status()).isEqualTo(206));
            second.reset();
        }
    }

    public static final class ThreePlacesTwoAnAddress implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "watchparty.delivery.max-responses",
                    "3",
                    "watchparty.delivery.max-responses-per-address",
                    "2",
                    "watchparty.media.root",
                    MEDIA.toString());
        }
    }
}

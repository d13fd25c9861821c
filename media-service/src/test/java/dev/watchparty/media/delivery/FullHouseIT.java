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
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FullHouseIT.TwoPlaces.class)
final class FullHouseIT {

    private static final Path MEDIA = Path.of("target", "full-house").toAbsolutePath();

    @Inject
    Stages stages;

    @Test
    void onePlayerTooManyIsToldToComeBackAndFindsAPlaceWhenAnotherLeaves() throws IOException {
        Path film = Files.createDirectories(MEDIA).resolve("film.mkv");
        try (RandomAccessFile sparse = new RandomAccessFile(film.toFile(), "rw")) {
            sparse.setLength(400_000_000);
        }
        StageFixture.stage(stages, RoomName.MAIN, film, "e1");
        try (Wire first = Wire.narrow().send("GET", "/media/current");
                Wire second = Wire.narrow().send("GET", "/media/current")) {
            assertThat(first.readHead().status()).isEqualTo(200);
            assertThat(second.readHead().status()).isEqualTo(200);

            Wire.Response third = Wire.call("GET", "/media/current", "Range: bytes=0-0");
            assertThat(third.status()).isEqualTo(503);
            assertThat(third.header("Retry-After")).isEqualTo("5");
            assertThat(third.text()).contains("\"code\":\"busy\"");

            first.reset();
            await().untilAsserted(() -> assertThat(Wire.call("GET", "/media/current", "Range: bytes=0-0")
                            .status())
                    .isEqualTo(206));
        }
    }

    public static final class TwoPlaces implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("watchparty.delivery.max-responses", "2", "watchparty.media.root", MEDIA.toString());
        }
    }
}

package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.OwnFolders;
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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How long connections may say nothing, with half a minute made one second.
@QuarkusTest
@TestProfile(SilentConnectionsIT.OneSecond.class)
final class SilentConnectionsIT {

    private static final int SIZE = 40_000_000;

    @Inject
    Stages stages;

    /// Ends of others tell when that second is over.
    private static void untilAnotherEnds(Wire other) throws IOException {
        assertThat(other.readToTheEnd()).isEmpty();
    }

    @Test
    void whoNeverAsksAndWhoAsksHalfIsClosed() throws IOException {
        try (Wire silent = Wire.open();
                Wire half = Wire.open().sendRaw("GET /media/current HTTP/1.1\r\nHost: local")) {
            untilAnotherEnds(silent);
            untilAnotherEnds(half);
        }
    }

    @Test
    void whoHasAskedMayBeSilentBetweenRequestsAndWithinAResponse() throws IOException {
        Path film = OwnFolders.MEDIA.resolve("silent.mkv");
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        StageFixture.stage(stages, RoomName.MAIN, film, "silent");
        try (Wire paused = Wire.narrow().send("GET", "/media/current");
                Wire kept = Wire.open().send("GET", "/media/current", "Range: bytes=0-9")) {
            assertThat(paused.readHead().status()).isEqualTo(200);
            assertThat(kept.read("GET").status()).isEqualTo(206);
            for (int seconds = 0; seconds < 2; seconds++) {
                try (Wire silent = Wire.open()) {
                    untilAnotherEnds(silent);
                }
            }

            assertThat(kept.send("GET", "/media/current", "Range: bytes=0-9")
                            .read("GET")
                            .status())
                    .isEqualTo(206);
            assertThat(paused.readBytes(SIZE)).hasSize(SIZE);
        }
    }

    public static final class OneSecond implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(new OwnFolders().getConfigOverrides());
            overrides.put("quarkus.http.idle-timeout", "1S");
            return overrides;
        }
    }
}

package dev.watchparty.media.fair.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests that are sent before the answer to the one before has come, over raw sockets: Vert.x takes up the next as
/// soon as the end of a response is written, while it may still wait for its turn.
@QuarkusTest
@TestProfile(FairDeliveryIT.TwentyMegabits.class)
final class PipeliningIT {

    private static final double BYTES_PER_SECOND = 2.5e6;
    private static final byte[] FILM = film();
    private static final String VIEWER = "X-Forwarded-For: 198.51.100.9";

    @Inject
    Stages stages;

    @Inject
    FairDelivery delivery;

    @BeforeEach
    void stageTheFilm() throws IOException {
        Path file = OwnFolders.MEDIA.resolve("pipelined.mkv");
        Files.write(file, FILM);
        StageFixture.stage(stages, RoomName.MAIN, file, "e1");
    }

    private static byte[] film() {
        byte[] bytes = new byte[2_000_000];
        new Random(17).nextBytes(bytes);
        return bytes;
    }

    @Test
    void answersOfEveryKindComeInTheirOrderByteForByte() throws IOException {
        try (Wire wire = Wire.open()) {
            for (int round = 0; round < 5; round++) {
                wire.send("GET", "/media/current", VIEWER, "Range: bytes=1000-200999")
                        .send("GET", "/media/current", VIEWER, "Range: bytes=0-9,70000-139999,1999990-")
                        .send("HEAD", "/media/current", VIEWER)
                        .send("GET", "/media/current", VIEWER, "Range: bytes=5-5,900000-900999")
                        .send("GET", "/media/current", VIEWER, "If-None-Match: \"e1\"")
                        .send("GET", "/media/current", VIEWER, "Range: bytes=1-2,4-5")
                        .send("GET", "/nothing", VIEWER)
                        .send("GET", "/media/current", VIEWER, "Range: bytes=7-7");
            }
            for (int round = 0; round < 5; round++) {
                assertThat(wire.read("GET").body()).isEqualTo(bytes(1000, 200_999));
                assertParts(wire.read("GET"), new int[][] {{0, 9}, {70_000, 139_999}, {1_999_990, 1_999_999}});
                assertThat(wire.read("HEAD").header("Content-Length")).isEqualTo("2000000");
                assertParts(wire.read("GET"), new int[][] {{5, 5}, {900_000, 900_999}});
                assertThat(wire.read("GET").status()).isEqualTo(304);
                assertParts(wire.read("GET"), new int[][] {{1, 2}, {4, 5}});
                assertThat(wire.read("GET").status()).isEqualTo(404);
                assertThat(wire.read("GET").body()).isEqualTo(bytes(7, 7));
            }
        }
        assertNothingIsLeft();
    }

    /// Each of these is so short that its end is written at once.
    @Test
    void whatIsAskedForAheadIsPacedAsWell() throws IOException {
        long body = 0;
        long start = System.nanoTime();
        try (Wire wire = Wire.open()) {
            for (int i = 0; i < 50; i++) {
                wire.send("GET", "/media/current", VIEWER, "Range: bytes=0-0,10000-69999");
            }
            for (int i = 0; i < 50; i++) {
                body += wire.read("GET").body().length;
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(body).isGreaterThan(50 * 60_000);
        assertThat(seconds).isGreaterThan(0.95 * body / BYTES_PER_SECOND);
        assertNothingIsLeft();
    }

    @Test
    void whoHangsUpAmongThemLeavesNothingBehind() throws IOException {
        for (int i = 0; i < 20; i++) {
            Wire wire = Wire.narrow();
            for (int j = 0; j < 10; j++) {
                wire.send("GET", "/media/current", VIEWER, "Range: bytes=0-0,10000-69999")
                        .send("GET", "/media/current", VIEWER, "Range: bytes=0-499999");
            }
            wire.readBytes(1 + i * 5_000);
            wire.reset();
        }
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        await().untilAsserted(() -> {
            assertThat(delivery.uplink()
                            .change(UplinkSetting.parse("20M"))
                            .join()
                            .openFlows())
                    .isZero();
            assertThat(FairDeliveryIT.descriptorsOf(OwnFolders.MEDIA.resolve("pipelined.mkv")))
                    .isZero();
        });
    }

    private static byte[] bytes(int first, int last) {
        return Arrays.copyOfRange(FILM, first, last + 1);
    }

    private static void assertParts(Wire.Response response, int[][] ranges) {
        assertThat(response.status()).isEqualTo(206);
        String body = new String(response.body(), ISO_8859_1);
        int from = 0;
        for (int[] range : ranges) {
            String head = "Content-Range: bytes " + range[0] + "-" + range[1] + "/2000000\r\n";
            int at = body.toLowerCase(java.util.Locale.ROOT).indexOf(head.toLowerCase(java.util.Locale.ROOT), from);
            assertThat(at).as(head).isNotNegative();
            int start = body.indexOf("\r\n\r\n", at) + 4;
            from = start + range[1] - range[0] + 1;
            assertThat(body.substring(start, from)).isEqualTo(new String(bytes(range[0], range[1]), ISO_8859_1));
        }
    }
}

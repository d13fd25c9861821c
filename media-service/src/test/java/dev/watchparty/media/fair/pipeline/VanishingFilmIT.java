package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.netty.channel.DefaultEventLoop;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What becomes of a response whose file changes under it.
@QuarkusTest
@TestProfile(FairDeliveryIT.TwentyMegabits.class)
final class VanishingFilmIT {

    private static final int SIZE = 3_000_017;
    private static final byte[] FILM = film();
    private static final String VIEWER = "X-Forwarded-For: 198.51.100.8";

    @Inject
    Stages stages;

    @Inject
    FairDelivery delivery;

    private static byte[] film() {
        byte[] bytes = new byte[SIZE];
        new Random(23).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aMediaFolderThatIsMovedAwayEndsNoResponseUnderWay() throws IOException {
        Path file = staged("moved.mkv");
        Path away = OwnFolders.BASE.resolve("moved-away");
        try (Wire viewer = Wire.narrow().send("GET", "/media/current", VIEWER)) {
            assertThat(viewer.readHead().status()).isEqualTo(200);
            byte[] begun = viewer.readBytes(100_000);
            Files.move(OwnFolders.MEDIA, away);
            try {
                byte[] rest = viewer.readBytes(SIZE - 100_000);
                assertThat(Arrays.equals(begun, Arrays.copyOf(FILM, 100_000))).isTrue();
                assertThat(Arrays.equals(rest, Arrays.copyOfRange(FILM, 100_000, SIZE)))
                        .isTrue();
                assertThat(Wire.call("GET", "/media/current", VIEWER).status()).isEqualTo(503);
            } finally {
                Files.move(away, OwnFolders.MEDIA);
            }
        }
        assertThat(Wire.call("GET", "/media/current", VIEWER, "Range: bytes=0-0")
                        .status())
                .isEqualTo(206);
        assertNothingIsHeld(file);
    }

    @Test
    void aFileThatShrinksAfterItWasOpenedEndsTheConnectionAndNoByteIsWrong() throws Exception {
        Path file = staged("shrunk.mkv");
        CountDownLatch shrunk = new CountDownLatch(1);
        Transfer holding = holdUpWhoIsAdmitted(shrunk);
        List<Wire> viewers = new ArrayList<>();
        try {
            // One or two of them share the event loop that is held up, and get nowhere yet.
            for (int i = 0; i < 8; i++) {
                viewers.add(Wire.open().send("GET", "/media/current", VIEWER));
            }
            // Whoever opened it first may not have looked at it yet.
            await().until(() -> FairDeliveryIT.descriptorsOf(file) >= 2);
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(1_000_000);
            }
            shrunk.countDown();

            int begun = 0;
            for (Wire viewer : viewers) {
                Wire.Response head;
                try {
                    head = viewer.readHead();
                } catch (IOException closedBeforeTheHead) {
                    begun++;
                    continue;
                }
                if (head.status() == 200) {
                    begun++;
                    byte[] body = viewer.readToTheEnd();
                    assertThat(body.length).isLessThanOrEqualTo(1_000_000);
                    assertThat(Arrays.equals(body, Arrays.copyOf(FILM, body.length)))
                            .isTrue();
                } else {
                    assertThat(head.status()).isEqualTo(409);
                }
            }
            assertThat(begun).isPositive();
        } finally {
            shrunk.countDown();
            delivery.uplink().close(holding);
            for (Wire viewer : viewers) {
                viewer.close();
            }
        }
        assertNothingIsHeld(file);
    }

    /// Keeps the uplink's event loop until the latch opens: whoever asks for a turn meanwhile has opened the file and
    /// not sent it.
    private Transfer holdUpWhoIsAdmitted(CountDownLatch until) throws InterruptedException {
        Transfer transfer = new Transfer(
                new DefaultEventLoop(),
                new PacedWriter(System::nanoTime),
                true,
                true,
                null,
                "main",
                1,
                System.nanoTime());
        CountDownLatch held = new CountDownLatch(1);
        delivery.uplink().admit(transfer, "198.51.100.1", null, _ -> {
            held.countDown();
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        held.await();
        return transfer;
    }

    private Path staged(String name) throws IOException {
        Path file = OwnFolders.MEDIA.resolve(name);
        Files.write(file, FILM);
        StageFixture.stage(stages, RoomName.MAIN, file, "e1");
        return file;
    }

    private void assertNothingIsHeld(Path file) {
        await().untilAsserted(() -> {
            assertThat(FairDeliveryIT.descriptorsOf(file)).isZero();
            Uplink.Totals now =
                    delivery.uplink().change(UplinkSetting.parse("20M")).join();
            assertThat(now.openFlows()).isZero();
            assertThat(now.localFlows()).isZero();
        });
    }
}

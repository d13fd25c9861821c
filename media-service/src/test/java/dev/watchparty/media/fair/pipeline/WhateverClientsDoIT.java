package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.Logged;
import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import dev.watchparty.media.container.Index;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Seeded evenings over real sockets: clients that come, seek, stand still, leave off in the middle and come back,
/// while the uplink is changed. Each byte that a client gets is the one that belongs there.
@QuarkusTest
@TestProfile(FairDeliveryIT.TwentyMegabits.class)
final class WhateverClientsDoIT {

    private static final int SIZE = 6 * 1024 * 1024 + 123;
    private static final byte[] FILM = new byte[SIZE];
    private static final int CLIENTS = 12;
    private static final int REQUESTS = 8;

    static {
        new Random(23).nextBytes(FILM);
    }

    @Inject
    Stages stages;

    @Inject
    FairDelivery delivery;

    private final Path file = OwnFolders.MEDIA.resolve("evening.mkv");

    @BeforeEach
    void stageTheFilm() throws IOException {
        Files.write(file, FILM);
        var staged = StageFixture.describe(RoomName.MAIN, file, "e1", 1, new Index.Unknown());
        StageFixture.put(stages, staged);
        delivery.heads().warm(staged);
    }

    @AfterEach
    void everythingIsLetGo() {
        await().untilAsserted(() -> {
            assertThat(delivery.uplink()
                            .change(UplinkSetting.parse("20M"))
                            .join()
                            .openFlows())
                    .isZero();
            assertThat(FairDeliveryIT.descriptorsOf(file)).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noByteIsLostDoubledOrOutOfPlace(long seed) throws Exception {
        Random random = new Random(seed);
        String[] rates = {"160M", "unlimited", "auto", "90M"};
        delivery.uplink()
                .change(UplinkSetting.parse(rates[(int) seed % rates.length]))
                .join();
        try (Logged loops = Logged.by("io.netty.util.concurrent");
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random own = new Random(random.nextLong());
                int viewer = i / 2;
                all.add(() -> client(own, viewer));
            }
            List<Future<Long>> running = all.stream().map(clients::submit).toList();
            for (int i = 1; i <= rates.length; i++) {
                LockSupport.parkNanos(100_000_000);
                delivery.uplink()
                        .change(UplinkSetting.parse(rates[(int) (seed + i) % rates.length]))
                        .join();
            }
            long checked = 0;
            for (Future<Long> client : running) {
                checked += client.get();
            }
            assertThat(checked).isGreaterThan(CLIENTS * REQUESTS * 1_000L);
            assertThat(loops.lines()).as("tasks that failed").isEmpty();
        }
    }

    /// @return bytes that it got, each compared
    private static long client(Random random, int viewer) throws IOException {
        long checked = 0;
        Wire wire = Wire.open();
        try {
            for (int request = 0; request < REQUESTS; request++) {
                int first = random.nextInt(SIZE);
                int last = Math.min(SIZE - 1, first + random.nextInt(random.nextInt(4) == 0 ? 2_000_000 : 100_000));
                int stopsAfter = random.nextInt(3) == 0 ? random.nextInt(last - first + 1) : last - first + 1;
                wire.send(
                        "GET",
                        "/media/current?t=tab" + random.nextInt(2),
                        "Range: bytes=" + first + "-" + last,
                        "X-Forwarded-For: 198.51.100." + viewer);
                assertThat(wire.readHead().status()).isEqualTo(206);
                checked += compare(wire, first, stopsAfter, random);
                if (stopsAfter <= last - first) {
                    if (random.nextBoolean()) {
                        wire.reset();
                    } else {
                        wire.close();
                    }
                    wire = random.nextBoolean() ? Wire.open() : Wire.narrow();
                }
            }
        } finally {
            wire.close();
        }
        return checked;
    }

    private static int compare(Wire wire, int from, int length, Random random) throws IOException {
        for (int read = 0; read < length; ) {
            int wanted = Math.min(length - read, 1 + random.nextInt(50_000));
            byte[] got = wire.readBytes(wanted);
            assertThat(Arrays.equals(got, 0, wanted, FILM, from + read, from + read + wanted))
                    .as("%d bytes from %d", wanted, from + read)
                    .isTrue();
            read += wanted;
            if (random.nextInt(20) == 0) {
                LockSupport.parkNanos(random.nextInt(20_000_000));
            }
        }
        return length;
    }
}

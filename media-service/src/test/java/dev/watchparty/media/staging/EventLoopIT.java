package dev.watchparty.media.staging;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.AnsweringThread;
import dev.watchparty.media.LoopWatch;
import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// An evening's disk work all at once: large folders are listed, films staged and films sent.
@QuarkusTest
@TestProfile(OwnFolders.class)
final class EventLoopIT {

    private static final int FILM_BYTES = 8 << 20;

    @Inject
    Vertx vertx;

    @Test
    void noEventLoopIsBlockedWhileFoldersAreListedAndFilmsStagedAndSent() throws Exception {
        Path many = Files.createDirectories(OwnFolders.MEDIA.resolve("loops/many"));
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(many.resolve("Episode " + i + ".mkv"));
        }
        Files.write(OwnFolders.MEDIA.resolve("loops/one.mkv"), new byte[FILM_BYTES]);
        Files.write(OwnFolders.MEDIA.resolve("loops/two.mp4"), new byte[FILM_BYTES]);
        stage(0);

        assertThat(LoopWatch.complaintsDuring(vertx, "An evening's disk work", EventLoopIT::evening))
                .isEmpty();
    }

    private static @Nullable Void evening() throws Exception {
        List<Future<?>> work = new ArrayList<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                work.add(people.submit(() -> {
                    for (int round = 0; round < 3; round++) {
                        assertThat(given().get("/api/media?path=loops/many")
                                        .then()
                                        .statusCode(200)
                                        .extract()
                                        .header(AnsweringThread.HEADER))
                                .isEqualTo("worker");
                    }
                }));
                work.add(people.submit(() -> {
                    for (int round = 0; round < 5; round++) {
                        // Another film may be staged between the head and the end: the address names none.
                        assertThat(Wire.call("GET", "/media/current").body()).hasSize(FILM_BYTES);
                    }
                    return null;
                }));
            }
            work.add(people.submit(() -> {
                for (int round = 1; round < 20; round++) {
                    stage(round);
                }
            }));
        }
        for (Future<?> done : work) {
            done.get();
        }
        return null;
    }

    @Test
    void anEventLoopThatIsBlockedWouldBeNoticed() {
        CountDownLatch noticed = new CountDownLatch(1);
        try (LoopWatch loops = LoopWatch.of(vertx)) {
            vertx.runOnContext(_ -> {
                try {
                    noticed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            try {
                await().untilAsserted(() -> assertThat(loops.complaints()).isNotEmpty());
            } finally {
                noticed.countDown();
            }
        }
    }

    private static void stage(int round) {
        assertThat(given().contentType(ContentType.JSON)
                        .body(Map.of(
                                "path", round % 2 == 0 ? "loops/one.mkv" : "loops/two.mp4", "key", "test-admin-key"))
                        .post("/api/stage")
                        .then()
                        .statusCode(200)
                        .extract()
                        .header(AnsweringThread.HEADER))
                .isEqualTo("worker");
    }
}

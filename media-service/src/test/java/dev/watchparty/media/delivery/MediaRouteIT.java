package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OwnFolders.class)
final class MediaRouteIT {

    private static final int SIZE = 3 * 1024 * 1024 + 17;
    private static final byte[] FILM = film();
    private static final Instant MODIFIED = Instant.parse("2026-05-01T12:00:00.123456789Z");
    private static final String LAST_MODIFIED = "Fri, 01 May 2026 12:00:00 GMT";

    @Inject
    Stages stages;

    @Inject
    Responses responses;

    private final Path root = OwnFolders.MEDIA.resolve("shows");
    private final Path file = root.resolve("film.mkv");

    @BeforeEach
    void stageTheFilm() throws IOException {
        Files.createDirectories(root);
        Files.write(file, FILM);
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        StageFixture.stage(stages, RoomName.MAIN, file, "e1");
    }

    @Test
    void theWholeFilmComesWithItsValidators() throws IOException {
        Wire.Response film = get("/media/current.mkv");

        assertThat(film.status()).isEqualTo(200);
        assertThat(film.body()).isEqualTo(FILM);
        assertThat(film.header("Content-Type")).isEqualTo("video/x-matroska");
        assertThat(film.header("Content-Length")).isEqualTo(Integer.toString(SIZE));
        assertThat(film.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(film.header("ETag")).isEqualTo("\"e1\"");
        assertThat(film.header("Last-Modified")).isEqualTo(LAST_MODIFIED);
        assertThat(film.header("Content-Disposition")).isEqualTo("inline; filename=\"film.mkv\"");
        assertThat(film.header("Content-Encoding")).isNull();
        assertThat(film.header("Content-Range")).isNull();
    }

    @Test
    void aPlayerThatAcceptsGzipStillGetsTheBytesAsTheyAre() throws IOException {
        Wire.Response film = get("/media/current", "Accept-Encoding: gzip, deflate, br", "Range: bytes=0-99");

        assertThat(film.header("Content-Encoding")).isNull();
        assertThat(film.body()).isEqualTo(Arrays.copyOf(FILM, 100));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,            0,       0",
        "bytes=0-,             0,       3145744",
        "bytes=1000-1999,      1000,    1999",
        "bytes=1048576-2097151,1048576, 2097151",
        "bytes=3145744-,       3145744, 3145744",
        "bytes=-1,             3145744, 3145744",
        "bytes=-99999999999999999999, 0, 3145744",
        "bytes=5-99999999999999999999, 5, 3145744",
    })
    void aRangeIsExactlyWhatWasAskedFor(String range, int first, int last) throws IOException {
        Wire.Response part = get("/media/current.mkv", "Range: " + range);

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes " + first + "-" + last + "/" + SIZE);
        assertThat(part.header("Content-Length")).isEqualTo(Integer.toString(last - first + 1));
        assertThat(part.header("Content-Type")).isEqualTo("video/x-matroska");
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(FILM, first, last + 1));
    }

    @Test
    void randomRangesOnOneConnectionAreByteForByteTheFile() throws IOException {
        Random random = new Random(7);
        try (Wire wire = Wire.open()) {
            for (int i = 0; i < 400; i++) {
                int first = random.nextInt(SIZE);
                int last = Math.min(SIZE - 1, first + random.nextInt(i % 10 == 0 ? SIZE : 50_000));
                Wire.Response part = wire.send("GET", "/media/current", "Range: bytes=" + first + "-" + last)
                        .read("GET");

                assertThat(part.status()).isEqualTo(206);
                assertThat(part.header("Content-Range")).isEqualTo("bytes " + first + "-" + last + "/" + SIZE);
                assertThat(Arrays.equals(part.body(), Arrays.copyOfRange(FILM, first, last + 1)))
                        .as("bytes %d-%d", first, last)
                        .isTrue();
            }
        }
    }

    @Test
    void severalRangesComeAsOneMultipartOfExactLength() throws IOException {
        Wire.Response parts = get("/media/current", "Range: bytes=0-9, 500000-799999, -5");

        assertThat(parts.status()).isEqualTo(206);
        assertThat(parts.header("Content-Range")).isNull();
        String type = Objects.requireNonNull(parts.header("Content-Type"));
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        String expected = part(boundary, 0, 9) + "\r\n" + part(boundary, 500_000, 799_999) + "\r\n"
                + part(boundary, SIZE - 5, SIZE - 1) + "\r\n--" + boundary + "--\r\n";
        assertThat(new String(parts.body(), StandardCharsets.ISO_8859_1)).isEqualTo(expected);
    }

    @Test
    void randomSetsOfRangesAreByteForByteTheFile() throws IOException {
        Random random = new Random(11);
        try (Wire wire = Wire.open()) {
            for (int i = 0; i < 60; i++) {
                List<int[]> asked = new ArrayList<>();
                int at = random.nextInt(1000);
                for (int n = random.nextInt(2, 8); n > 0; n--) {
                    int last = at + random.nextInt(150_000);
                    asked.add(new int[] {at, last});
                    at = last + 2 + random.nextInt(100_000);
                }
                String ranges = asked.stream().map(r -> r[0] + "-" + r[1]).collect(Collectors.joining(","));
                Wire.Response parts = wire.send("GET", "/media/current", "Range: bytes=" + ranges)
                        .read("GET");

                assertThat(parts.status()).as(ranges).isEqualTo(206);
                String type = Objects.requireNonNull(parts.header("Content-Type"));
                String boundary = type.substring(type.indexOf('=') + 1);
                String expected =
                        asked.stream().map(r -> part(boundary, r[0], r[1])).collect(Collectors.joining("\r\n"))
                                + "\r\n--" + boundary + "--\r\n";
                assertThat(new String(parts.body(), StandardCharsets.ISO_8859_1).equals(expected))
                        .as(ranges)
                        .isTrue();
            }
        }
    }

    @Test
    void coalescedRangesAreNoMultipart() throws IOException {
        Wire.Response part = get("/media/current", "Range: bytes=0-99,50-149,150-199");

        assertThat(part.header("Content-Range")).isEqualTo("bytes 0-199/" + SIZE);
        assertThat(part.body()).isEqualTo(Arrays.copyOf(FILM, 200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=3145745-", "bytes=-0", "bytes=99999999999999999999-"})
    void whatIsNotThereIsRefusedWithTheSize(String range) throws IOException {
        Wire.Response refused = get("/media/current?v=e1", "Range: " + range);

        assertProblem(refused, 416, "range-not-satisfiable");
        assertThat(refused.header("Content-Range")).isEqualTo("bytes */" + SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=abc", "bytes=5-2", "items=0-1", "bytes="})
    void anInvalidRangeIsIgnored(String range) throws IOException {
        Wire.Response film = get("/media/current", "Range: " + range);

        assertThat(film.status()).isEqualTo(200);
        assertThat(film.body()).hasSize(SIZE);
    }

    @Test
    void manyScatteredRangesAreRefusedAndAHeadOfThousandsIsTooLarge() throws IOException {
        assertProblem(get("/media/current", "Range: bytes=" + scattered(1000)), 416, "range-not-satisfiable");
        assertThat(get("/media/current", "Range: bytes=" + scattered(10_000)).status())
                .isEqualTo(431);
        assertThat(get("/media/current", "Range: bytes=0-0").status()).isEqualTo(206);
    }

    @Test
    void conditionsDecideBeforeAnyByteIsSent() throws IOException {
        Wire.Response notModified = get("/media/current?v=e1", "If-None-Match: W/\"x\", \"e1\"", "Range: bytes=0-9");
        assertThat(notModified.status()).isEqualTo(304);
        assertThat(notModified.header("ETag")).isEqualTo("\"e1\"");
        assertThat(notModified.header("Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
        assertThat(notModified.header("CDN-Cache-Control")).isEqualTo("no-store");
        assertThat(notModified.header("Content-Length")).isNull();
        assertThat(get("/media/current", "If-Modified-Since: " + LAST_MODIFIED).status())
                .isEqualTo(304);

        assertProblem(get("/media/current", "If-Match: \"e2\"", "Range: bytes=0-9"), 412, "precondition-failed");
        assertProblem(
                get("/media/current", "If-Unmodified-Since: Fri, 01 May 2026 11:59:59 GMT"),
                412,
                "precondition-failed");
    }

    @Test
    void ifRangeResumesTheSameFilmAndSendsAnotherFromTheStart() throws IOException {
        assertThat(get("/media/current", "Range: bytes=5-9", "If-Range: \"e1\"").status())
                .isEqualTo(206);
        assertThat(get("/media/current", "Range: bytes=5-9", "If-Range: " + LAST_MODIFIED)
                        .status())
                .isEqualTo(206);
        for (String other : List.of("\"e2\"", "W/\"e1\"", "Fri, 01 May 2026 12:00:01 GMT")) {
            Wire.Response whole = get("/media/current", "Range: bytes=5-9", "If-Range: " + other);
            assertThat(whole.status()).as(other).isEqualTo(200);
            assertThat(whole.body()).as(other).hasSize(SIZE);
        }
    }

    @Test
    void headTellsTheSameWithoutABodyAndIgnoresRange() throws IOException {
        try (Wire wire = Wire.open()) {
            Wire.Response head = wire.send("HEAD", "/media/current.mkv?v=e1", "Range: bytes=0-9")
                    .read("HEAD");
            Wire.Response part =
                    wire.send("GET", "/media/current.mkv", "Range: bytes=0-9").read("GET");

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(SIZE));
            assertThat(head.header("Content-Type")).isEqualTo("video/x-matroska");
            assertThat(head.header("ETag")).isEqualTo("\"e1\"");
            assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
            // What follows on the connection would be garbage if HEAD had sent a body.
            assertThat(part.body()).isEqualTo(Arrays.copyOf(FILM, 10));
        }
        assertThat(Wire.call("HEAD", "/media/current", "If-None-Match: \"e1\"").status())
                .isEqualTo(304);
        assertThat(Wire.call("HEAD", "/media/current?v=e0").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
    void theFilmCanOnlyBeRead(String method) throws IOException {
        Wire.Response refused = Wire.call(method, "/media/current", "Content-Length: 0");

        assertProblem(refused, 405, "method-not-allowed");
        assertThat(refused.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void onlyAUrlThatNamesTheStagedEtagIsCachedForLong() throws IOException {
        assertThat(get("/media/current?v=e1&t=tab", "Range: bytes=0-9").header("Cache-Control"))
                .isEqualTo("private, max-age=31536000, immutable");
        assertThat(get("/media/current", "Range: bytes=0-9").header("Cache-Control"))
                .isEqualTo("private, no-cache");
        assertThat(get("/media/current?v=", "Range: bytes=0-9").header("Cache-Control"))
                .isEqualTo("private, no-cache");
        assertThat(get("/media/current?v=e1").header("CDN-Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aUrlOfAnotherFilmIsToldWhereTheStagedOneIs() throws IOException {
        Wire.Response stale = get("/media/current?v=e0", "If-None-Match: \"e1\"", "Range: bytes=0-9");

        assertProblem(stale, 409, "stale-version");
        assertThat(new JsonObject(stale.text()).getString("url")).isEqualTo("/media/current?v=e1");
    }

    @Test
    void eachRoomHasItsOwnFilm() throws IOException {
        Path other = root.resolve("other.mkv");
        Files.writeString(other, "another film");
        StageFixture.stage(stages, new RoomName("friends"), other, "f1");

        assertThat(get("/media/friends/current.mkv").text()).isEqualTo("another film");
        assertThat(get("/media/friends/current?v=f1").text()).isEqualTo("another film");
        assertThat(new JsonObject(get("/media/friends/current?v=f0").text()).getString("url"))
                .isEqualTo("/media/friends/current?v=f1");
        assertThat(get("/media/main/current").header("ETag")).isEqualTo("\"e1\"");
        assertProblem(get("/media/strangers/current"), 404, "nothing-staged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/media/UPPER/current",
                "/media/%2e%2e/current",
                "/media/..%2fcurrent/current",
                "/media/a%00b/current",
                "/media/current/current.mkv",
                "/media/film.mkv",
                "/media/"
            })
    void nothingElseBelowMediaIsServed(String target) throws IOException {
        assertThat(get(target).status()).isEqualTo(404);
    }

    @Test
    void aFileThatWasTouchedIsNotTheStagedOne() throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED.plusMillis(1)));

        assertProblem(get("/media/current?v=e1"), 409, "file-changed");
        assertProblem(get("/media/current", "If-None-Match: \"e1\""), 409, "file-changed");
        assertThat(Wire.call("HEAD", "/media/current").status()).isEqualTo(409);
    }

    @Test
    void aFileOfTheSameSizeAndTimeInItsPlaceIsNotTheStagedOne() throws IOException {
        Path twin = root.resolve("twin.mkv");
        Files.write(twin, new byte[SIZE]);
        Files.setLastModifiedTime(twin, FileTime.from(MODIFIED));
        Files.move(twin, file, StandardCopyOption.REPLACE_EXISTING);

        assertProblem(get("/media/current?v=e1"), 409, "file-changed");
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        Path moved = root.resolve("moved.mkv");
        Files.move(file, moved, StandardCopyOption.REPLACE_EXISTING);
        Files.createSymbolicLink(file, moved.toAbsolutePath());

        assertProblem(get("/media/current?v=e1"), 409, "file-changed");
        Files.delete(file);
    }

    @Test
    void aFolderInItsPlaceIsNotTheStagedFile() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);

        assertProblem(get("/media/current?v=e1"), 409, "file-changed");
        Files.delete(file);
    }

    @Test
    void aFileThatIsGoneIsMissingAndItsReturnIsServed() throws IOException {
        Path away = root.resolve(".away.mkv");
        Files.move(file, away);
        assertProblem(get("/media/current?v=e1"), 404, "file-missing");
        Files.move(away, file);

        assertThat(get("/media/current?v=e1", "Range: bytes=0-0").status()).isEqualTo(206);
    }

    @Test
    void aMediaFolderThatIsGoneIsUnavailableForNow() throws IOException {
        Path away = OwnFolders.MEDIA.resolveSibling("unmounted");
        Files.move(OwnFolders.MEDIA, away);
        Wire.Response refused = get("/media/current?v=e1");
        Files.move(away, OwnFolders.MEDIA);

        assertProblem(refused, 503, "media-unreachable");
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        assertThat(get("/media/current?v=e1", "Range: bytes=0-0").status()).isEqualTo(206);
    }

    @Test
    void noRefusalTellsWhereTheMediaFolderIs() throws IOException {
        Files.delete(file);

        assertThat(get("/media/current").text()).doesNotContain("own-folders").doesNotContain("film.mkv");
    }

    @Test
    void aFileThatIsCutWhileItIsSentEndsTheResponseAndNothingElse() throws IOException {
        Path large = sparse("cut.mkv");
        StageFixture.stage(stages, RoomName.MAIN, large, "large");
        try (Wire viewer = Wire.narrow()) {
            viewer.send("GET", "/media/current?v=large");
            assertThat(viewer.readHead().header("Content-Length")).isEqualTo(Long.toString(LARGE));
            viewer.readBytes(100_000);
            try (RandomAccessFile cut = new RandomAccessFile(large.toFile(), "rw")) {
                cut.setLength(1000);
            }

            assertThat(viewer.drain()).isLessThan(LARGE - 100_000);
        }
        assertProblem(get("/media/current?v=large"), 409, "file-changed");
        assertNothingIsHeld();
    }

    @Test
    void aFileThatIsDeletedWhileItIsSentArrivesWholeAndIsMissingThen() throws IOException {
        Path large = sparse("deleted.mkv");
        StageFixture.stage(stages, RoomName.MAIN, large, "large");
        try (Wire viewer = Wire.narrow()) {
            viewer.send("GET", "/media/current?v=large", "Connection: close");
            viewer.readHead();
            viewer.readBytes(100_000);
            Files.delete(large);

            assertThat(viewer.drain()).isEqualTo(LARGE - 100_000);
        }
        assertProblem(get("/media/current?v=large"), 404, "file-missing");
        assertNothingIsHeld();
    }

    @Test
    void viewersWhoHangUpLeaveNoDescriptorBehind() throws IOException {
        StageFixture.stage(stages, RoomName.MAIN, sparse("aborted.mkv"), "large");
        for (int i = 0; i < 150; i++) {
            Wire viewer = Wire.narrow();
            switch (i % 5) {
                case 0 -> viewer.send("GET", "/media/current?v=large");
                case 1 -> viewer.send("GET", "/media/current", "Range: bytes=1000-");
                case 2 -> viewer.send("GET", "/media/current", "Range: bytes=0-99999999,200000000-299999999");
                case 3 -> viewer.send("HEAD", "/media/current");
                default ->
                    viewer.send("GET", "/media/current")
                            .send("GET", "/media/current")
                            .send("GET", "/media/current", "Range: bytes=0-9");
            }
            // Some hang up before the answer, some within it, some politely and some not.
            if (i % 3 > 0) {
                viewer.readHead();
            }
            if (i % 2 == 0) {
                viewer.reset();
            } else {
                viewer.close();
            }
        }

        assertNothingIsHeld();
        assertThat(get("/media/current", "Range: bytes=0-0").status()).isEqualTo(206);
    }

    @Test
    void requestsSentAtOnceAreAnsweredInTheirOrder() throws IOException {
        try (Wire wire = Wire.open()) {
            for (int i = 0; i < 20; i++) {
                wire.send("GET", "/media/current", "Range: bytes=" + i * 100_000 + "-" + (i * 100_000 + 80_000));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(wire.read("GET").body())
                        .isEqualTo(Arrays.copyOfRange(FILM, i * 100_000, i * 100_000 + 80_001));
            }
        }
    }

    @Test
    void whoAsksOnAndOnWithoutReadingIsClosed() throws IOException {
        StageFixture.stage(stages, RoomName.MAIN, sparse("asked.mkv"), "large");
        try (Wire wire = Wire.narrow()) {
            String request = "GET /media/current HTTP/1.1\r\nHost: localhost\r\n\r\n";

            // Far more than the buffers of both ends hold: who is not closed waits here until the time is up.
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            wire.sendRaw(request.repeat(1000));
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
        assertNothingIsHeld();
        assertThat(get("/media/current", "Range: bytes=0-0").status()).isEqualTo(206);
    }

    @Test
    void manyRequestsOneAfterTheOtherAreNotTooMany() throws IOException {
        try (Wire wire = Wire.open()) {
            for (int i = 0; i < 300; i++) {
                assertThat(wire.send("GET", "/media/current", "Range: bytes=0-9")
                                .read("GET")
                                .status())
                        .isEqualTo(206);
                assertThat(wire.send("HEAD", "/media/current").read("HEAD").status())
                        .isEqualTo(200);
                assertThat(wire.send("GET", "/media/current?v=e0").read("GET").status())
                        .isEqualTo(409);
                assertThat(wire.send("GET", "/media/current", "If-None-Match: *")
                                .read("GET")
                                .status())
                        .isEqualTo(304);
                assertThat(wire.send("GET", "/media/current", "Range: bytes=0-9,20-29")
                                .read("GET")
                                .status())
                        .isEqualTo(206);
            }
        }
    }

    @Test
    void anOldClientWithoutKeepAliveGetsTheFilmAndTheEnd() throws IOException {
        try (Wire wire = Wire.open()) {
            wire.sendRaw("GET /media/current.mkv HTTP/1.0\r\n\r\n");

            assertThat(wire.readHead().status()).isEqualTo(200);
            assertThat(wire.drain()).isEqualTo(SIZE);
        }
    }

    private static final long LARGE = 400_000_000;

    private Path sparse(String name) throws IOException {
        Path large = root.resolve(name);
        try (RandomAccessFile create = new RandomAccessFile(large.toFile(), "rw")) {
            create.setLength(LARGE);
        }
        return large;
    }

    private void assertNothingIsHeld() {
        await().pollDelay(Duration.ZERO).untilAsserted(() -> {
            assertThat(responses.underWay()).isZero();
            assertThat(openBelowTheMediaFolder()).isEmpty();
        });
    }

    private List<String> openBelowTheMediaFolder() throws IOException {
        List<String> open = new ArrayList<>();
        String below = root.toRealPath() + "/";
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith(below)) {
                        open.add(target);
                    }
                } catch (IOException e) {
                    // Closed since the list was made.
                }
            }
        }
        return open;
    }

    private Wire.Response get(String target, String... headers) throws IOException {
        return Wire.call("GET", target, headers);
    }

    private static void assertProblem(Wire.Response response, int status, String code) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.header("CDN-Cache-Control")).isEqualTo("no-store");
        JsonObject problem = new JsonObject(response.text());
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("detail")).isNotBlank();
    }

    private static String part(String boundary, int first, int last) {
        return "--" + boundary + "\r\nContent-Type: video/x-matroska\r\nContent-Range: bytes " + first + "-" + last
                + "/"
                + SIZE + "\r\n\r\n"
                + new String(Arrays.copyOfRange(FILM, first, last + 1), StandardCharsets.ISO_8859_1);
    }

    private static String scattered(int ranges) {
        return Stream.iterate(0, i -> i + 3).limit(ranges).map(i -> i + "-" + i).collect(Collectors.joining(","));
    }

    private static byte[] film() {
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}

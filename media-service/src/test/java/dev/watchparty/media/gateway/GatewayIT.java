package dev.watchparty.media.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.Logged;
import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OwnFolders.class)
@WithTestResource(SyncStandIn.class)
final class GatewayIT {

    private static final String[] UPGRADE = {
        "Connection: keep-alive, Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    private long openBefore;

    @BeforeEach
    void forget() {
        // Of the test before, what closed late.
        assertNoSocketIsOpen();
        SyncStandIn.HEADS.clear();
        openBefore = openSockets();
    }

    @Test
    void aSocketCarriesBytesBothWaysFromTheFirstOn() throws IOException {
        byte[] large = new byte[2_000_000];
        Arrays.fill(large, (byte) 'x');
        try (Wire viewer = Wire.open().send("GET", "/ws", UPGRADE)) {
            Wire.Response handshake = viewer.readHead();
            assertThat(handshake.status()).isEqualTo(101);
            assertThat(handshake.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(handshake.header("Upgrade")).isEqualToIgnoringCase("websocket");
            assertThat(new String(viewer.readBytes(SyncStandIn.GREETING.length()), ISO_8859_1))
                    .isEqualTo(SyncStandIn.GREETING);

            viewer.sendRaw("hello");
            assertThat(new String(viewer.readBytes(5), ISO_8859_1)).isEqualTo("hello");
            Thread.startVirtualThread(() -> {
                try {
                    viewer.sendRaw(new String(large, ISO_8859_1));
                } catch (IOException e) {
                    // The reader misses bytes then, and says so.
                }
            });
            assertThat(viewer.readBytes(large.length)).isEqualTo(large);
        }
        assertNothingIsOpen();
    }

    @ParameterizedTest
    @CsvSource({
        "/ws,             /ws",
        "/ws?x=y%20z,     /ws?x=y%20z",
        "/ws/friends,     /ws/friends",
        "/ws/UPPER,       /ws/-",
        "/ws/a%2Fb,       /ws/-",
        "/ws/..%2finternal%2fstage, /ws/-",
        "/ws/%0d%0aX:y,   /ws/-",
        "/ws/%66riends,   /ws/friends",
        "/ws/friends/,    /ws/friends",
        "/internal/../ws, /ws",
        "http://192.0.2.66/ws/friends, /ws/friends",
    })
    void theTargetIsARoomsSocketAndNothingElse(String asked, String passed) throws IOException {
        try (Wire viewer = Wire.open().send("GET", asked, UPGRADE)) {
            viewer.readHead();
        }

        assertThat(SyncStandIn.HEADS).hasSize(1);
        assertThat(SyncStandIn.HEADS.getFirst()).startsWith("GET " + passed + " HTTP/1.1\r\n");
    }

    @Test
    void theSyncServiceLearnsWhoAsksFromTheGatewayAlone() throws IOException {
        try (Wire viewer = Wire.open()
                .send(
                        "GET",
                        "/ws",
                        withUpgrade(
                                "Host: localhost:3000",
                                "Origin: https://party.example",
                                "X-Forwarded-For: 192.0.2.66, 203.0.113.9",
                                "X-Forwarded-Host: party.example",
                                "X-Forwarded-Proto: https",
                                "Forwarded: for=192.0.2.66",
                                "X-Real-IP: 192.0.2.66",
                                "Cookie: a=b"))) {
            assertThat(viewer.readHead().status()).isEqualTo(101);
        }

        List<String> head = SyncStandIn.HEADS.getFirst().lines().toList();
        assertThat(head)
                .contains(
                        "Origin: https://party.example",
                        "X-Forwarded-For: 203.0.113.9",
                        "X-Forwarded-Host: party.example",
                        "X-Forwarded-Proto: https",
                        "Cookie: a=b",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(String.join("\n", head)).doesNotContain("192.0.2.66");
        assertThat(head.stream().filter(line -> line.regionMatches(true, 0, "Host:", 0, 5)))
                .singleElement()
                .asString()
                .contains("127.0.0.1:");
        assertThat(head.stream().filter(line -> line.regionMatches(true, 0, "Connection:", 0, 11)))
                .singleElement()
                .asString()
                .isEqualToIgnoringCase("connection: upgrade");
    }

    @Test
    void threeHundredViewersAreConnectedAtOnce() throws IOException {
        List<Wire> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                viewers.add(Wire.open().send("GET", "/ws", UPGRADE));
            }
            for (Wire viewer : viewers) {
                assertThat(viewer.readHead().status()).isEqualTo(101);
                viewer.readBytes(SyncStandIn.GREETING.length());
            }
            assertThat(SyncStandIn.OPEN.get()).isGreaterThanOrEqualTo(300);
            for (int i = 0; i < viewers.size(); i++) {
                viewers.get(i).sendRaw("viewer" + (1000 + i));
            }
            for (int i = 0; i < viewers.size(); i++) {
                assertThat(new String(viewers.get(i).readBytes(10), ISO_8859_1)).isEqualTo("viewer" + (1000 + i));
            }
            // The sockets take nothing from the calls.
            assertThat(Wire.call("GET", "/api/rooms").status()).isEqualTo(201);
        } finally {
            for (Wire viewer : viewers) {
                viewer.reset();
            }
        }
        assertNothingIsOpen();
    }

    @Test
    void aViewerWhoDoesNotReadIsLetGoWithAllThatWaitsWhenTheSyncServiceEndsTheSocket() throws IOException {
        try (Wire viewer = Wire.narrow().send("GET", "/ws/last-words", UPGRADE)) {
            assertThat(viewer.readHead().status()).isEqualTo(101);
            long connected = openSockets();
            viewer.sendRaw("?");

            // Both ends of the sync service's connection and ours of the viewer's: all but the test's own.
            await().untilAsserted(() -> assertThat(openSockets()).isLessThanOrEqualTo(connected - 3));
            assertThat(viewer.drain()).isLessThan(SyncStandIn.LAST_WORDS_BYTES);
        }
        assertNothingIsOpen();
    }

    @Test
    void aViewerWhoReadsGetsAllThatTheSyncServiceSaidBeforeItEndedTheSocket() throws IOException {
        try (Wire viewer = Wire.open().send("GET", "/ws/last-words", UPGRADE)) {
            assertThat(viewer.readHead().status()).isEqualTo(101);
            viewer.sendRaw("?");
            assertThat(viewer.drain()).isEqualTo(SyncStandIn.LAST_WORDS_BYTES);
        }
        assertNothingIsOpen();
    }

    @Test
    void aSocketThatTheSyncServiceEndsEndsForTheViewer() throws IOException {
        try (Wire viewer = Wire.open().send("GET", "/ws/bye", UPGRADE)) {
            assertThat(viewer.readHead().status()).isEqualTo(101);
            assertThat(viewer.drain()).isZero();
        }
        assertNothingIsOpen();
    }

    @Test
    void aViewerWhoHangsUpWithinTheHandshakeLeavesNothingOpen() throws IOException {
        for (int i = 0; i < 50; i++) {
            Wire.open().send("GET", "/ws", UPGRADE).reset();
        }

        assertNothingIsOpen();
    }

    @Test
    void aViewerWhoHangsUpWhileTheSyncServiceIsSilentLeavesNothingOpen() throws IOException {
        try (Logged log = Logged.by("io.vertx")) {
            for (int i = 0; i < 10; i++) {
                Wire viewer = Wire.open().send("GET", "/ws/silent", UPGRADE);
                int handshakes = i + 1;
                await().until(() -> SyncStandIn.HEADS.size() == handshakes);
                viewer.reset();
            }

            assertNothingIsOpen();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    @Test
    void aRefusalOfTheSyncServiceArrivesByItsStatus() throws IOException {
        Wire.Response refused = Wire.call("GET", "/ws/closed-circle", UPGRADE);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).isEmpty();
        assertNothingIsOpen();
    }

    @Test
    void whatIsNoSocketIsToldSo() throws IOException {
        Wire.Response refused = Wire.call("GET", "/ws");

        assertThat(refused.status()).isEqualTo(426);
        assertThat(refused.header("Upgrade")).isEqualTo("websocket");
        assertThat(Wire.call("POST", "/ws", withUpgrade("Content-Length: 0")).status())
                .isEqualTo(426);
        assertThat(SyncStandIn.HEADS).isEmpty();
    }

    @Test
    void aPageOfAnotherSiteGetsNoSocket() throws IOException {
        Wire.Response refused = Wire.call("GET", "/ws", withUpgrade("Origin: https://evil.example"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(new JsonObject(refused.text()).getString("code")).isEqualTo("foreign-origin");
        assertThat(SyncStandIn.HEADS).isEmpty();
    }

    @Test
    void aCallIsPassedOnWithItsBodyAndItsAnswerBack() throws IOException {
        Wire.Response made = post("Content-Length: 18", "{\"room\":\"friends\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("X-Method")).isEqualTo("POST");
        assertThat(made.text()).isEqualTo("{\"room\":\"friends\"}");
        assertThat(post("Transfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n").text())
                .isEqualTo("abc");
        assertThat(SyncStandIn.HEADS.getFirst()).contains("\r\nX-Forwarded-For: 127.0.0.1\r\n");
    }

    @Test
    void aBodyThatIsTooLargeIsNotPassedOn() throws IOException {
        assertTooLarge(post("Content-Length: 10000000", "{"));
        String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
        assertTooLarge(post("Transfer-Encoding: chunked", chunk + chunk + chunk + "0\r\n\r\n"));
        assertThat(SyncStandIn.HEADS).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/stage",
                "/internal/",
                "/api/rooms/friends",
                "/api/rooms/../../internal/stage",
                "/ws/../internal/stage",
                "/ws/a/b",
                "/api/rooms%2F..%2F..%2Finternal%2Fstage",
                "/q/metrics/../../internal/stage"
            })
    void nothingElseIsPassedOn(String target) throws IOException {
        assertThat(Wire.call("POST", target, "Content-Length: 0").status()).isEqualTo(404);
        assertThat(Wire.call("GET", target, UPGRADE).status()).isEqualTo(404);
        assertThat(SyncStandIn.HEADS).isEmpty();
    }

    private void assertNothingIsOpen() {
        assertNoSocketIsOpen();
        // A connection for calls may be new, with both its ends in this process.
        await().pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(openSockets()).isLessThanOrEqualTo(openBefore + 4));
    }

    private static void assertNoSocketIsOpen() {
        // A connection for calls may be kept.
        await().untilAsserted(() -> assertThat(SyncStandIn.OPEN.get()).isLessThanOrEqualTo(2));
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }

    private static long openSockets() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(GatewayIT::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertTooLarge(Wire.Response refused) {
        assertThat(refused.status()).isEqualTo(413);
        assertThat(new JsonObject(refused.text()).getString("code")).isEqualTo("body-too-large");
    }

    private static Wire.Response post(String bodyHeader, String body) throws IOException {
        try (Wire wire = Wire.open()) {
            return wire.sendRaw("POST /api/rooms HTTP/1.1\r\nHost: localhost\r\n" + bodyHeader + "\r\n\r\n" + body)
                    .read("POST");
        }
    }

    private static String[] withUpgrade(String... headers) {
        return Stream.concat(Arrays.stream(UPGRADE), Arrays.stream(headers)).toArray(String[]::new);
    }
}

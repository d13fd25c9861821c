package dev.watchparty.sync.socket;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
@TestProfile(LimitsIT.Narrow.class)
class LimitsIT {

    private static final int PER_ADDRESS = 6;
    private static final int PER_ROOM = 8;
    private static String crowded = "";

    /// Limits that a test reaches, and pings often enough to wait for.
    public static final class Narrow implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "watchparty.socket.max-per-address",
                    String.valueOf(PER_ADDRESS),
                    "watchparty.rooms.max-connections",
                    String.valueOf(PER_ROOM),
                    "watchparty.rooms.max",
                    "5",
                    "watchparty.socket.ping-interval",
                    "1s");
        }
    }

    /// Made before the limit of rooms is reached.
    @BeforeAll
    static void makeARoom() {
        crowded = Party.room();
    }

    @AfterEach
    void whoHungUpIsGone() {
        await().untilAsserted(() -> assertThat(viewersOfMain()).isZero());
    }

    @Test
    void anAddressHoldsOnlySoManyConnectionsAndAClosedOneMakesRoom() {
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < PER_ADDRESS; i++) {
                clients.add(Client.join("/ws", "Ann", "X-Forwarded-For", "203.0.113.7"));
            }
            try (Client tooMany = Client.connect("/ws", "X-Forwarded-For", "8.8.8.8, 203.0.113.7, 127.0.0.1")) {
                tooMany.nextError("too-many-connections");
                assertThat(tooMany.closeCode()).isEqualTo(1013);
            }
            Client.join("/ws", "Bee", "X-Forwarded-For", "203.0.113.8").close();

            clients.removeLast().close();
            await().untilAsserted(() -> {
                Client again = Client.connect("/ws", "CF-Connecting-IP", "203.0.113.7");
                clients.add(again);
                again.trySay("{'cmd':'hello'}");
                assertThat(again.next(message -> true, "an answer").path("cmd").asText())
                        .isEqualTo("welcome");
            });
        } finally {
            clients.forEach(Client::close);
        }
    }

    @Test
    void anIpv6NetworkOf64BitsHoldsAsManyAsOneAddress() {
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < PER_ADDRESS; i++) {
                clients.add(Client.join("/ws", "Ann", "X-Forwarded-For", "2001:db8:0:a1::" + i));
            }
            try (Client tooMany = Client.connect("/ws", "X-Forwarded-For", "2001:db8:0:a1:ffff::1")) {
                tooMany.nextError("too-many-connections");
            }
            Client.join("/ws", "Bee", "X-Forwarded-For", "2001:db8:0:a2::1").close();
        } finally {
            clients.forEach(Client::close);
        }
    }

    @Test
    void aRoomHoldsOnlySoManyConnections() {
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < PER_ROOM; i++) {
                clients.add(Client.join("/ws/" + crowded, "Ann", "X-Forwarded-For", "2001:db8:0:" + i + "::1"));
            }
            try (Client tooMany = Client.connect("/ws/" + crowded, "X-Forwarded-For", "2001:db8::ffff")) {
                tooMany.nextError("room-full");
                assertThat(tooMany.closeCode()).isEqualTo(1013);
            }
            assertThat(clients).allMatch(Client::isOpen);
        } finally {
            clients.forEach(Client::close);
        }
    }

    @Test
    void wrongKeysOfAnAddressAreLimitedAndOthersAreNot() {
        try (Client guesser = Client.join("/ws", "Guesser", "X-Forwarded-For", "203.0.113.9");
                Client other = Client.join("/ws", "Other", "X-Forwarded-For", "203.0.113.10")) {
            for (int i = 0; i < 10; i++) {
                guesser.say("{'cmd':'auth','key':'guess-" + i + "'}");
                guesser.nextError("wrong-key");
            }
            guesser.say("{'cmd':'auth','key':'" + Client.KEY + "'}");
            guesser.nextError("too-many-wrong-keys");
            guesser.say("{'cmd':'play'}");
            guesser.nextError("not-admin");

            other.say("{'cmd':'auth','key':'" + Client.KEY + "'}");
            assertThat(other.next("welcome").at("/you/role").asText()).isEqualTo("admin");
        }
    }

    @Test
    void thereAreOnlySoManyRooms() {
        for (int i = 0; i < 5; i++) {
            make("crowd-" + i);
        }
        given().header("Authorization", "Bearer " + Client.KEY)
                .body("{\"room\":\"one-too-many\"}")
                .post("/api/rooms")
                .then()
                .statusCode(409)
                .body("code", is("too-many-rooms"));
        try (Client client = Client.connect("/ws/one-too-many")) {
            assertThat(client.closeCode()).isEqualTo(4404);
        }
        assertThat(rooms()).isLessThanOrEqualTo(5);
    }

    @Test
    void whoAnswersPingsStaysAndAGhostIsClosedAndOutOfTheRoom() throws IOException {
        try (Client alive = Client.join("/ws", "Alive", "X-Forwarded-For", "203.0.113.20");
                Socket ghost = ghost("203.0.113.21")) {
            assertThat(pingsUntilClosedAsGone(ghost)).isOne();
            assertThat(alive.soFar()).isEmpty();
            assertThat(alive.isOpen()).isTrue();
        }
    }

    @Test
    void whoTalksAndSendsPongsBlindlyIsAGhostAllTheSame() throws IOException {
        try (Socket ghost = ghost("203.0.113.22");
                ScheduledExecutorService talk = Executors.newSingleThreadScheduledExecutor()) {
            OutputStream out = ghost.getOutputStream();
            ScheduledFuture<?> talking = talk.scheduleAtFixedRate(() -> talk(out), 0, 50, TimeUnit.MILLISECONDS);

            assertThat(pingsUntilClosedAsGone(ghost)).isOne();
            talking.cancel(true);
        }
    }

    private static void talk(OutputStream out) {
        try {
            out.write(masked(0x81, "{\"cmd\":\"ping\",\"t0\":1}"));
            out.write(masked(0x8a, ""));
            out.write(masked(0x8a, "a guess!"));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the service has closed it", e);
        }
    }

    /// A connection that answers no ping.
    private static Socket ghost(String client) throws IOException {
        URI address = URI.create(Client.address());
        Socket ghost = new Socket(address.getHost(), address.getPort());
        ghost.setSoTimeout(10_000);
        OutputStream out = ghost.getOutputStream();
        out.write(("GET /ws HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\nX-Forwarded-For: " + client + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return ghost;
    }

    /// Everything up to the close frame, whose code is 4408: one ping an interval, the first one interval after the
    /// handshake (RFC 6455 5.2).
    private static int pingsUntilClosedAsGone(Socket ghost) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(ghost.getInputStream()));
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            head += (char) in.readUnsignedByte();
        }
        int pings = 0;
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            switch (opcode) {
                case 0x8 -> {
                    assertThat(ByteBuffer.wrap(payload).getShort()).isEqualTo((short) 4408);
                    return pings;
                }
                case 0x9 -> pings++;
                default -> assertThat(opcode).as("a text").isEqualTo(0x1);
            }
        }
    }

    /// A frame of a client, with a mask of zeros (RFC 6455 5.2).
    private static byte[] masked(int head, String payload) {
        byte[] text = payload.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[6 + text.length];
        frame[0] = (byte) head;
        frame[1] = (byte) (0x80 | text.length);
        System.arraycopy(text, 0, frame, 6, text.length);
        return frame;
    }

    private static void make(String room) {
        given().header("Authorization", "Bearer " + Client.KEY)
                .body("{\"room\":\"" + room + "\"}")
                .post("/api/rooms");
    }

    private static int viewersOfMain() {
        return given().header("Authorization", "Bearer " + Client.KEY)
                .get("/api/rooms")
                .jsonPath()
                .getInt("find { it.room == 'main' }.viewers");
    }

    private static int rooms() {
        return given().header("Authorization", "Bearer " + Client.KEY)
                .get("/api/rooms")
                .jsonPath()
                .getList("$")
                .size();
    }
}

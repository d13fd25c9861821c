package dev.watchparty.media.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SyncAwayIT.NobodyListens.class)
final class SyncAwayIT {

    @Test
    void whileTheSyncServiceIsAwaySocketsAndCallsAreToldToComeBack() throws IOException {
        assertAway(Wire.call(
                "GET",
                "/ws",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        assertAway(Wire.call("GET", "/api/rooms"));
    }

    private static void assertAway(Wire.Response answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(new JsonObject(answer.text()).getString("code")).isEqualTo("sync-away");
    }

    public static final class NobodyListens implements QuarkusTestProfile {

        /// Bound and not listening: nobody else gets this port meanwhile.
        private static final Socket TAKEN = bound();

        private static Socket bound() {
            try {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
                return socket;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("watchparty.peer.url", "http://127.0.0.1:" + TAKEN.getLocalPort());
        }
    }
}

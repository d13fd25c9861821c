package dev.watchparty.media.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.Wire;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FullGatewayIT.TwoSockets.class)
@WithTestResource(SyncStandIn.class)
final class FullGatewayIT {

    private static final String[] UPGRADE = {
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    @Test
    void oneSocketMoreThanThereMayBeIsToldToComeBackAndMayOnceOneHasLeft() throws IOException {
        try (Wire first = Wire.open().send("GET", "/ws", UPGRADE);
                Wire second = Wire.open().send("GET", "/ws", UPGRADE)) {
            assertThat(first.readHead().status()).isEqualTo(101);
            assertThat(second.readHead().status()).isEqualTo(101);

            Wire.Response refused = Wire.call("GET", "/ws", UPGRADE);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(new JsonObject(refused.text()).getString("code")).isEqualTo("busy");
            assertThat(Wire.call("GET", "/api/rooms").status()).isEqualTo(201);

            first.reset();
            await().untilAsserted(() -> assertThat(status()).isEqualTo(101));
        }
    }

    private static int status() throws IOException {
        try (Wire next = Wire.open().send("GET", "/ws", UPGRADE)) {
            return next.readHead().status();
        }
    }

    @Test
    void refusalsAndViewersWhoHangUpTakeNoPlace() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(Wire.call("GET", "/ws/closed-circle", UPGRADE).status()).isIn(403, 503);
            Wire.open().send("GET", "/ws", UPGRADE).reset();
        }

        await().untilAsserted(() -> assertThat(status()).isEqualTo(101));
    }

    @Test
    void aHandshakeThatTheSyncServiceDoesNotAnswerIsToldToComeBackAndTakesNoPlace() throws IOException {
        // More than there are places.
        for (int i = 0; i < 3; i++) {
            Wire.Response refused = Wire.call("GET", "/ws/silent", UPGRADE);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(refused.text()).doesNotContain("busy");
        }

        await().untilAsserted(() -> assertThat(status()).isEqualTo(101));
    }

    public static final class TwoSockets implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("watchparty.gateway.max-sockets", "2", "watchparty.gateway.answer-timeout", "1s");
        }
    }
}

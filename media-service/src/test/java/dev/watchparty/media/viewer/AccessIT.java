package dev.watchparty.media.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OwnFolders.class)
final class AccessIT {

    private static final String KEY = "Authorization: Bearer test-admin-key";
    private static final AtomicInteger NEXT_STRANGER = new AtomicInteger();

    /// Each test's stranger has an address of its own, so that wrong keys of one do not lock out another.
    private final String stranger = "X-Forwarded-For: 198.51.100." + NEXT_STRANGER.incrementAndGet();

    @ParameterizedTest
    @ValueSource(strings = {"/api/media", "/q/metrics", "/q/openapi", "/api/media/", "//api/media", "/api/./media"})
    void theAdminsAddressesAnswerToTheKeyAndAtThisMachine(String target) throws IOException {
        assertThat(Wire.call("GET", target).status()).isNotEqualTo(403);
        assertThat(Wire.call("GET", target, stranger, KEY).status()).isNotEqualTo(403);

        Wire.Response refused = Wire.call("GET", target, stranger);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(new JsonObject(refused.text()).getString("code")).isEqualTo("admin-only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-For: garbage",
                "Forwarded: for=127.0.0.1",
                "CF-Connecting-IP: 127.0.0.1",
                "X-Real-IP: 127.0.0.1",
                "Host: evil.example",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example:3000",
                "Authorization: Bearer wrong"
            })
    void whoComesThroughSomethingOrUnderAnotherNameIsNotAtThisMachine(String header) throws IOException {
        assertThat(Wire.call("GET", "/api/media", header).status()).isEqualTo(403);
        assertThat(Wire.call("GET", "/q/metrics", header).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: localhost:3000", "Host: 127.0.0.1", "Host: [::1]:3000", "Host: LOCALHOST"})
    void thisMachineHasThreeNames(String host) throws IOException {
        assertThat(Wire.call("GET", "/api/media", host).status()).isEqualTo(200);
    }

    @Test
    void noSpellingOfAPathGetsAStrangerIn() throws IOException {
        Random random = new Random(3);
        String[] glue = {"/", "//", "/./", "/x/../", ";a=b/", "/;/", "%2F", "%2f%2F", "%2F..%2F", "%3B/", "%5C", "/%2e/"
        };
        String[][] paths = {{"api", "media"}, {"q", "metrics"}, {"q", "openapi"}, {"q", "health", "ready"}};
        for (int i = 0; i < 1500; i++) {
            StringBuilder target = new StringBuilder("/");
            String[] path = paths[random.nextInt(paths.length)];
            for (int s = 0; s < path.length; s++) {
                String segment = path[s];
                if (random.nextBoolean()) {
                    int at = random.nextInt(segment.length());
                    segment = segment.substring(0, at) + "%" + Integer.toHexString(segment.charAt(at))
                            + segment.substring(at + 1);
                }
                target.append(segment).append(s < path.length - 1 ? glue[random.nextInt(glue.length)] : "");
            }
            target.append(random.nextInt(4) == 0 ? ";v=1" : "").append(random.nextInt(4) == 0 ? "/" : "");
            Wire.Response answer = Wire.call("GET", target.toString(), stranger);

            assertThat(answer.status() == 200 && !answer.text().equals("{\"status\":\"UP\"}"))
                    .as("%s: %d %s", target, answer.status(), answer.text())
                    .isFalse();
        }
    }

    @Test
    void whoGuessesKeysIsNotListenedToForAWhile() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(Wire.call("GET", "/api/media", stranger, "Authorization: Bearer guess" + i)
                            .status())
                    .isEqualTo(403);
        }

        Wire.Response refused = Wire.call("GET", "/api/media", stranger, KEY);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("10");
        assertThat(Wire.call("GET", "/api/media", "X-Forwarded-For: 203.0.113.200", KEY)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void everybodyLearnsWhetherTheServiceIsUpAndTheAdminAlsoWhy() throws IOException {
        Files.createDirectories(OwnFolders.STATE);
        Wire.Response up = Wire.call("GET", "/q/health", stranger);
        assertThat(up.status()).isEqualTo(200);
        assertThat(up.text()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(Wire.call("GET", "/q/health/live", stranger).text()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(Wire.call("GET", "/q/health/group/x", stranger).status()).isEqualTo(403);
        assertThat(Wire.call("GET", "/q/health/ready", stranger, KEY).text())
                .contains("media folder can be read")
                .contains("state folder can be written");
    }

    @Test
    void withoutItsMediaFolderTheServiceLivesButIsNotReady() throws IOException {
        Files.createDirectories(OwnFolders.STATE);
        Path away = OwnFolders.MEDIA.resolveSibling("unplugged");
        Files.move(OwnFolders.MEDIA, away);
        try {
            await().untilAsserted(() -> {
                Wire.Response down = Wire.call("GET", "/q/health/ready", stranger);
                assertThat(down.status()).isEqualTo(503);
                assertThat(down.text()).isEqualTo("{\"status\":\"DOWN\"}");
            });
            assertThat(Wire.call("GET", "/q/health", KEY).text())
                    .contains("\"status\": \"DOWN\"")
                    .contains("media folder can be read");
            assertThat(Wire.call("GET", "/q/health/live", stranger).status()).isEqualTo(200);
        } finally {
            Files.move(away, OwnFolders.MEDIA);
        }
    }

    @Test
    void aPageOfAnotherSiteChangesNothing() throws IOException {
        Wire.Response refused = Wire.call("POST", "/api/stage", "Origin: https://evil.example", "Content-Length: 0");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(new JsonObject(refused.text()).getString("code")).isEqualTo("foreign-origin");
        assertThat(refused.header("Access-Control-Allow-Origin")).isNull();

        assertThat(foreign("POST", "Origin: http://localhost:3000", "Host: localhost:3000"))
                .isFalse();
        assertThat(foreign("POST", "Origin: null")).isTrue();
        assertThat(foreign("POST")).isFalse();
        assertThat(foreign("GET", "Origin: https://evil.example")).isFalse();
        assertThat(foreign("GET", "Origin: https://evil.example", "Connection: Upgrade", "Upgrade: websocket"))
                .isTrue();
        // This machine is a trusted proxy: the host that it was asked for is the one that counts.
        assertThat(foreign("POST", "Origin: https://party.example", "X-Forwarded-Host: party.example"))
                .isFalse();
        assertThat(foreign("POST", "Origin: http://localhost", "X-Forwarded-Host: party.example"))
                .isTrue();
    }

    private static boolean foreign(String method, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: 0";
        return Wire.call(method, "/nowhere", all).text().contains("foreign-origin");
    }
}

package dev.watchparty.media.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Delivery relies on one response at a time on a connection: there is no HTTP/2, however it is asked for.
@QuarkusTest
@TestProfile(OwnFolders.class)
final class HttpVersionIT {

    @Test
    void anUpgradeToHttp2IsAnsweredInHttp11() throws IOException {
        try (Wire wire = Wire.open()) {
            for (int i = 0; i < 2; i++) {
                Wire.Response answer = wire.send(
                                "GET",
                                "/api/staged",
                                "Connection: Upgrade, HTTP2-Settings",
                                "Upgrade: h2c",
                                "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA")
                        .read("GET");
                assertThat(answer.status()).isEqualTo(204);
                assertThat(answer.header("Upgrade")).isNull();
            }
        }
    }

    @Test
    void whoSpeaksHttp2WithoutAskingIsNotUnderstood() throws IOException {
        byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        try (Wire wire = Wire.open()) {
            wire.sendRaw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + new String(settings, ISO_8859_1));

            String answer = new String(wire.readToTheEnd(), ISO_8859_1);
            // Text, no SETTINGS frame, and then the end of the connection.
            assertThat(answer).matches("(?s)HTTP/\\d\\.\\d 400 .*");
        }
    }
}

package dev.watchparty.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person sees who starts the jar with something missing or wrong.
class StartIT {

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ADMIN_KEY, -, 'watchparty.admin.key is not set: set ADMIN_KEY, '",
                "ADMIN_KEY, ' ', 'watchparty.admin.key is not set: set ADMIN_KEY, '",
                "WATCHPARTY_PEER_SECRET, -, 'watchparty.peer.secret is not set: set WATCHPARTY_PEER_SECRET, '",
                "WATCHPARTY_PEER_URL, somewhere, 'watchparty.peer.url=somewhere is to be the media service''s address'",
                "WATCHPARTY_SYNC_PORT, many, 'quarkus.http.port=many cannot be used'",
                "WATCHPARTY_PROXY_TRUSTED, 10.0.0.0/99, 'watchparty.proxy.trusted=10.0.0.0/99 is to be '",
                "WATCHPARTY_ROOMS_MAX, 0, 'watchparty.rooms.max=0 is to be a whole number from 1 to 10000'",
                "WATCHPARTY_SOCKET_PING_INTERVAL, 1h, 'watchparty.socket.ping-interval=PT1H is to be from 100ms to 60s'",
            })
    void aSettingThatCannotBeUsedIsSaidInOneLine(String variable, String value, String line) {
        Map<String, String> variables =
                new HashMap<>(Map.of("ADMIN_KEY", "my-admin-key", "WATCHPARTY_PEER_SECRET", "my-peer-secret"));
        if (value == null) {
            variables.remove(variable);
        } else {
            variables.put(variable, value);
        }

        assertThatItEndsWithOneLine(variables, line);
    }

    @Test
    void aStateFolderThatCannotBeMadeIsSaidInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatItEndsWithOneLine(
                Map.of(
                        "ADMIN_KEY",
                        "my-admin-key",
                        "WATCHPARTY_PEER_SECRET",
                        "my-peer-secret",
                        "WATCHPARTY_STATE_DIR",
                        file.toString()),
                "cannot make ");
    }

    @Test
    void aTakenPortIsSaidInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatItEndsWithOneLine(
                    Map.of(
                            "ADMIN_KEY",
                            "my-admin-key",
                            "WATCHPARTY_PEER_SECRET",
                            "my-peer-secret",
                            "WATCHPARTY_SYNC_PORT",
                            String.valueOf(taken.getLocalPort())),
                    "cannot listen on 127.0.0.1, port " + taken.getLocalPort());
        }
    }

    private void assertThatItEndsWithOneLine(Map<String, String> variables, String line) {
        try (ServiceProcess service = ServiceProcess.start(folder, variables)) {
            assertThat(service.exitCode()).isNotZero();
            assertThat(service.output().strip())
                    .hasLineCount(1)
                    .startsWith("The sync service cannot start: " + line)
                    .doesNotContain("my-admin-key", "my-peer-secret");
        }
    }
}

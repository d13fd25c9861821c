package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1"})
    void aTakenPortIsRefusedWithWhatToDo(String host) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> Ports.claim(host, port, "--port"))
                    .withMessageContaining("Port " + port + " is taken")
                    .withMessageContaining("--port ");
        }
    }

    @Test
    void zeroTakesAFreeOne() {
        assertThat(Ports.claim("127.0.0.1", 0, "--port")).isPositive();
    }

    @Test
    void theUsualPortGivesWayWhereItIsTaken() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            assertThat(Ports.prefer("127.0.0.1", port)).isPositive().isNotEqualTo(port);
        }
        assertThat(Ports.prefer("127.0.0.1", port)).isEqualTo(port);
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Ports.claim("no.such.host.invalid", 3000, "--port"))
                .withMessageContaining("--host");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.1", "::, [::1]", "::1, [::1]", "[::1], [::1]", "192.168.1.5, 192.168.1.5"})
    void tellsHowThisMachineReachesAListener(String host, String reachable) {
        assertThat(Ports.reachable(host)).isEqualTo(reachable);
    }
}

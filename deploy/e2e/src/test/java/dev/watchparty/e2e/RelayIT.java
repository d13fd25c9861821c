package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// Browsers open connections before they need them: one that comes in as the relay closes must not stay and go on
/// serving a service that is meant to be away.
class RelayIT {

    @Test
    void whoComesInAsTheRelayClosesIsSentAway() throws IOException {
        try (ServerSocket service = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            URI target = URI.create("http://127.0.0.1:" + service.getLocalPort());
            for (int round = 0; round < 200; round++) {
                try (Socket browser = new Socket()) {
                    try (Relay relay = Relay.to(target, 0, InputStream::transferTo, InputStream::transferTo)) {
                        browser.connect(new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), relay.front().getPort()));
                    }
                    browser.setSoTimeout(10_000);
                    assertThat(ends(browser)).as("round %d", round).isTrue();
                }
            }
        }
    }

    private static boolean ends(Socket browser) throws IOException {
        try {
            return browser.getInputStream().read() < 0;
        } catch (SocketTimeoutException stays) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }
}

package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// In front of a service that sends back what it gets.
class DelayLineIT {

    private static final Duration UP = Duration.ofMillis(50);
    private static final Duration DOWN = Duration.ofMillis(150);
    private static final int ENOUGH_FOR_MANY_PIECES = 3_000_000;

    private ServerSocket echo;

    @BeforeEach
    void listen() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try (Socket socket = echo.accept()) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                } catch (IOException hungUp) {
                    // The next one, until the test ends.
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        echo.close();
    }

    @Test
    void whatArrivesIsWhatWasSentInItsOrder() throws Exception {
        byte[] sent = new byte[ENOUGH_FOR_MANY_PIECES];
        new Random(7).nextBytes(sent);
        try (DelayLine line = line();
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), line.front().getPort())) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
            sender.join();
        }
    }

    @Test
    void theWayThereAndBackTakesBothDelaysGiveOrTakeAFifth() throws IOException {
        try (DelayLine line = line();
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), line.front().getPort())) {
            for (int i = 0; i < 10; i++) {
                long sentNanos = System.nanoTime();
                socket.getOutputStream().write(i);
                assertThat(socket.getInputStream().read()).isEqualTo(i);
                double tookMs = (System.nanoTime() - sentNanos) / 1e6;

                // How much longer it may take is the machine's.
                assertThat(tookMs).isGreaterThanOrEqualTo(160);
            }
        }
    }

    @Test
    void anEndOnOneSideReachesTheOther() throws IOException {
        try (DelayLine line = line();
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), line.front().getPort())) {
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().read()).isEqualTo(1);

            socket.shutdownOutput();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private DelayLine line() {
        return DelayLine.to(URI.create("http://127.0.0.1:" + echo.getLocalPort()), UP, DOWN);
    }
}

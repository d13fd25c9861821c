package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Where the connection is encrypted the kernel cannot take the film from the page cache: it comes as buffers, through
/// the same turns.
@QuarkusTest
@TestProfile(EncryptedIT.OverTls.class)
final class EncryptedIT {

    private static final String PASSWORD = "changeit";
    private static final Path KEYS = Path.of("target", "encrypted-it.p12").toAbsolutePath();
    private static final int SIZE = 3_000_000;
    private static final double BYTES_PER_SECOND = 2.5e6;

    @Inject
    Stages stages;

    @Inject
    FairDelivery delivery;

    @ConfigProperty(name = "quarkus.http.test-ssl-port")
    int port;

    @Test
    void anEncryptedFilmIsPacedAndByteForByteTheFile() throws IOException, GeneralSecurityException {
        byte[] film = new byte[SIZE];
        new Random(7).nextBytes(film);
        Path file = OwnFolders.MEDIA.resolve("encrypted.mkv");
        Files.write(file, film);
        StageFixture.stage(stages, RoomName.MAIN, file, "e1");
        long before =
                delivery.uplink().change(UplinkSetting.parse("20M")).join().grantedBytes();
        long start = System.nanoTime();

        byte[] body = read(port, 1_000, SIZE - 1);

        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(Arrays.equals(body, Arrays.copyOfRange(film, 1_000, SIZE))).isTrue();
        assertThat(seconds).isGreaterThan(0.95 * (SIZE - 1_000) / BYTES_PER_SECOND);
        await().untilAsserted(() -> assertThat(delivery.uplink().latest().grantedBytes() - before)
                .as("body and what encrypting adds")
                .isBetween((long) SIZE - 1_000, SIZE + SIZE / 50L));
        await().untilAsserted(
                        () -> assertThat(delivery.uplink().latest().openFlows()).isZero());
    }

    /// What is not in the page cache is waited for where it is read.
    @Test
    void workersReadTheFilmAndEventLoopsDoNot() throws IOException, GeneralSecurityException {
        Path file = OwnFolders.MEDIA.resolve("read.mkv");
        Files.write(file, new byte[1_000_000]);
        String read = file.toRealPath().toString();
        Path events = OwnFolders.BASE.resolve("reads.jfr");
        StageFixture.stage(stages, RoomName.MAIN, file, "e2");

        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileRead").withoutThreshold().withoutStackTrace();
            recording.start();
            read(port, 1_000, 999_999);
            recording.stop();
            recording.dump(events);
        }

        List<RecordedEvent> reads = RecordingFile.readAllEvents(events).stream()
                .filter(event -> read.equals(event.getString("path")))
                .toList();
        assertThat(reads)
                .extracting(event -> event.getThread().getJavaName())
                .allMatch(thread -> thread.startsWith("delivery-"));
        assertThat(reads.stream().mapToLong(event -> event.getLong("bytesRead")).sum())
                .isEqualTo(999_000);
    }

    private static byte[] read(int port, int first, int last) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(KEYS.toFile(), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (var socket = tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            ("GET /media/current HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.51.100.1\r\nRange: bytes="
                                            + first + "-" + last + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                head.write(in.read());
            }
            assertThat(head.toString(StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 206");
            return in.readNBytes(last - first + 1);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static final class OverTls implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            makeKeys();
            Map<String, String> overrides = new HashMap<>(new OwnFolders().getConfigOverrides());
            overrides.put("watchparty.fair.uplink", "20M");
            overrides.put("quarkus.http.test-ssl-port", Integer.toString(freePort()));
            // With a port beside it that is not encrypted, the registry of metrics refuses the second one.
            overrides.put("quarkus.http.insecure-requests", "disabled");
            overrides.put("quarkus.http.ssl.certificate.key-store-file", KEYS.toString());
            overrides.put("quarkus.http.ssl.certificate.key-store-password", PASSWORD);
            return overrides;
        }

        private static void makeKeys() {
            try {
                Files.deleteIfExists(KEYS);
                Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
                Process made = new ProcessBuilder(
                                keytool.toString(),
                                "-genkeypair",
                                "-alias",
                                "localhost",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-validity",
                                "2",
                                "-keystore",
                                KEYS.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
                if (made.waitFor() != 0) {
                    throw new IllegalStateException("keytool failed");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}

package dev.watchparty.media.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The packaged service as somebody who may not read the media folder; the super user, who reads everything, becomes
/// nobody for it.
@EnabledOnOs(OS.LINUX)
final class UnreadableFolderIT {

    private static final Path SERVICE =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final String NOBODY = "65534";

    @TempDir
    Path temp;

    @Test
    void aMediaFolderThatMayNotBeReadIsSaidAndReadOnceItMay() throws Exception {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        if (root) {
            assumeThat(SETPRIV).exists();
            assumeThat(isOpenToAll(SERVICE))
                    .as("%s is readable by all", SERVICE)
                    .isTrue();
            assumeThat(isOpenToAll(java())).as("%s is readable by all", java()).isTrue();
        }
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path media = Files.createDirectory(temp.resolve("media"));
        Files.writeString(media.resolve("film.mkv"), "a film");
        Path state = Files.createDirectory(temp.resolve("state"));
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(media, PosixFilePermissions.fromString("---------"));
        int port = freePort();
        Path output = temp.resolve("output");
        Process service = start(root, port, media, state, output);
        try (HttpClient client = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                assertThat(service.isAlive()).as(Files.readString(output)).isTrue();
                return get(client, port, "/q/health/live").statusCode() == 200;
            });

            HttpResponse<String> refused = get(client, port, "/api/media");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(new JsonObject(refused.body()).getString("code")).isEqualTo("unreadable");
            assertThat(refused.body()).doesNotContain(temp.toString());
            assertThat(get(client, port, "/q/health").statusCode()).isEqualTo(503);

            Files.setPosixFilePermissions(media, PosixFilePermissions.fromString("rwxr-xr-x"));
            HttpResponse<String> listed = get(client, port, "/api/media");
            assertThat(listed.statusCode()).isEqualTo(200);
            assertThat(listed.body()).contains("film.mkv");
            await().untilAsserted(() ->
                    assertThat(get(client, port, "/q/health").statusCode()).isEqualTo(200));
        } finally {
            service.destroy();
            service.waitFor();
            Files.setPosixFilePermissions(media, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(Files.readString(output)).doesNotContain(" ERROR ");
    }

    private static Process start(boolean root, int port, Path media, Path state, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of(
                    SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs"));
        }
        command.addAll(List.of(
                java().toString(), "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + state, "-jar", SERVICE.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(state.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("ADMIN_KEY", "a-key-of-this-test");
        builder.environment().put("WATCHPARTY_PEER_SECRET", "a-secret-of-this-test");
        builder.environment().put("WATCHPARTY_HOST", "127.0.0.1");
        builder.environment().put("WATCHPARTY_PORT", Integer.toString(port));
        builder.environment().put("WATCHPARTY_MEDIA_ROOT", media.toString());
        builder.environment().put("WATCHPARTY_STATE_DIR", state.toString());
        // The sync service's own, which both get from the launcher.
        builder.environment().put("WATCHPARTY_ROOMS_MAX_CONNECTIONS", "250");
        return builder.start();
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Path java() {
        return Path.of(ProcessHandle.current().info().command().orElseThrow());
    }

    private static boolean isOpenToAll(Path file) throws IOException {
        for (Path path = file.toRealPath(); path != null; path = path.getParent()) {
            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            boolean open = Files.isDirectory(path) ? rights.charAt(8) == 'x' : rights.charAt(6) == 'r';
            if (!open) {
                return false;
            }
        }
        return true;
    }

    private static int freePort() throws IOException {
        try (ServerSocket freed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return freed.getLocalPort();
        }
    }
}

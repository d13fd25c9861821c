package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The two services, for the tests of one class: own ports, library, state, admin's key and shared secret, all below
/// the build's output, where logs and state can be read after a failure.
public final class Pair implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String adminKey = UUID.randomUUID().toString();
    private final boolean startsBoth;
    private final Path folder;
    private final URI front;
    private final URI rooms;
    private final ServiceProcess media;
    private final ServiceProcess sync;
    private boolean prepared;

    private Pair(String name, boolean startsBoth) {
        this.startsBoth = startsBoth;
        this.folder = Output.folder("pairs").resolve(name);
        this.front = URI.create("http://127.0.0.1:" + Ports.free());
        this.rooms = URI.create("http://127.0.0.1:" + Ports.free());
        String secret = UUID.randomUUID().toString();
        this.media = new ServiceProcess(
                "media-service",
                front,
                Map.of(
                        "ADMIN_KEY",
                        adminKey,
                        "WATCHPARTY_HOST",
                        front.getHost(),
                        "WATCHPARTY_PORT",
                        String.valueOf(front.getPort()),
                        "WATCHPARTY_MEDIA_ROOT",
                        library().toString(),
                        "WATCHPARTY_STATE_DIR",
                        state().toString(),
                        "WATCHPARTY_PEER_URL",
                        rooms.toString(),
                        "WATCHPARTY_PEER_SECRET",
                        secret),
                folder);
        this.sync = new ServiceProcess(
                "sync-service",
                rooms,
                Map.of(
                        "ADMIN_KEY",
                        adminKey,
                        "WATCHPARTY_SYNC_HOST",
                        rooms.getHost(),
                        "WATCHPARTY_SYNC_PORT",
                        String.valueOf(rooms.getPort()),
                        "WATCHPARTY_STATE_DIR",
                        state().toString(),
                        "WATCHPARTY_PEER_URL",
                        front.toString(),
                        "WATCHPARTY_PEER_SECRET",
                        secret),
                folder);
    }

    /// A pair that runs when the first test of the class begins.
    static Pair running(Class<?> test) {
        return new Pair(test.getSimpleName(), true);
    }

    /// A pair that its test starts, in the order that it wants.
    public static Pair stopped(String name) {
        Pair pair = new Pair(name, false);
        pair.prepare();
        return pair;
    }

    String adminKey() {
        return adminKey;
    }

    /// Where films are put for the admin to find.
    public Path library() {
        return folder.resolve("media");
    }

    Path state() {
        return folder.resolve("state");
    }

    /// What viewers type into their browsers.
    public URI front() {
        return front;
    }

    /// The same by a name that is not known to be this machine's.
    URI frontElsewhere() {
        return URI.create("http://" + Chromium.ELSEWHERE + ":" + front.getPort());
    }

    /// The sync service's own address, which nobody outside the machine reaches.
    URI rooms() {
        return rooms;
    }

    public ServiceProcess media() {
        return media;
    }

    public ServiceProcess sync() {
        return sync;
    }

    /// Stages as the admin does, without the page.
    ///
    /// @return the etag
    String stage(String room, String path) {
        HttpRequest request = HttpRequest.newBuilder(front.resolve("/api/stage?room=" + room))
                .timeout(Waiting.PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.createObjectNode()
                        .put("path", path)
                        .put("key", adminKey)
                        .toString()))
                .build();
        HttpResponse<String> response = send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return read(response).path("etag").asText();
    }

    /// Stages, and waits until the room shows it to whoever comes in: the services tell each other a moment later.
    ///
    /// @return the etag
    public String show(String room, String path) {
        String etag = stage(room, path);
        awaitShown(room, etag);
        return etag;
    }

    void awaitShown(String room, String etag) {
        eventually().untilAsserted(() -> {
            try (RoomSocket newcomer = RoomSocket.open(front, "/ws/" + room)) {
                assertThat(newcomer.next("welcome").path("staged").path("etag").asText())
                        .isEqualTo(etag);
            }
        });
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(front.resolve(path))
                .timeout(Waiting.PATIENCE)
                .build());
    }

    JsonNode read(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + request, e);
        }
    }

    /// Returns once both are healthy.
    public Pair start() {
        media.start();
        sync.start();
        media.awaitHealthy();
        sync.awaitHealthy();
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        prepare();
        if (startsBoth) {
            start();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
        assertThat(media.complaints()).as(media.log().toString()).isEmpty();
        assertThat(sync.complaints()).as(sync.log().toString()).isEmpty();
    }

    @Override
    public void close() {
        try (media;
                sync) {
            // Both end, whatever the other one does.
        }
    }

    private void prepare() {
        try {
            if (prepared) {
                // The first try's logs and state are what tells why there is a second one.
                Path first = folder.resolveSibling(folder.getFileName() + "-first");
                Trees.delete(first);
                Files.move(folder, first);
            }
            prepared = true;
            Trees.delete(folder);
            Files.createDirectories(library());
            Files.createDirectories(state());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + folder, e);
        }
    }
}

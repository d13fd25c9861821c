package dev.watchparty.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A room's socket as a script holds it, without a browser.
final class RoomSocket implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Incoming incoming;
    private final WebSocket socket;

    private RoomSocket(Incoming incoming, WebSocket socket) {
        this.incoming = incoming;
        this.socket = socket;
    }

    /// @param front the front door or the sync service itself
    /// @param path such as `/ws` or `/ws/friends`
    /// @param headers of the handshake, in pairs of name and value
    static RoomSocket open(URI front, String path, String... headers) {
        URI address = URI.create("ws://%s:%d%s".formatted(front.getHost(), front.getPort(), path));
        Incoming incoming = new Incoming();
        WebSocket.Builder handshake = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
        for (int i = 0; i < headers.length; i += 2) {
            handshake.header(headers[i], headers[i + 1]);
        }
        WebSocket socket = handshake.buildAsync(address, incoming).join();
        return new RoomSocket(incoming, socket);
    }

    void say(String json) {
        socket.sendText(json, true).join();
    }

    /// The next message with this `cmd`; others before it are passed over.
    JsonNode next(String cmd) {
        long deadlineNanos = System.nanoTime() + Waiting.PATIENCE.toNanos();
        try {
            while (System.nanoTime() < deadlineNanos) {
                // What has come is read to its end even where the socket is closed since.
                boolean over = incoming.closed.isDone();
                JsonNode message = incoming.messages.poll(over ? 0 : 200, TimeUnit.MILLISECONDS);
                if (message != null && message.path("cmd").asText().equals(cmd)) {
                    return message;
                }
                if (message == null && over) {
                    throw new AssertionError("no %s came before the end: %s".formatted(cmd, incoming.closed));
                }
            }
            throw new AssertionError("no " + cmd + " came");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + cmd, e);
        }
    }

    /// The status with which the service closes.
    int closed() {
        try {
            return incoming.closed.get(Waiting.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("not closed in an orderly way", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the close", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Incoming implements WebSocket.Listener {

        private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                try {
                    messages.add(JSON.readTree(partial.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(partial.toString(), e);
                } finally {
                    partial.setLength(0);
                }
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            throw new AssertionError("binary: " + UTF_8.decode(data));
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}

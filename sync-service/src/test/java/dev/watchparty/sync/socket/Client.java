package dev.watchparty.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// A page, as far as the service can tell: a WebSocket of the JDK and the messages that came over it. Waits are
/// bounded and fail with what was waited for.
public final class Client implements AutoCloseable {

    public static final String KEY = "test-admin-key";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<JsonNode> inbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private Client(URI uri, String... headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        this.socket = builder.buildAsync(uri, new Inbox()).join();
    }

    /// Opens a socket to the service under test; headers come in pairs of name and value.
    public static Client connect(String path, String... headers) {
        return connect(URI.create(address()), path, headers);
    }

    /// Opens a socket to any service.
    public static Client connect(URI service, String path, String... headers) {
        return new Client(URI.create("ws://" + service.getHost() + ":" + service.getPort() + path), headers);
    }

    /// Where the service under test listens.
    public static String address() {
        return ConfigProvider.getConfig().getValue("test.url", String.class);
    }

    /// Connects and says hello; what comes next is what happens after the welcome.
    public static Client join(String path, String name, String... headers) {
        Client client = connect(path, headers);
        client.say("{'cmd':'hello','name':'" + name + "','protocol':1}");
        client.next("welcome");
        return client;
    }

    public static Client host(String path) {
        Client client = join(path, "Host");
        client.say("{'cmd':'auth','key':'" + KEY + "'}");
        assertThat(client.next("welcome").at("/you/role").asText()).isEqualTo("admin");
        return client;
    }

    /// Sends a text frame; single quotes stand for double ones.
    public void say(String json) {
        raw(json.replace('\'', '"'));
    }

    /// As [#say], for a socket that the service may close meanwhile.
    public void trySay(String json) {
        socket.sendText(json.replace('\'', '"'), true)
                .exceptionally(failure -> socket)
                .join();
    }

    /// Asks for an upgrade and tells the status of the answer, 101 where there was one.
    public static int handshake(String path, String... headers) {
        try {
            connect(path, headers).close();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    public void raw(String text) {
        socket.sendText(text, true).join();
    }

    /// Part of a text message that goes on.
    public void fragment(String text) {
        socket.sendText(text, false).exceptionally(failure -> socket).join();
    }

    public void binary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /// The next message with this `cmd`; others before it are skipped.
    public JsonNode next(String cmd) {
        return next(message -> message.path("cmd").asText().equals(cmd), cmd);
    }

    public JsonNode nextError(String code) {
        JsonNode error = next("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isNotBlank();
        return error;
    }

    public JsonNode next(Predicate<JsonNode> wanted, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                JsonNode message = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(message).as("a message: %s", what).isNotNull();
                if (wanted.test(message)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Everything that has come before the answer to a clock sample; proves that nothing else was sent before.
    public List<JsonNode> soFar() {
        say("{'cmd':'ping','t0':1}");
        List<JsonNode> messages = new ArrayList<>();
        next(
                message -> {
                    if (message.path("cmd").asText().equals("pong")) {
                        return true;
                    }
                    messages.add(message);
                    return false;
                },
                "pong");
        return messages;
    }

    public int closeCode() {
        return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public void close() {
        if (!closed.isDone()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(failure -> socket);
        }
        socket.abort();
    }

    private final class Inbox implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    inbox.add(JSON.readTree(text.toString()));
                } catch (JsonProcessingException e) {
                    closed.completeExceptionally(e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(1006);
        }
    }
}

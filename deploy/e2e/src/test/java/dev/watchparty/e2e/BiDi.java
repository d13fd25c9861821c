package dev.watchparty.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A session with a browser that speaks WebDriver BiDi (W3C working draft), as Firefox does by itself.
final class BiDi implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Answers answers = new Answers();
    private final WebSocket socket;
    private int asked;

    private BiDi(URI address) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, answers)
                .join();
    }

    /// @param address where the browser listens, `ws://127.0.0.1:9222`
    static BiDi to(URI address) {
        BiDi session = new BiDi(address.resolve("/session"));
        session.ask("session.new", Map.of("capabilities", Map.of()));
        session.ask("session.subscribe", Map.of("events", List.of("log.entryAdded")));
        return session;
    }

    /// Does a command and returns its result.
    ///
    /// @throws AssertionError when the browser refuses it, or says nothing
    JsonNode ask(String method, Map<String, ?> params) {
        int id = ++asked;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.awaited.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(params));
        socket.sendText(message.toString(), true).join();
        try {
            JsonNode said = answer.get(Waiting.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!said.path("type").asText().equals("success")) {
                throw new AssertionError(method + ": " + said);
            }
            return said.path("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer to " + method, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + method, e);
        }
    }

    /// Errors that pages have logged, uncaught ones among them.
    List<String> errors() {
        return List.copyOf(answers.errors);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Answers implements WebSocket.Listener {

        private final Map<Integer, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
        private final List<String> errors = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String json) {
            try {
                JsonNode message = JSON.readTree(json);
                CompletableFuture<JsonNode> waiting =
                        awaited.remove(message.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(message);
                } else if (message.at("/params/level").asText().equals("error")) {
                    errors.add(message.at("/params/text").asText());
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the browser says " + json, e);
            }
        }
    }
}

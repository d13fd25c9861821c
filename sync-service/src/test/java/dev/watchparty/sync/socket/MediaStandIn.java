package dev.watchparty.sync.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Surroundings of the service under test: a fresh state folder, and something at the media service's address
/// that says what tests put there (`PUT /api/staged?room=R`, an empty body for nothing staged), and 404 of all
/// other rooms. It takes reports of viewers: `GET /internal/viewers` tells the last one and, as `count`, how many
/// there were; `PUT` sets the answer, an empty one for 503. It takes wishes for a film
/// (`POST /internal/stage-wish`), has none whose path begins with `gone`, and stages nothing by itself; `GET` tells the
/// wishes.
public final class MediaStandIn implements QuarkusTestResourceLifecycleManager {

    private final Map<String, byte[]> staged = new ConcurrentHashMap<>();
    private final List<String> wishes = new CopyOnWriteArrayList<>();
    private final AtomicInteger reports = new AtomicInteger();
    private volatile byte[] lastReport = "{\"viewers\":[]}".getBytes(UTF_8);
    private volatile byte[] reportsAnswer = "{\"uplinkBitsPerSecond\":null,\"viewers\":{}}".getBytes(UTF_8);
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/api/staged", this::answer);
            http.createContext("/internal/rooms", this::tellRooms);
            http.createContext("/internal/viewers", this::takeReport);
            http.createContext("/internal/stage-wish", this::takeWish);
            http.start();
            server = http;
            Path state = Files.createTempDirectory(Files.createDirectories(Path.of("target", "states")), "state");
            return Map.of(
                    "watchparty.peer.url",
                    "http://127.0.0.1:" + http.getAddress().getPort(),
                    "watchparty.peer.pull-interval",
                    "200ms",
                    "watchparty.state.dir",
                    state.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String room = exchange.getRequestURI().getQuery().replace("room=", "");
            if (exchange.getRequestMethod().equals("PUT")) {
                staged.put(room, exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            byte[] body = staged.get(room);
            if (body == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (body.length == 0) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                send(exchange, 200, body);
            }
        }
    }

    private void tellRooms(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known = "Bearer test-peer-secret"
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String rooms = staged.entrySet().stream()
                    .filter(entry -> entry.getValue().length > 0)
                    .map(entry -> "\"" + entry.getKey() + "\"")
                    .collect(Collectors.joining(","));
            send(exchange, known ? 200 : 403, ("{\"rooms\":[" + rooms + "]}").getBytes(UTF_8));
        }
    }

    private void takeReport(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    reportsAnswer = body;
                    exchange.sendResponseHeaders(204, -1);
                }
                case "GET" -> {
                    exchange.getResponseHeaders().set("count", String.valueOf(reports.get()));
                    send(exchange, 200, lastReport);
                }
                default -> {
                    boolean known = "Bearer test-peer-secret"
                            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
                    lastReport = body;
                    reports.incrementAndGet();
                    send(exchange, !known ? 403 : reportsAnswer.length == 0 ? 503 : 200, reportsAnswer);
                }
            }
        }
    }

    private void takeWish(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                send(exchange, 200, ("[" + String.join(",", wishes) + "]").getBytes(UTF_8));
                return;
            }
            String wish = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean known = "Bearer test-peer-secret"
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            wishes.add(wish);
            if (!known) {
                send(exchange, 403, "{}".getBytes(UTF_8));
            } else if (wish.contains("\"path\":\"gone")) {
                send(exchange, 404, "{\"code\":\"no-such-file\",\"detail\":\"It is gone.\"}".getBytes(UTF_8));
            } else {
                send(exchange, 200, "{\"ok\":true,\"etag\":\"e\"}".getBytes(UTF_8));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}

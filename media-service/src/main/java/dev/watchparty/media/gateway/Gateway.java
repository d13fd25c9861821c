package dev.watchparty.media.gateway;

import dev.watchparty.media.problem.BodyLimit;
import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.viewer.ClientAddresses;
import dev.watchparty.media.viewer.ViewerCookies;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Passes `/ws`, `/ws/{room}` and `/api/rooms` on to the sync service, so that viewers need one address only. The
/// target is put together here, from the room's name: no path of a viewer's making reaches the other side.
///
/// Sockets are carried as bytes, both ways with backpressure: a viewer who does not read makes the sync service's own
/// outbox fill, and that one knows what to drop.
@Singleton
final class Gateway {

    private static final Logger LOG = Logger.getLogger(Gateway.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_CALLS = 64;

    /// No room is called so: a socket to a name that is none hears from the sync service that there is no such room.
    private static final String NO_ROOM = "-";

    private final ClientAddresses addresses;
    private final ViewerCookies cookies;
    private final URI peer;
    private final Sockets sockets;
    private final HttpClient socketClient;
    private final HttpClient callClient;

    @Inject
    Gateway(
            ClientAddresses addresses,
            ViewerCookies cookies,
            @ConfigProperty(name = "watchparty.peer.url") URI peer,
            GatewayConfig config,
            Vertx vertx) {
        this.addresses = addresses;
        this.cookies = cookies;
        this.peer = peer;
        this.sockets = new Sockets(config.maxSockets());
        this.socketClient = vertx.createHttpClient(options(), new PoolOptions().setHttp1MaxSize(config.maxSockets()));
        this.callClient = vertx.createHttpClient(
                options(), new PoolOptions().setHttp1MaxSize(MAX_CALLS).setMaxWaitQueueSize(MAX_CALLS));
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setTcpKeepAlive(true);
    }

    void register(@Observes Router router) {
        router.route("/ws").handler(this::socket);
        router.route("/ws/:room").handler(this::socket);
        router.route("/api/rooms").handler(this::call);
    }

    int openSockets() {
        return sockets.count();
    }

    @PreDestroy
    void close() {
        socketClient.close();
        callClient.close();
    }

    private void socket(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isWebSocket(request)) {
            context.response().putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
            new Problem(426, "not-a-socket", "This address is a WebSocket: connect with ws:// or wss://.")
                    .end(context.response());
            return;
        }
        if (!sockets.open()) {
            away(context.response(), "busy", "As many viewers are connected as this service can take.");
            return;
        }
        @Nullable String room = context.pathParam("room");
        String path = room == null ? "/ws" : "/ws/" + (RoomName.isValid(room) ? room : NO_ROOM);
        new Tunnel(request, sockets).connect(socketClient, target(request, path), headers(request));
    }

    private void call(RoutingContext context) {
        HttpServerRequest request = context.request();
        BoundedBody.read(request, BodyLimit.MAX_BYTES)
                .onSuccess(body -> pass(request, body))
                .onFailure(tooLarge -> {
                    // What is left of the body is not worth reading.
                    context.response().putHeader(HttpHeaders.CONNECTION, "close");
                    new Problem(413, "body-too-large", "The body is larger than this call ever needs.")
                            .end(context.response());
                });
    }

    private void pass(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        MultiMap headers = headers(request).remove(HttpHeaders.CONTENT_LENGTH);
        callClient
                .request(target(request, "/api/rooms").setTimeout(ANSWER_TIMEOUT.toMillis()))
                .compose(call -> {
                    call.headers().addAll(headers);
                    call.exceptionHandler(fault -> LOG.debugf("%s: %s", request.path(), fault));
                    return call.send(body);
                })
                .onSuccess(answer -> pass(answer, response))
                .onFailure(fault -> {
                    LOG.debugf("%s: %s", request.path(), fault);
                    away(response);
                });
    }

    /// Hands an answer of the sync service to the viewer as it comes.
    static Future<Void> pass(HttpClientResponse answer, HttpServerResponse response) {
        if (response.closed()) {
            answer.request().reset();
            return Future.succeededFuture();
        }
        response.setStatusCode(answer.statusCode());
        response.headers().addAll(ForwardedHeaders.ofTheMessage(answer.headers()));
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        return answer.pipeTo(response).onFailure(broken -> {
            answer.request().reset();
            response.reset();
        });
    }

    static void away(HttpServerResponse response) {
        away(response, "sync-away", "The sync service does not answer just now: try again in a moment.");
    }

    private static void away(HttpServerResponse response, String code, String detail) {
        if (!response.ended() && !response.closed()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "2");
            new Problem(503, code, detail).end(response);
        }
    }

    private RequestOptions target(HttpServerRequest request, String path) {
        @Nullable String query = request.query();
        boolean ssl = "https".equals(peer.getScheme());
        int defaultPort = ssl ? 443 : 80;
        return new RequestOptions()
                .setMethod(request.method())
                .setHost(peer.getHost())
                .setPort(peer.getPort() >= 0 ? peer.getPort() : defaultPort)
                .setSsl(ssl)
                .setURI(query == null ? path : path + "?" + query);
    }

    private MultiMap headers(HttpServerRequest request) {
        MultiMap headers = ForwardedHeaders.request(
                request.headers(),
                addresses.of(request).text(),
                addresses.hostOf(request),
                addresses.isSecure(request));
        // By this name the sync service tells, in its turn, which viewer has a live page.
        cookies.viewerOf(request).ifPresent(viewer -> headers.set(ForwardedHeaders.VIEWER, viewer));
        return headers;
    }

    private static boolean isWebSocket(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)
                && request.headers().getAll(HttpHeaders.CONNECTION).stream()
                        .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("upgrade"));
    }
}

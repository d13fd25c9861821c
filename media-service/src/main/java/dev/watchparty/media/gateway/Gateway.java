package dev.watchparty.media.gateway;

import dev.watchparty.media.problem.BodyLimit;
import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.viewer.ClientAddresses;
import dev.watchparty.media.viewer.ViewerCookies;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
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
/// proxying is `vertx-http-proxy`'s. Ours is what it leaves open: the target is put together from the room's name, so
/// that no path of a viewer's making reaches the other side, and who is away, busy or gone is dealt with here.
///
/// The library does not hold one socket back for the other. What piles up for a viewer who does not read is what the
/// sync service says within two of its pings (40 s by default): then it closes, as it hears no answer to either, and
/// here the viewer's connection goes with all that waits on it, [#LINGER] later. In the other direction the sync
/// service reads whatever comes, and closes on who sends too much.
@Singleton
final class Gateway {

    private static final Logger LOG = Logger.getLogger(Gateway.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /// How long a viewer has to read what the sync service said last.
    static final Duration LINGER = Duration.ofSeconds(2);

    private static final int MAX_CALLS = 64;

    /// No room is called so: a socket to a name that is none hears from the sync service that there is no such room.
    private static final String NO_ROOM = "-";

    private static final String ROOMS = "/api/rooms";
    private static final String RETRY_AFTER_SECONDS = "2";

    private static final Problem AWAY =
            new Problem(503, "sync-away", "The sync service does not answer just now: try again in a moment.");
    private static final Problem BUSY =
            new Problem(503, "busy", "As many viewers are connected as this service can take.");

    private final ClientAddresses addresses;
    private final ViewerCookies cookies;
    private final URI peer;
    private final long answerTimeoutMillis;
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
        this.answerTimeoutMillis = GatewayConfig.answerTimeoutMillis(config);
        // A socket is a connection of the pool from its handshake to its end: the pool's bound is the sockets' bound.
        this.socketClient = vertx.createHttpClient(
                options(),
                new PoolOptions().setHttp1MaxSize(config.maxSockets()).setMaxWaitQueueSize(0));
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
        HttpProxy calls = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), callClient)
                .origin(proxied -> proxied.client().request(target()))
                .addInterceptor(new ProxyInterceptor() {
                    @Override
                    public Future<ProxyResponse> handleProxyRequest(ProxyContext proxied) {
                        return call(proxied);
                    }
                });
        router.route(ROOMS).handler(context -> {
            rewriteHeaders(context.request());
            calls.handle(context.request());
        });
    }

    @PreDestroy
    void close() {
        socketClient.close();
        callClient.close();
    }

    private void socket(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (!isWebSocket(request)) {
            response.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
            new Problem(426, "not-a-socket", "This address is a WebSocket: connect with ws:// or wss://.")
                    .end(response);
            return;
        }
        @Nullable String room = context.pathParam("room");
        String path = room == null ? "/ws" : "/ws/" + (RoomName.isValid(room) ? room : NO_ROOM);
        // The library passes the target on as it came in: nothing but a room's own path may have come in.
        if (!request.uri().equals(withQuery(path, request))) {
            context.reroute(path);
            return;
        }
        rewriteHeaders(request);
        request.headers()
                .set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .set(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        // What the library says of a handshake that got no answer.
        context.addHeadersEndHandler(_ -> {
            if (response.getStatusCode() == 502) {
                response.setStatusCode(AWAY.status()).putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            }
        });
        HttpProxy.reverseProxy(socketClient).origin(_ -> connect(context)).handle(request);
    }

    /// The handshake's request. Where there is none, the viewer is answered here, and the library hears no more.
    private Future<HttpClientRequest> connect(RoutingContext context) {
        HttpServerRequest request = context.request();
        Promise<HttpClientRequest> handshake = Promise.promise();
        socketClient
                .request(target())
                .onSuccess(sync -> {
                    sync.exceptionHandler(fault -> LOG.debugf("%s: %s", request.path(), fault));
                    if (request.response().closed()) {
                        sync.connection().close();
                        return;
                    }
                    // Refused or hung up before there is a socket. A connection that carried a handshake is not used
                    // again: a socket's two connections share an event loop, so that no first frame slips by.
                    context.addEndHandler(_ -> sync.connection().close());
                    sync.connection().closeHandler(_ -> {
                        if (request.response().getStatusCode() == 101) {
                            context.vertx().setTimer(LINGER.toMillis(), _ -> HardClose.of(request.connection()));
                        }
                    });
                    handshake.complete(sync);
                })
                .onFailure(fault -> {
                    LOG.debugf("%s: %s", request.path(), fault);
                    away(request.response(), fault instanceof ConnectionPoolTooBusyException ? BUSY : AWAY);
                });
        return handshake.future();
    }

    private static Future<ProxyResponse> call(ProxyContext proxied) {
        HttpServerRequest request = proxied.request().proxiedRequest();
        Promise<ProxyResponse> answer = Promise.promise();
        BoundedBody.read(request, BodyLimit.MAX_BYTES)
                .onSuccess(body -> {
                    proxied.request().setURI(withQuery(ROOMS, request)).setBody(Body.body(body));
                    proxied.sendRequest().onSuccess(answer::complete).onFailure(fault -> {
                        LOG.debugf("%s: %s", request.path(), fault);
                        away(request.response(), AWAY);
                    });
                })
                .onFailure(_ -> {
                    // What is left of the body is not worth reading.
                    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                    new Problem(413, "body-too-large", "The body is larger than this call ever needs.")
                            .end(request.response());
                });
        return answer.future();
    }

    private static void away(HttpServerResponse response, Problem problem) {
        if (!response.ended() && !response.closed()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            problem.end(response);
        }
    }

    private RequestOptions target() {
        boolean ssl = "https".equals(peer.getScheme());
        int defaultPort = ssl ? 443 : 80;
        return new RequestOptions()
                .setHost(peer.getHost())
                .setPort(peer.getPort() >= 0 ? peer.getPort() : defaultPort)
                .setSsl(ssl)
                .setTimeout(answerTimeoutMillis);
    }

    private static String withQuery(String path, HttpServerRequest request) {
        @Nullable String query = request.query();
        return query == null ? path : path + "?" + query;
    }

    /// The library passes a request's headers on as they stand.
    private void rewriteHeaders(HttpServerRequest request) {
        MultiMap headers = ForwardedHeaders.request(
                request.headers(),
                addresses.of(request).text(),
                addresses.hostOf(request),
                addresses.isSecure(request));
        // By this name the sync service tells, in its turn, which viewer has a live page.
        cookies.viewerOf(request).ifPresent(viewer -> headers.set(ForwardedHeaders.VIEWER, viewer));
        request.headers().setAll(headers);
    }

    private static boolean isWebSocket(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && request.method().equals(HttpMethod.GET)
                && request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)
                && request.headers().getAll(HttpHeaders.CONNECTION).stream()
                        .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("upgrade"));
    }
}

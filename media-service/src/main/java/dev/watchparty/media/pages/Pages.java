package dev.watchparty.media.pages;

import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.staging.RoomName;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The viewer page at `/` and at each room's `/r/{room}`, the admin page, and the files they need.
///
/// Served from memory, compressed once: the HTTP server's own compression would put a handler into every connection's
/// pipeline, and with that the film would no longer go out without a copy. Files are read from the jar when they are
/// first asked for; only those that exist are kept.
@Singleton
final class Pages {

    private static final Logger LOG = Logger.getLogger(Pages.class);

    private static final String VIEWER = "index.html";
    private static final String ADMIN = "admin.html";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /// Whose answers are for programs.
    private static final Pattern NOT_PAGES = Pattern.compile("/(api|q|media|ws|internal)(/.*)?");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final Vertx vertx;
    private final ConcurrentMap<String, PageFile> files = new ConcurrentHashMap<>();

    @Inject
    Pages(Vertx vertx) {
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.route("/").handler(context -> page(context, VIEWER));
        router.route("/r/:room").handler(this::room);
        router.route("/admin").handler(context -> page(context, ADMIN));
        // After all routes of ours, before the framework's own way with files.
        router.route().order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT - 1).handler(this::file);
    }

    private void room(RoutingContext context) {
        @Nullable String room = context.pathParam("room");
        if (room != null && RoomName.isValid(room)) {
            page(context, VIEWER);
        } else {
            nothing(context);
        }
    }

    private void page(RoutingContext context, String name) {
        if (READING.contains(context.request().method())) {
            serve(context, name);
        } else {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            new Problem(405, "method-not-allowed", "A page can only be read: use GET or HEAD.").end(context.response());
        }
    }

    private void file(RoutingContext context) {
        String path = context.normalizedPath();
        if (NOT_PAGES.matcher(path).matches()
                || !READING.contains(context.request().method())) {
            context.next();
            return;
        }
        String name = path.substring(1);
        boolean isName = Stream.of(name.split("/", -1))
                .allMatch(segment -> NAME.matcher(segment).matches());
        if (isName && PageFile.typeOf(name).isPresent()) {
            serve(context, name);
        } else {
            nothing(context);
        }
    }

    private void serve(RoutingContext context, String name) {
        load(name)
                .onSuccess(file -> {
                    if (file.isPresent()) {
                        send(context, file.get());
                    } else {
                        nothing(context);
                    }
                })
                .onFailure(fault -> {
                    LOG.errorf(fault, "Cannot read %s of the pages", name);
                    new Problem(500, "internal", "The page cannot be read: the service's log says why.")
                            .end(context.response());
                });
    }

    private Future<Optional<PageFile>> load(String name) {
        PageFile kept = files.get(name);
        if (kept != null) {
            return Future.succeededFuture(Optional.of(kept));
        }
        return vertx.executeBlocking(() -> read(name), false).map(Optional::ofNullable);
    }

    private @Nullable PageFile read(String name) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream("META-INF/resources/" + name)) {
            if (in == null) {
                return null;
            }
            PageFile file = PageFile.of(name, in.readAllBytes());
            // While developing, files change.
            if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
                files.put(name, file);
            }
            return file;
        }
    }

    private static void send(RoutingContext context, PageFile file) {
        boolean gzipped = file.gzip().isPresent()
                && AcceptEncoding.takesGzip(context.request().headers().getAll(HttpHeaders.ACCEPT_ENCODING));
        Buffer body = gzipped ? file.gzip().get() : file.plain();
        String etag = gzipped ? file.gzipEtag() : file.etag();
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, file.isHashed() ? FOREVER : "no-cache")
                .putHeader(HttpHeaders.ETAG, etag);
        if (file.gzip().isPresent()) {
            response.putHeader(HttpHeaders.VARY, "Accept-Encoding");
        }
        if (isHeld(context.request().headers().getAll(HttpHeaders.IF_NONE_MATCH), etag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.contentType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        if (gzipped) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /// RFC 9110 13.1.2, for tags of ours, which hold no comma. A proxy that compresses may have weakened one.
    private static boolean isHeld(List<String> ifNoneMatch, String etag) {
        return Stream.of(String.join(",", ifNoneMatch).split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals(etag) || tag.equals("W/" + etag) || tag.equals("*"));
    }

    private static void nothing(RoutingContext context) {
        String accepted = String.join(",", context.request().headers().getAll(HttpHeaders.ACCEPT));
        if (!accepted.contains("text/html")) {
            new Problem(404, "not-found", "There is nothing at this address.").end(context.response());
            return;
        }
        context.response()
                .setStatusCode(404)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end("""
                        <!doctype html>
                        <html lang="en">
                          <head>
                            <meta charset="utf-8">
                            <meta name="viewport" content="width=device-width, initial-scale=1">
                            <meta name="color-scheme" content="dark light">
                            <title>Nothing here</title>
                          </head>
                          <body>
                            <h1>There is nothing at this address</h1>
                            <p>The film is <a href="/">on the first page</a>. A room's address is the one that its admin sent.</p>
                          </body>
                        </html>
                        """);
    }
}

package dev.watchparty.media.delivery;

import dev.watchparty.media.fair.pipeline.FairDelivery;
import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.staging.FileWatch;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StagedFile;
import dev.watchparty.media.staging.Stages;
import dev.watchparty.media.viewer.ClientAddresses;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `/media/current.mkv` and `/media/current` of each room: decide, open, head, send.
///
/// The event loop decides and sends, a worker opens.
@Singleton
final class MediaRoute {

    private static final List<String> PATHS =
            List.of("/media/current.mkv", "/media/current", "/media/:room/current.mkv", "/media/:room/current");

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /// A disk that spins up keeps a worker for seconds: these are delivery's own, so that nobody else waits for them.
    private static final int WORKERS = 16;

    /// `t`, and everything else that a query may hold, never changes the bytes.
    static final String VERSION = "v";

    static final String CDN_CACHE_CONTROL = "CDN-Cache-Control";

    private final Stages stages;
    private final Path root;
    private final ClientAddresses addresses;
    private final Responses responses;
    private final FairDelivery fair;
    private final FileWatch watch;
    private final WorkerExecutor workers;

    @Inject
    MediaRoute(
            Stages stages,
            @ConfigProperty(name = "watchparty.media.root") Path root,
            ClientAddresses addresses,
            Responses responses,
            FairDelivery fair,
            FileWatch watch,
            Vertx vertx) {
        this.stages = stages;
        this.root = root;
        this.addresses = addresses;
        this.responses = responses;
        this.fair = fair;
        this.watch = watch;
        this.workers = vertx.createSharedWorkerExecutor("delivery", WORKERS);
    }

    void register(@Observes Router router) {
        PATHS.forEach(path -> router.route(path).handler(this::handle));
    }

    @PreDestroy
    void close() {
        workers.close();
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        // A CDN edge that takes .mkv for cacheable may strip Range and pull the whole file through the tunnel.
        response.putHeader(CDN_CACHE_CONTROL, "no-store");
        if (!READING.contains(request.method())) {
            response.putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            new Problem(405, "method-not-allowed", "The film can only be read: use GET or HEAD.").end(response);
            return;
        }
        Optional<StagedFile> staged = room(context).flatMap(stages::current);
        if (staged.isEmpty()) {
            nothingStaged().end(response);
            return;
        }
        MediaRequest asked = asked(request);
        Decision decision = Decision.of(asked, staged.get(), Instant.now());
        if (decision instanceof Decision.Stale) {
            stale(staged.get()).end(response);
            return;
        }
        switch (responses.enter(addresses.of(request).network())) {
            case Responses.Entry.Entered(Responses.Place place) ->
                new Delivery(context, asked, staged.get(), decision, place, workers, fair, watch).start(root);
            case Responses.Entry.Full(boolean byAddress) -> {
                response.putHeader(HttpHeaders.RETRY_AFTER, "5");
                (byAddress ? Responses.TOO_MANY : Responses.BUSY).end(response);
            }
        }
    }

    /// The room that a path names, none where no room can have that name.
    static Optional<RoomName> room(RoutingContext context) {
        @Nullable String name = context.pathParam("room");
        if (name == null) {
            return Optional.of(RoomName.MAIN);
        }
        return RoomName.isValid(name) ? Optional.of(new RoomName(name)) : Optional.empty();
    }

    private static MediaRequest asked(HttpServerRequest request) {
        @Nullable String version = request.getParam(VERSION);
        return new MediaRequest(
                request.method().equals(HttpMethod.HEAD),
                version == null || version.isEmpty() ? null : version,
                request.headers().getAll("Range"),
                new Preconditions(
                        request.headers().getAll("If-Match"),
                        request.headers().getAll("If-Unmodified-Since"),
                        request.headers().getAll("If-None-Match"),
                        request.headers().getAll("If-Modified-Since"),
                        request.headers().getAll("If-Range")));
    }

    static Problem nothingStaged() {
        return new Problem(404, "nothing-staged", "Nothing is staged here: the admin picks a film on the admin page.");
    }

    static Problem stale(StagedFile now) {
        return new Problem(
                409, "stale-version", "Another film is staged now: play it from `url`.", Map.of("url", now.url()));
    }
}

package dev.watchparty.media.delivery;

import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.staging.StagedFile;
import dev.watchparty.media.staging.Stages;
import dev.watchparty.media.subtitles.SubtitleFiles;
import dev.watchparty.media.subtitles.SubtitleFiles.Reading;
import dev.watchparty.media.viewer.ClientAddresses;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `/media/subtitles/{track}` and `/media/{room}/subtitles/{track}`: a subtitle file beside the staged film, as WebVTT.
/// `v` names the film's etag, as for the film itself: the subtitles of one film are never shown with another one.
///
/// They are text, a thousandth of the film: they are answered at once and take no turn at the uplink.
@Singleton
final class SubtitlesRoute {

    private static final Logger LOG = Logger.getLogger(SubtitlesRoute.class);

    private static final List<String> PATHS = List.of("/media/subtitles/:track", "/media/:room/subtitles/:track");
    private static final String MEDIA_TYPE = "text/vtt; charset=utf-8";

    private final Stages stages;
    private final SubtitleFiles files;
    private final Responses responses;
    private final ClientAddresses addresses;
    private final Vertx vertx;

    @Inject
    SubtitlesRoute(
            Stages stages,
            @ConfigProperty(name = "watchparty.media.root") Path root,
            Responses responses,
            ClientAddresses addresses,
            Vertx vertx) {
        this.stages = stages;
        this.files = new SubtitleFiles(root);
        this.responses = responses;
        this.addresses = addresses;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        PATHS.forEach(path -> {
            router.route(HttpMethod.GET, path).handler(this::handle);
            router.route(HttpMethod.HEAD, path).handler(this::handle);
        });
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        response.putHeader(MediaRoute.CDN_CACHE_CONTROL, "no-store");
        Optional<StagedFile> staged = MediaRoute.room(context).flatMap(stages::current);
        if (staged.isEmpty()) {
            MediaRoute.nothingStaged().end(response);
            return;
        }
        @Nullable String version = request.getParam(MediaRoute.VERSION);
        if (version != null
                && !version.isEmpty()
                && !version.equals(staged.get().etag())) {
            MediaRoute.stale(staged.get()).end(response);
            return;
        }
        switch (responses.enter(addresses.of(request).network())) {
            case Responses.Entry.Entered(Responses.Place place) -> read(context, staged.get(), place);
            case Responses.Entry.Full(boolean byAddress) -> {
                response.putHeader(HttpHeaders.RETRY_AFTER, "5");
                (byAddress ? Responses.TOO_MANY : Responses.BUSY).end(response);
            }
        }
    }

    private void read(RoutingContext context, StagedFile staged, Responses.Place place) {
        HttpServerResponse response = context.response();
        String track = Objects.requireNonNull(context.pathParam("track"), "the path has a track");
        vertx.executeBlocking(() -> files.read(staged.path(), track), false)
                .onComplete(read -> place.leave())
                .onSuccess(reading -> answer(reading, context.request()))
                .onFailure(fault -> {
                    LOG.debugf(fault, "Subtitles %s of %s", track, staged.path());
                    new Problem(
                                    503,
                                    "media-unreachable",
                                    "The subtitles cannot be read just now: try again in a moment.")
                            .end(response);
                });
    }

    private static void answer(Reading reading, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (reading) {
            case Reading.Missing() ->
                new Problem(404, "no-such-subtitles", "There are no such subtitles beside the film.").end(response);
            case Reading.Unreadable() ->
                new Problem(422, "unreadable-subtitles", "This file holds no subtitles that can be shown.")
                        .end(response);
            case Reading.Text(String webVtt) -> send(webVtt, request);
        }
    }

    private static void send(String webVtt, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        Buffer body = Buffer.buffer(webVtt);
        // Subtitles are mended while a film is staged: a page that asks again gets what is there now.
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }
}

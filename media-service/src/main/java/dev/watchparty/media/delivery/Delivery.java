package dev.watchparty.media.delivery;

import dev.watchparty.media.delivery.HeldFile.Opening;
import dev.watchparty.media.fair.pipeline.FairDelivery;
import dev.watchparty.media.fair.pipeline.FairDelivery.Admittance;
import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.staging.FileProblem;
import dev.watchparty.media.staging.FileWatch;
import dev.watchparty.media.staging.StagedFile;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One response from its decision to its last byte. Owned by the request's context; whatever becomes of it, it
/// lets go of its file and its place exactly once: when the response ends, when the client hangs up, when
/// sending fails.
///
/// What is sent is the staged file or nothing. The held descriptor is what bytes come from, but where delivery is not
/// fair: there [HttpServerResponse#sendFile] opens the path anew, so the path is looked at once more after that; the
/// held descriptor pins the inode, and no other file can look like it meanwhile.
final class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private static final int LONGEST_TAB = 64;

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final MediaRequest asked;
    private final StagedFile staged;
    private final Decision decision;
    private final Responses.Place place;
    private final WorkerExecutor workers;
    private final FairDelivery fair;
    private final FileWatch watch;
    private @Nullable HeldFile file;
    private FairDelivery.@Nullable Passage passage;
    private boolean over;

    Delivery(
            RoutingContext context,
            MediaRequest asked,
            StagedFile staged,
            Decision decision,
            Responses.Place place,
            WorkerExecutor workers,
            FairDelivery fair,
            FileWatch watch) {
        this.context = context;
        this.response = context.response();
        this.asked = asked;
        this.staged = staged;
        this.decision = decision;
        this.place = place;
        this.workers = workers;
        this.fair = fair;
        this.watch = watch;
    }

    /// @param root the media folder
    void start(Path root) {
        context.addEndHandler(ended -> finish());
        workers.executeBlocking(() -> HeldFile.open(staged, root), false)
                .onSuccess(this::opened)
                .onFailure(fault -> {
                    LOG.errorf(fault, "Cannot open the staged file %s", staged.path());
                    refuse(unreachable());
                });
    }

    private void opened(Opening opening) {
        switch (opening) {
            case Opening.Held(HeldFile held) -> {
                file = held;
                if (over) {
                    close(held);
                } else {
                    answer(held);
                }
            }
            case Opening.Changed() -> {
                watch.noticed(staged, FileProblem.FILE_CHANGED);
                refuse(new Problem(
                        409, "file-changed", "The file was changed on disk after it was staged: stage it again."));
            }
            case Opening.Missing() -> {
                watch.noticed(staged, FileProblem.FILE_MISSING);
                refuse(new Problem(
                        404, "file-missing", "The staged file is no longer in the media folder: stage another one."));
            }
            case Opening.Unreachable(IOException cause) -> {
                watch.noticed(staged, FileProblem.FILE_MISSING);
                LOG.debugf(cause, "Cannot read %s", staged.path());
                refuse(unreachable());
            }
        }
    }

    private static Problem unreachable() {
        return new Problem(
                503,
                "media-unreachable",
                "The media folder cannot be read just now: check that its disk is there and may be read.");
    }

    private void refuse(Problem problem) {
        if (!over) {
            if (problem.status() == 503) {
                response.putHeader(HttpHeaders.RETRY_AFTER, "5");
            }
            problem.end(response);
        }
    }

    private void answer(HeldFile held) {
        switch (decision) {
            case Decision.Stale() -> throw new IllegalStateException("a stale version opens no file");
            case Decision.PreconditionFailed() ->
                refuse(new Problem(
                        412, "precondition-failed", "The film is not, or no longer, what the request expects."));
            case Decision.RangeNotSatisfiable() -> {
                // RFC 9110 15.5.17.
                response.putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                        .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + staged.sizeBytes());
                refuse(new Problem(
                        416,
                        "range-not-satisfiable",
                        "The film has " + staged.sizeBytes() + " bytes, and at most " + Ranges.MAX_PARTS
                                + " ranges are sent at once."));
            }
            case Decision.NotModified() -> {
                head(304);
                response.end();
            }
            case Decision.SendWhole() ->
                admitted(staged.sizeBytes(), () -> {
                    head(200).putHeader(HttpHeaders.CONTENT_TYPE, staged.contentType());
                    send(held, 0, staged.sizeBytes());
                });
            case Decision.SendRange(ByteRange range) ->
                admitted(range.length(), () -> {
                    head(206)
                            .putHeader(HttpHeaders.CONTENT_TYPE, staged.contentType())
                            .putHeader(HttpHeaders.CONTENT_RANGE, range.contentRange(staged.sizeBytes()));
                    send(held, range.first(), range.length());
                });
            case Decision.SendParts parts ->
                admitted(1, () -> {
                    String boundary = UUID.randomUUID().toString();
                    Multipart body = new Multipart(boundary, parts.ranges(), staged.contentType(), staged.sizeBytes());
                    head(206)
                            .putHeader(HttpHeaders.CONTENT_TYPE, body.contentType())
                            .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.contentLength()));
                    if (passage != null) {
                        passage.sendBuffers();
                    }
                    watch(new BufferSender(response, held, workers, body).send());
                });
        }
    }

    /// Takes a place in the uplink's turns where there is a body to send.
    private void admitted(long length, Runnable answer) {
        if (asked.head() || length == 0) {
            answer.run();
            return;
        }
        fair.admit(context.request(), tab(), staged, admittance -> {
            switch (admittance) {
                case Admittance.Admitted(FairDelivery.Passage admitted) -> {
                    if (over) {
                        admitted.close();
                    } else {
                        passage = admitted;
                        answer.run();
                    }
                }
                case Admittance.Refused(boolean byViewer) -> {
                    response.putHeader(HttpHeaders.RETRY_AFTER, "5");
                    refuse(
                            byViewer
                                    ? new Problem(
                                            429,
                                            "too-many-responses",
                                            "This viewer has too many downloads under way: end some and try again.")
                                    : Responses.BUSY);
                }
            }
        });
    }

    /// The public name of the browser tab, none where it is longer than any of ours.
    private @Nullable String tab() {
        @Nullable String tab = context.request().getParam("t");
        return tab == null || tab.isEmpty() || tab.length() > LONGEST_TAB ? null : tab;
    }

    /// What 200, 206 and 304 have in common (RFC 9110 15.4.5). A URL that names its etag never changes its
    /// bytes, so that a seek back costs no uplink where the browser caches ranges.
    private HttpServerResponse head(int status) {
        Validators validators = Validators.of(staged.etag(), staged.modifiedAt());
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                .putHeader(HttpHeaders.ETAG, validators.etag())
                .putHeader(HttpHeaders.LAST_MODIFIED, HttpDate.format(validators.lastModified()))
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        asked.version() == null ? "private, no-cache" : "private, max-age=31536000, immutable")
                .putHeader("Content-Disposition", ContentDisposition.inline(fileName()));
    }

    private String fileName() {
        return staged.path().substring(staged.path().lastIndexOf('/') + 1);
    }

    private void send(HeldFile held, long offset, long length) {
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        if (asked.head() || length == 0) {
            response.end();
            return;
        }
        if (context.request().connection().isSsl()) {
            // The kernel does not encrypt, and Vert.x would read the file on the event loop.
            if (passage != null) {
                passage.sendBuffers();
            }
            watch(new BufferSender(response, held, workers, new ByteRange(offset, offset + length - 1)).send());
            return;
        }
        String path = staged.file().toString();
        Future<Void> sent = passage == null
                ? response.sendFile(path, offset, length)
                : passage.sendFile(held.channel(), path, offset, length);
        if (response.headWritten() && response.bytesWritten() != length) {
            abort("is shorter than it was staged");
        }
        if (passage == null || !passage.readsHeldFile()) {
            workers.executeBlocking(held::isStillInPlace, false).onSuccess(inPlace -> {
                if (!inPlace && !over) {
                    abort("was changed while it was sent");
                }
            });
        }
        watch(sent);
    }

    private void watch(Future<Void> sent) {
        sent.onComplete(result -> {
            if (result.failed() && !over) {
                if (response.headWritten()) {
                    abort("could not be sent to its end: " + result.cause());
                } else {
                    refuse(unreachable());
                }
            }
            finish();
        });
    }

    /// The head is out: all that is left to say is that the body is not whole, by closing the connection under
    /// it.
    private void abort(String why) {
        LOG.debugf("%s %s; closing", staged.path(), why);
        if (passage != null) {
            passage.abort();
        }
        context.request().connection().close();
    }

    private void finish() {
        if (!over) {
            over = true;
            place.leave();
            if (passage != null) {
                passage.close();
            }
            if (file != null) {
                close(file);
            }
        }
    }

    private void close(HeldFile held) {
        try {
            held.close();
        } catch (IOException e) {
            LOG.debugf(e, "Closing %s", staged.path());
        }
    }
}

package dev.watchparty.media.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.regex.Pattern;

/// No call of ours needs a body above 64 KiB. One that announces more is refused before a byte of it is kept; one that
/// does not say how long it is, while it is read. Bodies are read here, on the event loop: somebody who sends a byte a
/// minute must not hold a worker, of which a few hundred such would take all.
@Singleton
public final class BodyLimit {

    public static final int MAX_BYTES = 64 * 1024;

    /// Up to here the rest is read and thrown away: a client that is still sending when its connection is closed would
    /// never see the answer.
    private static final long MAX_DISCARDED_BYTES = 16L << 20;

    /// Who announced more has this long to read the answer before the connection is closed.
    private static final long LINGER_MILLIS = 1_000;

    /// Before the HTTP layer's own limit, which answers with an empty body.
    private static final int PRIORITY = 100;

    private static final Set<HttpMethod> CARRYING = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    /// The gateway reads the bodies that it passes on.
    private static final Pattern PASSED_ON = Pattern.compile("/api/rooms/?");

    static final Problem TOO_LARGE =
            new Problem(413, "body-too-large", "The body is larger than 64 KiB; no call needs that much.");

    private static final Problem EMPTY = new Problem(400, "bad-body", "This call needs a body, and it is empty.");

    private final BodyHandler bodies =
            BodyHandler.create(false).setBodyLimit(MAX_BYTES).setMergeFormAttributes(false);

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
        filters.register(BodyLimit::refuseEmptyBody, PRIORITY - 1);
    }

    /// Where chunks hold nothing there is no body after all, and the REST layer would wait for one on a worker.
    private static void refuseEmptyBody(RoutingContext call) {
        if (isReadHere(call) && call.body().buffer() == null) {
            EMPTY.end(call.response());
        } else {
            call.next();
        }
    }

    private void check(RoutingContext call) {
        HttpServerRequest request = call.request();
        long length = contentLength(request);
        if (length <= MAX_BYTES) {
            if (isReadHere(call)) {
                bodies.handle(call);
                request.resume();
            } else {
                call.next();
            }
            return;
        }
        // Thrown away as it comes.
        request.resume();
        if (length <= MAX_DISCARDED_BYTES) {
            TOO_LARGE.end(request.response());
            return;
        }
        TOO_LARGE
                .end(request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE))
                .onComplete(_ -> call.vertx()
                        .setTimer(LINGER_MILLIS, _ -> request.connection().close()));
    }

    private static boolean isReadHere(RoutingContext call) {
        HttpServerRequest request = call.request();
        boolean hasBody = contentLength(request) > 0 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        return hasBody
                && CARRYING.contains(request.method())
                && !PASSED_ON.matcher(call.normalizedPath()).matches();
    }

    private static long contentLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            // Netty has refused all but digits: too many of them.
            return Long.MAX_VALUE;
        }
    }

    /// The whole body.
    ///
    /// @throws ProblemException 413 above [#MAX_BYTES]
    public static byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(TOO_LARGE);
        }
        return bytes;
    }
}

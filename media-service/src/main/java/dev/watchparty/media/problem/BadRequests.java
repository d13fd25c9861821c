package dev.watchparty.media.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// What is refused below the addresses: a request without `Host`, of HTTP/2, with a port that is none, with a body that
/// grows too large or ends too early. Quarkus would log each as a fault of ours.
@Singleton
final class BadRequests {

    private static final Logger LOG = Logger.getLogger(BadRequests.class);

    private static final int BEFORE_ALL_ROUTES = Integer.MIN_VALUE;

    private static final Problem UNREADABLE =
            new Problem(400, "bad-request", "This is no request of HTTP/1.1 that can be answered.");

    void register(@Observes Router router) {
        router.route().order(BEFORE_ALL_ROUTES).failureHandler(BadRequests::answer);
    }

    private static void answer(RoutingContext failed) {
        if (failed.response().headWritten()) {
            failed.next();
        } else if (failed.statusCode() == UNREADABLE.status()) {
            LOG.debugf("Refused a request to %s: %s", failed.request().path(), failed.failure());
            UNREADABLE.end(failed.response());
        } else if (failed.statusCode() == BodyLimit.TOO_LARGE.status()) {
            BodyLimit.TOO_LARGE.end(failed.response());
        } else if (ProblemMappers.isHangUp(failed.failure())) {
            LOG.debugf("The client hung up: %s", failed.failure());
        } else {
            failed.next();
        }
    }
}

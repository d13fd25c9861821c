package dev.watchparty.sync.watch;

import dev.watchparty.sync.peer.Peer;
import dev.watchparty.sync.problem.Problem;
import dev.watchparty.sync.viewer.Callers;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Keeps `/q/*` for this machine and for whoever has the services' secret; health, which says no more than up
/// or down, is for everybody.
@Singleton
final class OperatorGate {

    private static final int BEFORE_ALL_ROUTES = 1000;

    private final Callers callers;
    private final Peer peer;

    OperatorGate(Callers callers, Peer peer) {
        this.callers = callers;
        this.peer = peer;
    }

    void install(@Observes Filters filters) {
        filters.register(this::judge, BEFORE_ALL_ROUTES);
    }

    private void judge(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = context.normalizedPath();
        if (isGuarded(path) && !callers.isDirectLoopback(request) && !peer.admits(request.getHeader("Authorization"))) {
            Problem.forbidden("operators-only", "This page is for the machine itself, or with the services' secret.")
                    .end(request.response());
        } else {
            context.next();
        }
    }

    private static boolean isGuarded(String path) {
        return (path.equals("/q") || path.startsWith("/q/"))
                && !path.equals("/q/health")
                && !path.startsWith("/q/health/");
    }
}

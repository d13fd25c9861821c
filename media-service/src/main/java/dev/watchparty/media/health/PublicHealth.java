package dev.watchparty.media.health;

import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.viewer.Access;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `/q/health` for everybody: up or down, and nothing else. The admin gets the checks one by one.
@Singleton
final class PublicHealth {

    private final Access access;
    private final Map<String, Supplier<Future<Boolean>>> answers;

    @Inject
    PublicHealth(Access access, Folders folders) {
        this.access = access;
        Supplier<Future<Boolean>> ready = () -> folders.state().map(Folders.State::isUp);
        // Whoever can answer lives.
        Supplier<Future<Boolean>> alive = () -> Future.succeededFuture(true);
        this.answers = Map.of(
                "/q/health", ready,
                "/q/health/ready", ready,
                "/q/health/live", alive,
                "/q/health/started", alive);
    }

    void register(@Observes Filters filters) {
        filters.register(this::answer, Access.FILTER_PRIORITY - 1);
    }

    private void answer(RoutingContext context) {
        String path = context.normalizedPath();
        Optional<Problem> refusal = path.startsWith("/q/health") ? access.refusal(context.request()) : Optional.empty();
        if (refusal.isEmpty()) {
            context.next();
            return;
        }
        Supplier<Future<Boolean>> answer = answers.get(path);
        if (answer == null) {
            refusal.get().end(context.response());
            return;
        }
        answer.get()
                .onSuccess(up -> context.response()
                        .setStatusCode(up ? 200 : 503)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(new JsonObject().put("status", up ? "UP" : "DOWN").encode()));
    }
}

package dev.watchparty.media.viewer;

import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.viewer.AdminGate.Verdict;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the admin's addresses, `/api/media`, `/api/delivery*` and `/q/*`, to the admin: whoever presents the key, or
/// sits at this machine and comes to it directly. What is admitted to `/q/health` tells more there; everybody may ask
/// whether the service is up.
@Singleton
public final class Access {

    /// Before everything that answers, after what only adds headers.
    public static final int FILTER_PRIORITY = 900;

    private static final Problem ADMIN_ONLY =
            new Problem(403, "admin-only", "Only the admin may ask this: send the admin's key.");
    private static final Problem TOO_MANY_WRONG_KEYS = new Problem(
            429, "too-many-wrong-keys", "Too many wrong keys came from your address: try again in a little while.");

    private final AdminGate gate;
    private final DirectLoopback directLoopback;

    @Inject
    Access(AdminGate gate, DirectLoopback directLoopback) {
        this.gate = gate;
        this.directLoopback = directLoopback;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, FILTER_PRIORITY);
    }

    private void admit(RoutingContext context) {
        if (AdminPaths.isAdmins(context.normalizedPath())) {
            Optional<Problem> refusal = refusal(context.request());
            if (refusal.isPresent()) {
                if (refusal.get().status() == 429) {
                    context.response().putHeader(HttpHeaders.RETRY_AFTER, "10");
                }
                refusal.get().end(context.response());
                return;
            }
        }
        context.next();
    }

    /// Why this request may not see what is the admin's; empty where it may.
    public Optional<Problem> refusal(HttpServerRequest request) {
        @Nullable String key = AdminGate.bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (key == null) {
            return directLoopback.is(request) ? Optional.empty() : Optional.of(ADMIN_ONLY);
        }
        // A wrong key is refused at this machine, too: the admin page finds out by asking.
        Verdict verdict = gate.judge(request, key);
        return switch (verdict) {
            case ADMIN -> Optional.empty();
            case WRONG_KEY -> Optional.of(ADMIN_ONLY);
            case TOO_MANY_WRONG_KEYS -> Optional.of(TOO_MANY_WRONG_KEYS);
        };
    }
}

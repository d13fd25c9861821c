package dev.watchparty.media.viewer;

import dev.watchparty.media.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses changes and sockets that a page of another site asks for. Where a browser says no `Origin`, or none at all
/// is sent as by curl, nothing is refused. There is no CORS: nobody else's page ever reads an answer.
@Singleton
final class ForeignOrigin {

    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private static final Problem REFUSED =
            new Problem(403, "foreign-origin", "A page of another site may not do this: use this site's own pages.");

    private final ClientAddresses addresses;

    @Inject
    ForeignOrigin(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, Access.FILTER_PRIORITY);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean matters = !SAFE.contains(request.method()) || request.headers().contains(HttpHeaders.UPGRADE);
        boolean foreign = matters && isForeign(request.headers().getAll(HttpHeaders.ORIGIN), addresses.hostOf(request));
        if (foreign) {
            REFUSED.end(context.response());
        } else {
            context.next();
        }
    }

    /// @param origins lines of `Origin`
    /// @param host host and port that the browser asked for
    static boolean isForeign(List<String> origins, Optional<String> host) {
        if (origins.isEmpty()) {
            return false;
        }
        if (origins.size() > 1 || host.isEmpty()) {
            return true;
        }
        try {
            // "null", which a sandboxed frame sends, has no scheme.
            URI origin = new URI(origins.getFirst());
            @Nullable String scheme = origin.getScheme();
            @Nullable String authority = origin.getRawAuthority();
            return scheme == null
                    || authority == null
                    || !withoutDefaultPort(scheme, authority).equals(withoutDefaultPort(scheme, host.get()));
        } catch (URISyntaxException e) {
            return true;
        }
    }

    private static String withoutDefaultPort(String scheme, String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String port = switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http" -> ":80";
            case "https" -> ":443";
            default -> "";
        };
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}

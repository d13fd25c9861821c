package dev.watchparty.media.viewer;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The cookie that makes a browser a viewer: set with the first page, and carried by page, film and socket
/// alike. What others hear of it is a hash. Any thread.
@Singleton
public final class ViewerCookies {

    static final String NAME = "watchparty-viewer";

    private static final Pattern PAGE = Pattern.compile("/|/index\\.html|/admin\\.html|/r/[^/]+/?");
    private static final Duration KEPT = Duration.ofDays(365);

    private final ViewerSeal seal;
    private final ClientAddresses addresses;
    private final SecureRandom random = new SecureRandom();

    @Inject
    ViewerCookies(@ConfigProperty(name = "watchparty.state.dir") Path stateDir, ClientAddresses addresses) {
        this.seal = keptIn(stateDir);
        this.addresses = addresses;
    }

    private static ViewerSeal keptIn(Path stateDir) {
        try {
            return ViewerSeal.kept(stateDir.resolve("viewer-secret"));
        } catch (IOException e) {
            throw new ConfigurationException("watchparty.state.dir (WATCHPARTY_STATE_DIR) is \"" + stateDir
                    + "\": it must be a folder that the media service may read and write (" + e + ")");
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::welcome, Access.FILTER_PRIORITY);
    }

    /// Public name of the viewer who asks; none without a cookie of ours.
    public Optional<String> viewerOf(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(NAME))
                .map(Cookie::getValue)
                .flatMap(seal::open);
    }

    /// What stands for a text towards others, who cannot find it out by trying; always the same while the secret lasts.
    public String pseudonymOf(String text) {
        return seal.pseudonym(text);
    }

    private void welcome(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method().equals(HttpMethod.GET)
                && PAGE.matcher(request.path()).matches()
                && viewerOf(request).isEmpty()) {
            context.response()
                    .addCookie(Cookie.cookie(NAME, seal.make(random))
                            .setPath("/")
                            .setHttpOnly(true)
                            .setSameSite(CookieSameSite.LAX)
                            .setSecure(addresses.isSecure(request))
                            .setMaxAge(KEPT.toSeconds()));
        }
        context.next();
    }
}

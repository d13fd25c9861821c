package dev.watchparty.sync.peer;

import dev.watchparty.sync.settings.BadSetting;
import dev.watchparty.sync.viewer.Secret;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The media service: where it is, and how to tell it from everybody else. Any thread.
@Startup
@Singleton
public final class Peer {

    private static final String URL_KEY = "watchparty.peer.url";

    private final URI url;
    private final Secret secret;
    private final String authorization;
    private final Duration pullInterval;

    Peer(PeerSettings settings) {
        this.url = url(settings.url());
        String shared = settings.secret()
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> BadSetting.missing(
                        "watchparty.peer.secret", "WATCHPARTY_PEER_SECRET", "the secret that both services share"));
        this.secret = new Secret(shared);
        this.authorization = "Bearer " + shared;
        this.pullInterval = settings.pullInterval();
        if (pullInterval.toMillis() < 100 || pullInterval.toHours() > 0) {
            throw BadSetting.refused("watchparty.peer.pull-interval", pullInterval, "from 100ms to 1h");
        }
    }

    /// Absolute, http or https, without a path of its own.
    public URI url() {
        return url;
    }

    public Duration pullInterval() {
        return pullInterval;
    }

    /// What a request shows the peer, as the value of its `Authorization` header.
    public String authorization() {
        return authorization;
    }

    /// Whether the peer sent the request.
    ///
    /// @param authorization the header's value, null where it was not sent
    public boolean admits(@Nullable String authorization) {
        return secret.matches(Secret.bearer(authorization));
    }

    /// Why it did not answer, for a line of the log.
    public static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text.strip());
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below, together with the other ways to be no address.
        }
        throw BadSetting.refused(URL_KEY, text, "the media service's address, such as http://127.0.0.1:3000");
    }
}

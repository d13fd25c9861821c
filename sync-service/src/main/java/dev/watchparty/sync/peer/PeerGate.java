package dev.watchparty.sync.peer;

import dev.watchparty.sync.viewer.Secret;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Tells the media service from everybody else. Any thread.
@Singleton
public final class PeerGate {

    private final Secret secret;

    PeerGate(PeerSettings settings) {
        this.secret = new Secret(settings.secret());
    }

    /// Whether the peer sent the request.
    ///
    /// @param authorization the header's value, null where it was not sent
    public boolean admits(@Nullable String authorization) {
        return secret.matches(Secret.bearer(authorization));
    }
}

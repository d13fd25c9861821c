package dev.watchparty.sync.peer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// The media service.
@ConfigMapping(prefix = "watchparty.peer")
interface PeerSettings {

    /// Where it is.
    String url();

    /// Shared by the two services and nobody else; required.
    Optional<String> secret();

    /// How often it is asked what is staged. A push gets there sooner, so this only heals what went wrong.
    @WithDefault("30s")
    Duration pullInterval();
}

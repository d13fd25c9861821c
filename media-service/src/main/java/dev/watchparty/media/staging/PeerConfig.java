package dev.watchparty.media.staging;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

@ConfigMapping(prefix = "watchparty.peer")
interface PeerConfig {

    /// Where the sync service listens.
    URI url();

    /// Shared with the sync service; the launcher makes one for each run.
    String secret();
}

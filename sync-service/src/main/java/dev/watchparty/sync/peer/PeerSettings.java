package dev.watchparty.sync.peer;

import io.smallrye.config.ConfigMapping;
import java.net.URI;

/// The media service.
@ConfigMapping(prefix = "watchparty.peer")
interface PeerSettings {

    /// Where it is.
    URI url();

    /// Shared by the two services and nobody else.
    String secret();
}

package dev.watchparty.sync.viewer;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/// Whose word about the client is taken.
@ConfigMapping(prefix = "watchparty.proxy")
interface ProxySettings {

    /// Addresses or blocks (`10.0.0.0/8`) of proxies whose forwarding headers are believed; empty for nobody's.
    Optional<List<String>> trusted();
}

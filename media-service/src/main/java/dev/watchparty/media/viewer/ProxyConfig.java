package dev.watchparty.media.viewer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.List;
import java.util.Optional;

/// Which peers may tell for whom they ask.
@ConfigMapping(prefix = "watchparty.proxy")
interface ProxyConfig {

    /// Blocks of addresses whose forwarding headers are believed; empty believes nobody. By default the machine itself,
    /// where cloudflared runs.
    Optional<List<@WithConverter(CidrConverter.class) Cidr>> trusted();
}

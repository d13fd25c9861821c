package dev.watchparty.sync.socket;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What one client may ask of the service.
@ConfigMapping(prefix = "watchparty.socket")
interface SocketSettings {

    /// Connections from one address: enough for everybody behind one home router, and for a tunnel that was not
    /// named among the trusted proxies.
    @WithDefault("100")
    int maxPerAddress();

    /// Protocol-level pings: idle sockets are cut after about 100 s on the way, and a connection that answers
    /// none of two is gone.
    @WithDefault("20s")
    Duration pingInterval();
}

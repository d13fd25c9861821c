package dev.watchparty.sync.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How much the service takes on.
@ConfigMapping(prefix = "watchparty.rooms")
interface RoomSettings {

    /// Rooms that may exist, `main` among them. Each costs a timer and a file, so the default is far above what
    /// a home needs and far below what would hurt.
    @WithDefault("100")
    int max();

    /// Connections that a room takes; a broadcast goes to each of them.
    @WithDefault("250")
    int maxConnections();
}

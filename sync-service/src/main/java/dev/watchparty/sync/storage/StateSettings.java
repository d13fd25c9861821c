package dev.watchparty.sync.storage;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// Where the service keeps what must survive it.
@ConfigMapping(prefix = "watchparty.state")
interface StateSettings {

    /// Folder of both services' state; this one writes only below `sync`.
    Path dir();
}

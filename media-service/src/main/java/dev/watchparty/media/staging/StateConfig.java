package dev.watchparty.media.staging;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

@ConfigMapping(prefix = "watchparty.state")
interface StateConfig {

    /// What must survive a restart. Made at start where it is absent.
    Path dir();
}

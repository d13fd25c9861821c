package dev.watchparty.media.library;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

@ConfigMapping(prefix = "watchparty.media")
interface LibraryConfig {

    /// The media folder. It may be absent: a disk that is plugged in later needs no restart.
    Path root();
}

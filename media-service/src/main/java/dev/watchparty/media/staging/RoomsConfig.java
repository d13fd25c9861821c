package dev.watchparty.media.staging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// One setting for both services: a film cannot be staged into a room that the sync service would not make.
@ConfigMapping(prefix = "watchparty.rooms")
interface RoomsConfig {

    /// Rooms that may exist. Each costs a folder, an announcement and a row in the sync service's pull.
    @WithDefault("100")
    @Min(1)
    @Max(10_000)
    int max();
}

package dev.watchparty.media.viewer;

import io.smallrye.config.ConfigMapping;

/// `ADMIN_KEY` of the note.
@ConfigMapping(prefix = "watchparty.admin")
interface AdminConfig {

    /// Whoever presents it may do everything. Required: the launcher makes one, the service never does.
    String key();
}

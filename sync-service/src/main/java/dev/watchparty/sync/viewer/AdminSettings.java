package dev.watchparty.sync.viewer;

import io.smallrye.config.ConfigMapping;

/// Who the host is.
@ConfigMapping(prefix = "watchparty.admin")
interface AdminSettings {

    /// Shared by those who may stage and control; the note's `ADMIN_KEY`.
    String key();
}

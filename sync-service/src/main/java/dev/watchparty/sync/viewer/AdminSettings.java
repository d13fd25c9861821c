package dev.watchparty.sync.viewer;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Who the host is.
@ConfigMapping(prefix = "watchparty.admin")
interface AdminSettings {

    /// Shared by those who may stage and control; the note's `ADMIN_KEY`, required.
    Optional<String> key();
}

package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Why the next film is not on although its time has come, as a stable word for programs.
public enum StuckReason {
    /// The media service cannot be reached.
    NO_ANSWER,
    /// The media service was asked, and says neither yes nor no.
    NOT_TOLD,
    /// The media folder is not there.
    LIBRARY_AWAY,
    /// The media service may not read the film, or its disk does not.
    UNREADABLE,
    /// The state folder takes no more.
    NOT_KEPT,
    /// Something else, which the services' logs tell.
    REFUSED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

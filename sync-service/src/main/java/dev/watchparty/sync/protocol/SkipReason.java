package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Why a film was taken off the queue, as a stable word for programs; the media service's own word for it.
public enum SkipReason {
    NO_SUCH_FILE,
    NOT_A_VIDEO,
    /// No file of the library can be called so.
    BAD_PATH,
    /// Something still writes the file.
    STILL_WRITTEN;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The film that a room watches.
///
/// @param path below the media root, with `/` between folders
/// @param url where its bytes are, relative to the front door, with the etag as `v`
/// @param durationSeconds absent where the container does not tell
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StagedFilm(
        String etag, String path, String url, @Nullable Double durationSeconds) {

    public StagedFilm {
        if (durationSeconds != null && !(durationSeconds > 0 && Double.isFinite(durationSeconds))) {
            throw new IllegalArgumentException("not a duration: " + durationSeconds);
        }
    }
}

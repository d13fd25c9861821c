package dev.watchparty.media.library;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A line of `GET /api/media`.
///
/// @param path below the media root, as `/api/media` and `/api/stage` take it
/// @param sizeBytes absent for a directory
/// @param modifiedAt milliseconds since the epoch
/// @param contentType absent for a directory
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entry(
        String path,
        String name,
        Type type,
        @Nullable Long sizeBytes,
        long modifiedAt,
        @Nullable String contentType) {

    public enum Type {
        @JsonProperty("directory")
        DIRECTORY,
        @JsonProperty("file")
        FILE
    }
}

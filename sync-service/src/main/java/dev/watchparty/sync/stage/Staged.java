package dev.watchparty.sync.stage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.timeline.Timeline;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// What is staged, as the media service says it (`deploy/contracts/staged.json`); a room needs only these
/// fields.
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection
record Staged(
        @JsonProperty(required = true) String path,
        @JsonProperty(required = true) String etag,
        @JsonProperty(required = true) String url,
        @JsonProperty(required = true) long stageRevision,
        @Nullable Double durationSeconds) {

    private static final int MAX_CHARACTERS = 10_000;

    Staged {
        for (String text : new String[] {path, etag, url}) {
            if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
                throw new IllegalArgumentException("path, etag and url are to have 1 to 10,000 characters");
            }
        }
        if (stageRevision < 1) {
            throw new IllegalArgumentException("stageRevision is to be positive: " + stageRevision);
        }
    }

    /// A duration that no film has counts as unknown.
    StagedFilm film() {
        Double duration = durationSeconds;
        boolean known = duration != null && duration > 0 && Timeline.isPosition(duration);
        return new StagedFilm(etag, path, url, known ? duration : null);
    }
}

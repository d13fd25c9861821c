package dev.watchparty.media.staging;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a room watches, as `GET /api/staged` and the stage event tell it.
///
/// @param updatedAt milliseconds since the epoch
/// @param url where it is played, relative to the front door
/// @param problem what is wrong with the file on disk, absent where nothing is
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StagedView(
        String path,
        String etag,
        long updatedAt,
        long stageRevision,
        long sizeBytes,
        String url,
        @Nullable Double durationSeconds,
        List<String> codecs,
        String sampleHash,
        @Nullable FileProblem problem) {

    static StagedView of(StagedFile staged, @Nullable FileProblem problem) {
        return new StagedView(
                staged.path(),
                staged.etag(),
                staged.updatedAt().toEpochMilli(),
                staged.stageRevision(),
                staged.sizeBytes(),
                staged.url(),
                staged.durationSeconds(),
                staged.codecs(),
                staged.sampleHash(),
                problem);
    }
}

package dev.watchparty.media.staging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.watchparty.media.subtitles.SubtitleTrack;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a room watches, as `GET /api/staged` and the stage event tell it.
///
/// @param updatedAt milliseconds since the epoch
/// @param url where it is played, relative to the front door
/// @param subtitles files beside the film, absent where there are none; the stage event never tells them, because they
/// come and go while a film is staged
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
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Subtitles> subtitles,
        @Nullable FileProblem problem) {

    /// One of the film's subtitle files.
    ///
    /// @param url where it is read as WebVTT, relative to the front door
    /// @param language BCP 47 tag, absent where the file's name has none
    /// @param label what else the file's name says, may be empty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Subtitles(String url, @Nullable String language, String label) {

        static Subtitles of(StagedFile staged, SubtitleTrack track) {
            return new Subtitles(staged.subtitlesUrl(track.key()), track.language(), track.label());
        }
    }

    static StagedView of(StagedFile staged, List<SubtitleTrack> subtitles, @Nullable FileProblem problem) {
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
                subtitles.stream().map(track -> Subtitles.of(staged, track)).toList(),
                problem);
    }
}

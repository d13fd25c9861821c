package dev.watchparty.media.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a film's container tells about it.
///
/// @param durationSeconds above 0 and finite; absent where the container does not tell
/// @param codecs of the video and sound tracks, each once, in the order of the tracks: by RFC 6381 where the codec has
/// a name there, else the container's own name; empty where nothing is known. Letters, digits and `._/-` only
public record ContainerInfo(Format format, @Nullable Double durationSeconds, List<String> codecs, Index index) {

    static final ContainerInfo UNKNOWN = new ContainerInfo(Format.UNKNOWN, null, List.of(), new Index.Unknown());

    /// By what the file's first bytes say, whatever its name.
    public enum Format {
        MP4,
        QUICKTIME,
        MATROSKA,
        WEBM,
        UNKNOWN
    }

    public ContainerInfo {
        if (durationSeconds != null && !(durationSeconds > 0 && Double.isFinite(durationSeconds))) {
            throw new IllegalArgumentException("no duration: " + durationSeconds);
        }
        codecs = List.copyOf(codecs);
    }
}

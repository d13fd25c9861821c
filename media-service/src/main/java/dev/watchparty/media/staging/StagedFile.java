package dev.watchparty.media.staging;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file that a room watches, as it was when it was staged. Delivery compares the file on disk with it, so that the
/// bytes of one etag never come from two files.
///
/// @param path below the media root, with `/` between folders
/// @param file the resolved file, free of symlinks
/// @param etag opaque, hexadecimal, without quotes; changes with path, size and modification time
/// @param stageRevision grows with each stage of the room, `max(last + 1, epoch milliseconds)`
/// @param modifiedAt to the nanosecond where the file system tells
/// @param fileKey the file system's identity of the file (device and inode), absent where it has none
/// @param contentType true media type of the file
/// @param durationSeconds absent where the container does not tell
/// @param codecs RFC 6381 names where known, empty where not
/// @param sampleHash SHA-256 in hexadecimal over the size and the first, middle and last MiB
public record StagedFile(
        RoomName room,
        String path,
        Path file,
        String etag,
        Instant updatedAt,
        long stageRevision,
        long sizeBytes,
        Instant modifiedAt,
        @Nullable String fileKey,
        String contentType,
        @Nullable Double durationSeconds,
        List<String> codecs,
        String sampleHash) {

    public StagedFile {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("negative size of " + path + ": " + sizeBytes);
        }
        codecs = List.copyOf(codecs);
    }

    /// Where pages play it, relative to the front door. Without extension: a CDN edge that takes `.mkv` for cacheable
    /// may
    /// strip `Range` and pull the whole file.
    public String url() {
        String prefix = room.equals(RoomName.MAIN) ? "/media/" : "/media/" + room + "/";
        return prefix + "current?v=" + etag;
    }
}

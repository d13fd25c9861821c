package dev.watchparty.media.staging;

import dev.watchparty.media.container.Index;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
/// @param index where the container's index lies
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
        Index index,
        String sampleHash) {

    public StagedFile {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("negative size of " + path + ": " + sizeBytes);
        }
        codecs = List.copyOf(codecs);
    }

    /// Whether a file with these attributes is the staged one by size, modification time and identity. Equal bytes
    /// under another identity (a disk mounted again, a copy that kept its time) are told apart by [FileWatch]
    /// alone.
    public boolean isAsStaged(BasicFileAttributes onDisk) {
        return hasSizeAndTimeOf(onDisk) && (fileKey == null || fileKey.equals(keyOf(onDisk)));
    }

    boolean hasSizeAndTimeOf(BasicFileAttributes onDisk) {
        return sizeBytes == onDisk.size()
                && modifiedAt.equals(onDisk.lastModifiedTime().toInstant());
    }

    /// The file system's identity of a file, as [#fileKey] keeps it.
    static @Nullable String keyOf(BasicFileAttributes onDisk) {
        Object key = onDisk.fileKey();
        return key == null ? null : key.toString();
    }

    /// The same stage, found at another place or under another identity.
    StagedFile foundAs(Path foundFile, @Nullable String foundKey) {
        return new StagedFile(
                room,
                path,
                foundFile,
                etag,
                updatedAt,
                stageRevision,
                sizeBytes,
                modifiedAt,
                foundKey,
                contentType,
                durationSeconds,
                codecs,
                index,
                sampleHash);
    }

    /// Where pages play it, relative to the front door. Without extension: a CDN edge that takes `.mkv` for cacheable
    /// may strip `Range` and pull the whole file.
    public String url() {
        return folderUrl() + "current?v=" + etag;
    }

    /// Where pages read a subtitle file beside it, relative to the front door.
    ///
    /// @param key of a [dev.watchparty.media.subtitles.SubtitleTrack]
    String subtitlesUrl(String key) {
        return folderUrl() + "subtitles/"
                + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20") + "?v=" + etag;
    }

    private String folderUrl() {
        return room.equals(RoomName.MAIN) ? "/media/" : "/media/" + room + "/";
    }
}

package dev.watchparty.media.library;

import dev.watchparty.media.problem.Problem;
import java.nio.file.Path;

/// What a path from outside stands for.
public sealed interface Resolution {

    /// A video file, by the extension of its name.
    ///
    /// @param path below the media root, with `/` between folders
    /// @param file free of symlinks, inside the media root
    record Film(String path, Path file, VideoType type) implements Resolution {}

    /// A folder, the media root included.
    ///
    /// @param path below the media root, with `/` between folders; empty for the root
    /// @param folder free of symlinks, inside the media root
    record Folder(String path, Path folder) implements Resolution {}

    /// Why a path stands for nothing, or for nothing that can be listed. A symlink that leaves the root is told as
    /// missing, so that nobody learns from the
    /// difference what lies outside.
    enum Refusal implements Resolution, Listing {
        MALFORMED(
                400,
                "bad-path",
                "The path must lie below the media folder: folder and file names with / between them, no .., no \\."),
        MISSING(404, "no-such-file", "There is no such file or folder in the media folder; it may have been moved."),
        NOT_A_VIDEO(400, "not-a-video", "This is not a video file; the ones that can be shown are in the list."),
        NOT_A_FOLDER(400, "not-a-folder", "This is a file; only folders can be listed."),
        TOO_MANY_ENTRIES(
                422,
                "too-many-entries",
                "This folder holds more than 100,000 films and folders: spread them over several folders."),
        UNREADABLE(
                503,
                "unreadable",
                "The media service cannot read this: check the permissions, and that the disk is well."),
        LIBRARY_AWAY(
                503,
                "library-away",
                "The media folder is not there: plug in or mount its disk, or point WATCHPARTY_MEDIA_ROOT at it.");

        private final int status;
        private final String code;
        private final String detail;

        Refusal(int status, String code, String detail) {
            this.status = status;
            this.code = code;
            this.detail = detail;
        }

        public Problem problem() {
            return new Problem(status, code, detail);
        }
    }
}

package dev.watchparty.media.library;

import java.util.Locale;
import java.util.Optional;

/// Kinds of video files by the extension of their names.
public enum VideoType {
    // RFC 9559 registers video/matroska, yet browsers' canPlayType and players know the older name.
    MATROSKA("video/x-matroska"),
    WEBM("video/webm"),
    MP4("video/mp4"),
    QUICKTIME("video/quicktime"),
    AVI("video/x-msvideo"),
    MPEG_TRANSPORT_STREAM("video/mp2t"),
    MPEG("video/mpeg"),
    OGG("video/ogg");

    private final String contentType;

    VideoType(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /// The type that the extension of a file name promises, if it is a video's.
    public static Optional<VideoType> ofName(String fileName) {
        int dot = fileName.lastIndexOf('.');
        if (dot <= 0) {
            return Optional.empty();
        }
        return switch (fileName.substring(dot + 1).toLowerCase(Locale.ROOT)) {
            case "mkv" -> Optional.of(MATROSKA);
            case "webm" -> Optional.of(WEBM);
            case "mp4", "m4v" -> Optional.of(MP4);
            case "mov" -> Optional.of(QUICKTIME);
            case "avi" -> Optional.of(AVI);
            case "ts", "m2ts" -> Optional.of(MPEG_TRANSPORT_STREAM);
            case "mpg", "mpeg" -> Optional.of(MPEG);
            case "ogv" -> Optional.of(OGG);
            default -> Optional.empty();
        };
    }
}

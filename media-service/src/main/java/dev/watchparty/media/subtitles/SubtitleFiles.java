package dev.watchparty.media.subtitles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Finds and reads the subtitle files of the media folder. Everything here reads the disk and may block: never call it
/// from an event loop.
///
/// Only real files below the root are found: a symlink that leads out of it is none.
public final class SubtitleFiles {

    /// Tracks of one film; a menu of more helps nobody.
    static final int MAX_TRACKS = 64;

    /// Text of one track. A long film's dialogue is a tenth of it.
    static final int MAX_BYTES = 4 << 20;

    private static final int MAX_ENTRIES = 100_000;

    private final Path root;

    /// @param root the media folder, which may be absent
    public SubtitleFiles(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /// What became of the attempt to read a track.
    public sealed interface Reading {

        /// The track as WebVTT.
        record Text(String webVtt) implements Reading {}

        record Missing() implements Reading {}

        /// Larger than [#MAX_BYTES], or no text with cues.
        record Unreadable() implements Reading {}
    }

    /// The tracks beside a film, by key; none where its folder is away.
    ///
    /// @param filmPath below the root, with `/` between folders
    public List<SubtitleTrack> beside(String filmPath) {
        List<SubtitleTrack> tracks = new ArrayList<>();
        Path folder = Objects.requireNonNull(root.resolve(filmPath).getParent(), filmPath);
        String filmName = filmPath.substring(filmPath.lastIndexOf('/') + 1);
        int left = MAX_ENTRIES;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (--left < 0) {
                    break;
                }
                Optional<SubtitleTrack> track =
                        SubtitleTrack.of(filmName, entry.getFileName().toString());
                if (track.isPresent() && real(entry).isPresent()) {
                    tracks.add(track.get());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        tracks.sort(Comparator.comparing(SubtitleTrack::key));
        return List.copyOf(tracks.subList(0, Math.min(tracks.size(), MAX_TRACKS)));
    }

    /// Reads one track.
    ///
    /// @param filmPath below the root, with `/` between folders
    /// @param key of a [SubtitleTrack]; any other text names nothing
    /// @throws IOException where the disk fails, with the path
    public Reading read(String filmPath, String key) throws IOException {
        String filmName = filmPath.substring(filmPath.lastIndexOf('/') + 1);
        String stem = filmName.substring(0, filmName.lastIndexOf('.') + 1);
        if (key.contains("/") || key.contains("\\")) {
            return new Reading.Missing();
        }
        Optional<SubtitleTrack> track = SubtitleTrack.of(filmName, stem + key);
        if (track.isEmpty()) {
            return new Reading.Missing();
        }
        try {
            Optional<Path> file = real(root.resolve(filmPath).resolveSibling(stem + key));
            if (file.isEmpty()) {
                return new Reading.Missing();
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file.get())) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
            if (bytes.length > MAX_BYTES) {
                return new Reading.Unreadable();
            }
            return WebVtt.of(SubtitleText.decode(bytes), track.get().isSubRip())
                    .<Reading>map(Reading.Text::new)
                    .orElseGet(Reading.Unreadable::new);
        } catch (NoSuchFileException | InvalidPathException e) {
            return new Reading.Missing();
        } catch (IOException e) {
            throw new IOException("cannot read subtitles " + key + " of " + filmPath, e);
        }
    }

    /// The regular file behind a path, where it lies below the root.
    private Optional<Path> real(Path path) throws IOException {
        try {
            Path real = path.toRealPath();
            return real.startsWith(root.toRealPath()) && Files.isRegularFile(real)
                    ? Optional.of(real)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}

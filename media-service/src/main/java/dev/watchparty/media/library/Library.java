package dev.watchparty.media.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.watchparty.media.library.Listing.Entries;
import dev.watchparty.media.library.Resolution.Film;
import dev.watchparty.media.library.Resolution.Folder;
import dev.watchparty.media.library.Resolution.Refusal;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The media folder. Everything here reads the disk and may block for as long as the disk takes: never call it from an
/// event loop.
///
/// A path from outside is taken apart by its text first (no `..`, nothing absolute, nothing hidden), then joined to the
/// root and resolved to the real file, which must still lie inside the real root. What is handed on is the real file,
/// so that a symlink changed later leads nowhere else.
@Singleton
public final class Library {

    private static final Logger LOG = Logger.getLogger(Library.class);

    private static final int MAX_PATH_CHARACTERS = 4096;

    /// What common file systems allow; beyond it they answer with an error that looks like a broken disk's.
    private static final int MAX_NAME_BYTES = 255;

    /// Keeps one answer to some 30 MB, whatever lies in a folder.
    private static final int MAX_ENTRIES = 100_000;

    private static final Comparator<Line> BY_TYPE_AND_NAME =
            Comparator.comparing((Line line) -> line.entry().type()).thenComparing(Line::key, NaturalOrder.KEYS);

    private final Path root;

    @Inject
    Library(LibraryConfig config) {
        this(config.root());
    }

    Library(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /// The media folder as configured, absolute; it may be absent.
    public Path root() {
        return root;
    }

    void warnOfWhatHidesFilms(@Observes StartupEvent started) {
        if (!Files.isDirectory(root)) {
            LOG.warnf("The media folder %s is not there; it is looked for again with each request", root);
        }
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (!encoding.equalsIgnoreCase("UTF-8") && File.separatorChar == '/') {
            LOG.warnf(
                    "File names are read as %s: films with other letters in their names are not found; start with LC_ALL=C.UTF-8",
                    encoding);
        }
    }

    /// Finds what a path from outside stands for. Empty is the root; a slash at the end and doubled ones are forgiven.
    public Resolution resolve(String requested) {
        Optional<List<String>> names = names(requested);
        if (names.isEmpty()) {
            return Refusal.MALFORMED;
        }
        Path realRoot;
        try {
            realRoot = root.toRealPath();
        } catch (IOException e) {
            LOG.debugf(e, "Media folder %s is away", root);
            return Refusal.LIBRARY_AWAY;
        }
        try {
            return walk(realRoot, names.get());
        } catch (InvalidPathException e) {
            return Refusal.MISSING;
        } catch (IOException e) {
            return refusal(e);
        }
    }

    /// Goes down name by name, so that a symlink out of the root is refused before anything behind it is looked at, and
    /// a file used as a folder is told from a broken disk without parsing an operating system's words.
    private static Resolution walk(Path realRoot, List<String> names) throws IOException {
        Path real = realRoot;
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        for (String name : names) {
            if (!attributes.isDirectory() || name.getBytes(UTF_8).length > MAX_NAME_BYTES) {
                return Refusal.MISSING;
            }
            real = real.resolve(name).toRealPath();
            if (!real.startsWith(realRoot)) {
                return Refusal.MISSING;
            }
            attributes = Files.readAttributes(real, BasicFileAttributes.class);
        }
        String path = String.join("/", names);
        if (attributes.isDirectory()) {
            return new Folder(path, real);
        }
        Optional<VideoType> type = names.isEmpty() ? Optional.empty() : VideoType.ofName(names.getLast());
        return attributes.isRegularFile() && type.isPresent() ? new Film(path, real, type.get()) : Refusal.NOT_A_VIDEO;
    }

    /// Folders and videos directly below a folder, folders first, each in natural order. Hidden ones and symlinks that
    /// leave the root are left out, and so is what vanishes or cannot be read while it is listed.
    Listing list(Folder folder) {
        List<Line> lines = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder.folder())) {
            Path realRoot = root.toRealPath();
            for (Path child : children) {
                Line line = describe(realRoot, folder.path(), child);
                if (line != null) {
                    if (lines.size() == MAX_ENTRIES) {
                        return Refusal.TOO_MANY_ENTRIES;
                    }
                    lines.add(line);
                }
            }
        } catch (DirectoryIteratorException e) {
            return refusal(e);
        } catch (IOException e) {
            return refusal(e);
        }
        lines.sort(BY_TYPE_AND_NAME);
        return new Entries(lines.stream().map(Line::entry).toList());
    }

    private record Line(NaturalOrder.Key key, Entry entry) {}

    private static @Nullable Line describe(Path realRoot, String folder, Path child) {
        String name = child.getFileName().toString();
        if (!isName(name)) {
            return null;
        }
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                Path target = child.toRealPath();
                if (!target.startsWith(realRoot)) {
                    return null;
                }
                attributes = Files.readAttributes(target, BasicFileAttributes.class);
            }
        } catch (IOException e) {
            LOG.debugf(e, "Left out of the list: %s", child);
            return null;
        }
        String path = folder.isEmpty() ? name : folder + "/" + name;
        long modifiedAt = attributes.lastModifiedTime().toMillis();
        if (attributes.isDirectory()) {
            return new Line(
                    NaturalOrder.folderKey(name), new Entry(path, name, Entry.Type.DIRECTORY, null, modifiedAt, null));
        }
        Optional<VideoType> type = VideoType.ofName(name);
        if (!attributes.isRegularFile() || type.isEmpty()) {
            return null;
        }
        return new Line(
                NaturalOrder.fileKey(name),
                new Entry(
                        path,
                        name,
                        Entry.Type.FILE,
                        attributes.size(),
                        modifiedAt,
                        type.get().contentType()));
    }

    private static Refusal refusal(Exception e) {
        if (e instanceof NoSuchFileException) {
            return Refusal.MISSING;
        }
        LOG.warnf("Cannot read in the media folder: %s", e.toString());
        return Refusal.UNREADABLE;
    }

    /// The names that a path is made of, if each may be part of one.
    private static Optional<List<String>> names(String path) {
        if (path.length() > MAX_PATH_CHARACTERS || path.startsWith("/")) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (!isName(name)) {
                return Optional.empty();
            }
            names.add(name);
        }
        return Optional.of(names);
    }

    /// Not hidden (`..` is that, too), no backslash (a separator on Windows), no control characters.
    private static boolean isName(String name) {
        return !name.startsWith(".") && name.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c));
    }
}

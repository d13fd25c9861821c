package dev.watchparty.media.state;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/// Writes files so that a kill or a power cut at any instant leaves the old content or the new one, whole: the new one
/// goes beside its place and to the disk first, then over the old one by its name alone. Blocks; who writes the same
/// file at once sees to it that the writes follow each other.
public final class StateFiles {

    private static final Logger LOG = Logger.getLogger(StateFiles.class);

    private StateFiles() {}

    /// Gives a file new content. On an exception the old one still holds.
    ///
    /// @param file in a folder that is there
    public static void replace(Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            write(beside, content);
            Files.move(beside, file, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
        forceFolderOf(file);
    }

    /// Writes a file that nobody reads yet, and forces it to the disk.
    public static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// Forces what happened to a name, such as a rename, to the disk. That it also outlives a power cut is worth a
    /// wait, not a failure: where it cannot be done, the log says so.
    public static void forceFolderOf(Path name) {
        Path folder = name.toAbsolutePath().getParent();
        if (folder == null || File.separatorChar == '\\') {
            // Windows opens no folders, and journals renames by itself.
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.warnf("Cannot force %s to the disk: a power cut may undo the last change (%s)", folder, e.toString());
        }
    }
}

package dev.watchparty.media.delivery;

import dev.watchparty.media.staging.StagedFile;
import io.vertx.core.buffer.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// The staged file, open and known to be the one that was staged, for as long as a response needs it. While it is held
/// its inode is pinned: no other file can take its key. Opens, reads and checks block; close never does for longer than
/// closing a descriptor takes.
final class HeldFile implements AutoCloseable {

    /// What became of the attempt to open the staged file.
    sealed interface Opening {

        record Held(HeldFile file) implements Opening {}

        /// There is a file, but its size, modification time or key are not the staged ones.
        record Changed() implements Opening {}

        record Missing() implements Opening {}

        /// The media folder, or the file, cannot be read.
        ///
        /// @param cause for the log only
        record Unreachable(IOException cause) implements Opening {}
    }

    private final StagedFile staged;
    private final FileChannel channel;

    private HeldFile(StagedFile staged, FileChannel channel) {
        this.staged = staged;
        this.channel = channel;
    }

    /// @param root the media folder, which may be gone
    static Opening open(StagedFile staged, Path root) {
        try {
            // Looked at before it is opened, because opening a pipe waits for its writer, and after, because in between
            // another file may have taken its place.
            if (!isStaged(staged)) {
                return new Opening.Changed();
            }
            FileChannel channel = FileChannel.open(staged.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            HeldFile held = new HeldFile(staged, channel);
            try {
                if (channel.size() == staged.sizeBytes() && isStaged(staged)) {
                    return new Opening.Held(held);
                }
            } catch (IOException e) {
                held.close();
                throw e;
            }
            held.close();
            return new Opening.Changed();
        } catch (NoSuchFileException e) {
            return Files.isReadable(root) ? new Opening.Missing() : new Opening.Unreachable(e);
        } catch (AccessDeniedException e) {
            return new Opening.Unreachable(e);
        } catch (IOException e) {
            return new Opening.Unreachable(new IOException("cannot open " + staged.file(), e));
        }
    }

    /// The descriptor, to read from by position; not to be closed.
    FileChannel channel() {
        return channel;
    }

    /// Whether the path still names the held file, unchanged. False also where nobody can tell.
    boolean isStillInPlace() {
        try {
            return isStaged(staged);
        } catch (IOException e) {
            return false;
        }
    }

    /// Reads exactly `length` bytes from `position` on.
    ///
    /// @throws EOFException where the file became shorter
    Buffer read(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException(staged.path() + " ends before " + (position + length));
            }
        }
        return Buffer.buffer(bytes.array());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static boolean isStaged(StagedFile staged) throws IOException {
        BasicFileAttributes now =
                Files.readAttributes(staged.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        @Nullable Object key = now.fileKey();
        return now.isRegularFile()
                && now.size() == staged.sizeBytes()
                && now.lastModifiedTime().toInstant().equals(staged.modifiedAt())
                && (staged.fileKey() == null || key == null || staged.fileKey().equals(key.toString()));
    }
}

package dev.watchparty.media.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Bytes of a file, by position.
public interface ByteSource {

    /// How many bytes there are.
    long size();

    /// Reads into the buffer's remaining space from a position on, as a `FileChannel` does.
    ///
    /// @return how many bytes were read, at least 1; -1 at or past the end
    int read(long position, ByteBuffer target) throws IOException;

    /// An open file's bytes.
    static ByteSource of(FileChannel file, long sizeBytes) {
        return new ByteSource() {
            @Override
            public long size() {
                return sizeBytes;
            }

            @Override
            public int read(long position, ByteBuffer target) throws IOException {
                return file.read(target, position);
            }
        };
    }
}

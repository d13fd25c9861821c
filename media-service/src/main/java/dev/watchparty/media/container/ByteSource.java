package dev.watchparty.media.container;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes of a file, by position.
public interface ByteSource {

    /// How many bytes there are.
    long size();

    /// Reads into the buffer's remaining space from a position on, as a `FileChannel` does.
    ///
    /// @return how many bytes were read, at least 1; -1 at or past the end
    int read(long position, ByteBuffer target) throws IOException;
}

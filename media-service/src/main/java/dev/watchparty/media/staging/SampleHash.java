package dev.watchparty.media.staging;

import dev.watchparty.media.digest.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Tells films apart by 3 MiB, whatever their length, so that a viewer's own copy can be compared without reading all
/// of it: SHA-256 over the size (8 bytes, big-endian), then the first MiB, the MiB in the middle, which starts at
/// `(size - 1 MiB) / 2`, and the last MiB. Of a file below 1 MiB each of the three is the whole file.
final class SampleHash {

    static final int SAMPLE_BYTES = 1 << 20;

    private SampleHash() {}

    /// The hash in hexadecimal, 64 characters.
    static String of(FileChannel file, long sizeBytes) throws IOException {
        MessageDigest digest = Sha256.begin();
        int length = (int) Math.min(sizeBytes, SAMPLE_BYTES);
        ByteBuffer sample = ByteBuffer.allocate(Math.max(length, Long.BYTES));
        digest.update(sample.putLong(0, sizeBytes).array(), 0, Long.BYTES);
        for (long start : new long[] {0, (sizeBytes - length) / 2, sizeBytes - length}) {
            sample.clear().limit(length);
            while (sample.hasRemaining()) {
                if (file.read(sample, start + sample.position()) < 0) {
                    throw new EOFException("the file became shorter than " + sizeBytes + " bytes");
                }
            }
            digest.update(sample.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

package dev.watchparty.media.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleHashTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path temp;

    @Test
    void covers_the_size_and_the_first_middle_and_last_mebibyte() throws Exception {
        byte[] bytes = new byte[5 * MIB + 3];
        new Random(3).nextBytes(bytes);
        ByteArrayOutputStream covered = new ByteArrayOutputStream();
        covered.write(ByteBuffer.allocate(8).putLong(bytes.length).array());
        covered.write(bytes, 0, MIB);
        covered.write(bytes, 2 * MIB + 1, MIB);
        covered.write(bytes, 4 * MIB + 3, MIB);

        assertThat(hash(bytes)).isEqualTo(sha256(covered.toByteArray()));
    }

    @Test
    void takes_a_small_file_whole_three_times() throws Exception {
        ByteArrayOutputStream covered = new ByteArrayOutputStream();
        covered.write(new byte[] {0, 0, 0, 0, 0, 0, 0, 3});
        covered.write("abcabcabc".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(hash(new byte[] {'a', 'b', 'c'})).isEqualTo(sha256(covered.toByteArray()));
        assertThat(hash(new byte[0])).isEqualTo(sha256(new byte[8]));
    }

    @Test
    void says_when_the_file_became_shorter() throws IOException {
        Path file = Files.write(temp.resolve("film"), new byte[10]);
        try (FileChannel channel = FileChannel.open(file)) {
            assertThatThrownBy(() -> SampleHash.of(channel, 11)).isInstanceOf(EOFException.class);
        }
    }

    private String hash(byte[] bytes) throws IOException {
        Path file = Files.write(temp.resolve("film"), bytes);
        try (FileChannel channel = FileChannel.open(file)) {
            return SampleHash.of(channel, bytes.length);
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}

package dev.watchparty.media.container;

import static dev.watchparty.media.container.Bytes.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes, reading ends, within its budget, with a value that holds what its type promises.
///
/// In the build the seeds below are run. `JAZZER_FUZZ=1 mvn -pl media-service test -Dtest=ContainerFuzzTest` looks for
/// more from them.
final class ContainerFuzzTest {

    private static final long BUDGET_BYTES = 64 * 1024;

    static Stream<byte[]> seeds() {
        return Stream.of(
                Mp4Films.ordinary(),
                Mp4Films.fragmented(zeros(0), zeros(0), zeros(0)),
                MatroskaFilms.ordinary(),
                Bytes.join(
                        MatroskaFilms.header("webm"), MatroskaFilms.segment(MatroskaFilms.INFO, MatroskaFilms.TRACKS)),
                zeros(64),
                new byte[0]);
    }

    // Jazzer insists on being the last annotation when it looks for more.
    @MethodSource("seeds")
    @FuzzTest
    void any_bytes_end_in_a_value(byte[] file) throws IOException {
        Bytes.Counted counted = new Bytes.Counted(file);
        ContainerInfo info = ContainerReader.read(counted, BUDGET_BYTES);

        if (counted.read > BUDGET_BYTES + 512) {
            throw new AssertionError("read " + counted.read);
        }
        if (info.index() instanceof Index.At at && (at.toByte() > file.length || at.fromByte() >= at.toByte())) {
            throw new AssertionError(at.toString());
        }
        for (String codec : info.codecs()) {
            if (!codec.matches("[A-Za-z0-9._/-]{1,64}")) {
                throw new AssertionError(codec);
            }
        }
    }

    @Test
    void mutated_films_end_in_a_value() throws IOException {
        Random random = new Random(20260102);
        int understood = 0;
        for (byte[] seed : seeds().toList()) {
            for (int round = 0; round < 4_000 && seed.length > 0; round++) {
                byte[] mutated = mutate(seed.clone(), random);
                any_bytes_end_in_a_value(mutated);
                understood += Bytes.read(mutated).codecs().isEmpty() ? 0 : 1;
            }
        }
        assertThat(understood).as("mutations leave something to read").isGreaterThan(4_000);
    }

    /// What breaks parsers: lengths of all ones or zeros, flipped bits, pieces copied elsewhere, an early end.
    private static byte[] mutate(byte[] film, Random random) {
        // The heads of films are a small part of them.
        int reach = random.nextBoolean() ? Math.min(film.length, 1200) : film.length;
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(reach);
            switch (random.nextInt(5)) {
                case 0 -> film[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> film[at] = (byte) random.nextInt();
                case 2 -> java.util.Arrays.fill(film, at, Math.min(film.length, at + 4), (byte) 0xff);
                case 3 -> java.util.Arrays.fill(film, at, Math.min(film.length, at + 4), (byte) 0);
                default -> {
                    int from = random.nextInt(reach);
                    int length = Math.min(random.nextInt(64), film.length - Math.max(at, from));
                    System.arraycopy(film, from, film, at, length);
                }
            }
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(film, random.nextInt(film.length)) : film;
    }
}

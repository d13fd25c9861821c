package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.delivery.Ranges.Satisfiable;
import dev.watchparty.media.delivery.Ranges.Unsatisfiable;
import dev.watchparty.media.delivery.Ranges.Whole;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RangesTest {

    private static final int SIZE = 10_000;

    /// The examples of RFC 9110 14.1.2 are about a representation of 10,000 bytes, too.
    @ParameterizedTest(name = "{2}: {0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            bytes=0-499                   | 0-499          | 14.1.2 the first 500 bytes
            bytes=500-999                 | 500-999        | 14.1.2 the second 500 bytes
            bytes=-500                    | 9500-9999      | 14.1.2 the final 500 bytes
            bytes=9500-                   | 9500-9999      | 14.1.2 the final 500 bytes by position
            bytes=0-0,-1                  | 0-0 9999-9999  | 14.1.2 the first and the last byte only
            bytes= 0-999, 4500-5499, -1000| 0-999 4500-5499 9000-9999 | 14.1.2 the first, middle and last 1000
            bytes=500-600,601-999         | 500-999        | 14.1.2 several ways to say the second 500
            bytes=500-700,601-999         | 500-999        | 14.1.2 several ways to say the second 500
            bytes=0-                      | 0-9999         | 14.1.1 without last-pos to the end
            bytes=9999-                   | 9999-9999      | the last byte
            bytes=0-9999                  | 0-9999         | the exact whole is still a range
            bytes=9990-10000              | 9990-9999      | 14.1.2 last-pos at the end is clamped
            bytes=9990-99999999999999999999999 | 9990-9999 | last-pos beyond 2^63 is clamped
            bytes=0-9223372036854775807   | 0-9999         | last-pos of 2^63-1
            bytes=00000000000000000000005-7 | 5-7          | leading zeros
            bytes=-10001                  | 0-9999         | 14.1.2 a suffix longer than the representation is all of it
            bytes=-99999999999999999999   | 0-9999         | a suffix beyond 2^63
            bytes=20000-,0-1              | 0-1            | 14.1.2 what is unsatisfiable falls out of a set
            bytes=-0,0-1              | 0-1            | 14.1.2 a suffix of length 0 is unsatisfiable
            bytes=,, 0-1 ,,               | 0-1            | 5.6.1.2 empty list elements
            BYTES=0-1                     | 0-1            | 14.1 units are case-insensitive
            bytes=5000-5001,0-1           | 5000-5001 0-1  | 15.3.7.2 in the order asked for
            bytes=7-8,0-1,2-3,0-5         | 7-8 0-5        | 15.3.7.2 coalesced where the first was asked for
            bytes=0-9,0-9,0-9             | 0-9            | the same thrice is sent once
            bytes=0-1,3-4                 | 0-1 3-4        | a byte that nobody asked for is not sent
            """)
    void whatCanBeServedIsServedExactly(String field, String served, String rule) {
        assertThat(Ranges.of(List.of(field), SIZE)).isEqualTo(new Satisfiable(ranges(served)));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            bytes=10000-                   | 14.1.2 first-pos at the length
            bytes=10000-10001              | 14.1.2 first-pos at the length
            bytes=-0                       | 14.1.2 a suffix of length 0
            bytes=9223372036854775807-     | first-pos of 2^63-1
            bytes=9223372036854775808-     | first-pos of 2^63
            bytes=99999999999999999999999- | first-pos beyond 2^63
            bytes=10000-,20000-,-0         | nothing of a set
            """)
    void whatCannotBeSatisfiedIsRefused(String field, String rule) {
        assertThat(Ranges.of(List.of(field), SIZE)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            bytes=abc           | 14.1.1 no range-spec
            bytes=5-2           | 14.1.1 last-pos before first-pos
            bytes=0-1,5-2       | 14.1.1 one invalid range-spec makes the set invalid
            bytes=0-1;2-3       | no list
            bytes=0-1 2-3       | no list
            bytes=0--1          | two dashes
            bytes=--1           | two dashes
            bytes=-             | neither position
            bytes=+1-2          | a sign
            bytes=1-+2          | a sign
            bytes=0x1-0x2       | not decimal
            bytes=1.0-2.0       | not an integer
            bytes=١-٢           | digits, but not ASCII
            bytes=              | 14.1.1 an empty range-set
            bytes=,             | 14.1.1 an empty range-set
            bytes               | no range-set
            bytes 0-1           | the form of Content-Range
            bytes =0-1          | 14.1.1 no space before =
            items=0-1           | 14.2 an unknown range unit
            =0-1                | no unit
            """)
    void whatIsNoValidBytesSpecifierIsIgnored(String field, String rule) {
        assertThat(Ranges.of(List.of(field), SIZE)).isEqualTo(new Whole());
    }

    @Test
    void absentOrRepeatedFieldsAreIgnored() {
        assertThat(Ranges.of(List.of(), SIZE)).isEqualTo(new Whole());
        assertThat(Ranges.of(List.of(""), SIZE)).isEqualTo(new Whole());
        assertThat(Ranges.of(List.of("bytes=0-1", "bytes=2-3"), SIZE)).isEqualTo(new Whole());
    }

    @Test
    void anEmptyRepresentationHasNoSatisfiableRange() {
        assertThat(Ranges.of(List.of("bytes=0-"), 0)).isEqualTo(new Unsatisfiable());
        assertThat(Ranges.of(List.of("bytes=-1"), 0)).isEqualTo(new Unsatisfiable());
    }

    @Test
    void positionsBeyondTwoToThe31AreExact() {
        long size = 7_000_000_000_000L;

        assertThat(Ranges.of(List.of("bytes=6999999999990-"), size))
                .isEqualTo(new Satisfiable(List.of(new ByteRange(6_999_999_999_990L, 6_999_999_999_999L))));
    }

    @Test
    void tenThousandScatteredRangesAreRefusedAndTenThousandTouchingOnesAreOne() {
        assertThat(Ranges.of(List.of(field(i -> i * 3 + "-" + i * 3)), 1_000_000))
                .isEqualTo(new Unsatisfiable());
        assertThat(Ranges.of(List.of(field(i -> i + "-" + i)), 1_000_000))
                .isEqualTo(new Satisfiable(List.of(new ByteRange(0, 9_999))));
        assertThat(Ranges.of(List.of(field(i -> "0-")), 1_000_000))
                .isEqualTo(new Satisfiable(List.of(new ByteRange(0, 999_999))));
    }

    @Test
    void asManyPartsAsTheBoundAreServedAndOneMoreIsNot() {
        List<String> specs = IntStream.range(0, Ranges.MAX_PARTS + 1)
                .mapToObj(i -> i * 10 + "-" + (i * 10 + 4))
                .collect(Collectors.toCollection(ArrayList::new));

        assertThat(Ranges.of(List.of("bytes=" + String.join(",", specs)), SIZE)).isEqualTo(new Unsatisfiable());
        specs.removeLast();
        assertThat(Ranges.of(List.of("bytes=" + String.join(",", specs)), SIZE))
                .isInstanceOfSatisfying(
                        Satisfiable.class, served -> assertThat(served.ranges()).hasSize(Ranges.MAX_PARTS));
    }

    @Test
    void anySetOfRangesIsServedAsTheBytesThatItNamesEachOnce() {
        Random random = new Random(20_261_122);
        for (int run = 0; run < 5_000; run++) {
            int size = 1 + random.nextInt(200);
            BitSet asked = new BitSet();
            List<String> specs = new ArrayList<>();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                int first = random.nextInt(250);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        int last = first + random.nextInt(60);
                        specs.add(first + "-" + last);
                        asked.set(Math.min(first, size), Math.min(last + 1, size));
                    }
                    case 1 -> {
                        specs.add(first + "-");
                        asked.set(Math.min(first, size), size);
                    }
                    default -> {
                        specs.add("-" + first);
                        asked.set(Math.max(0, size - first), size);
                    }
                }
            }
            String field = "bytes=" + String.join(",", specs);

            BitSet served = new BitSet();
            long bytes = 0;
            switch (Ranges.of(List.of(field), size)) {
                case Whole() -> throw new AssertionError("ignored: " + field);
                case Unsatisfiable() -> {}
                case Satisfiable(List<ByteRange> ranges) -> {
                    for (ByteRange range : ranges) {
                        served.set((int) range.first(), (int) range.last() + 1);
                        bytes += range.length();
                    }
                }
            }
            assertThat(served).as("%s of %d", field, size).isEqualTo(asked);
            assertThat(bytes).as("%s of %d", field, size).isEqualTo(asked.cardinality());
        }
    }

    @Test
    void noTextWhateverItIsBreaksTheParser() {
        Random random = new Random(42);
        String alphabet = "bytes=0123456789-,; \t\0é٣=*";
        for (int run = 0; run < 50_000; run++) {
            String text = random.ints(random.nextInt(30), 0, alphabet.length())
                    .mapToObj(i -> alphabet.substring(i, i + 1))
                    .collect(Collectors.joining("", run % 2 == 0 ? "bytes=" : "", ""));

            if (Ranges.of(List.of(text), SIZE) instanceof Satisfiable(List<ByteRange> ranges)) {
                assertThat(ranges)
                        .as(text)
                        .allSatisfy(range -> assertThat(range.last()).isLessThan(SIZE));
            }
        }
    }

    private static String field(IntFunction<String> spec) {
        return "bytes=" + IntStream.range(0, 10_000).mapToObj(spec).collect(Collectors.joining(","));
    }

    private static List<ByteRange> ranges(String text) {
        return List.of(text.split(" ")).stream()
                .map(range -> range.split("-"))
                .map(ends -> new ByteRange(Long.parseLong(ends[0]), Long.parseLong(ends[1])))
                .toList();
    }
}

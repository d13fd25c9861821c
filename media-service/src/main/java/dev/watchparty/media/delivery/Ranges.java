package dev.watchparty.media.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a `Range` field asks of a representation of known size (RFC 9110 14.1 and 14.2).
///
/// A field that is no valid `bytes` ranges-specifier is ignored, as 14.2 allows; a valid one of which nothing can be
/// satisfied is refused. Ranges that overlap or touch are coalesced (15.3.7.2), so that no byte is sent twice; what
/// then still has more than [#MAX_PARTS] parts is refused, as 14.2 and 15.5.17 allow: no player asks for that. Work
/// is linear in the field, plus a sort of its ranges.
sealed interface Ranges {

    int MAX_PARTS = 32;

    /// The whole representation: there is no range, or it is to be ignored.
    record Whole() implements Ranges {}

    /// At least one range and at most [#MAX_PARTS], disjoint, inside the representation, in the order asked for.
    record Satisfiable(List<ByteRange> ranges) implements Ranges {
        public Satisfiable {
            ranges = List.copyOf(ranges);
            if (ranges.isEmpty() || ranges.size() > MAX_PARTS) {
                throw new IllegalArgumentException("not a number of parts: " + ranges.size());
            }
        }
    }

    /// Nothing that was asked for exists, or too much was asked for.
    record Unsatisfiable() implements Ranges {}

    /// Reads the field for a representation.
    ///
    /// @param fieldLines the `Range` lines of the request; more than one is no valid field
    /// @param sizeBytes size of the representation, at least 0
    static Ranges of(List<String> fieldLines, long sizeBytes) {
        if (fieldLines.size() != 1) {
            return new Whole();
        }
        String field = fieldLines.getFirst();
        int equals = field.indexOf('=');
        // 14.1: names of range units are case-insensitive. 14.2: an unknown unit is ignored.
        if (equals < 0 || !field.substring(0, equals).equalsIgnoreCase("bytes")) {
            return new Whole();
        }
        List<ByteRange> satisfiable = new ArrayList<>();
        boolean anySpec = false;
        // 5.6.1.2: empty list elements are skipped.
        for (String element : field.substring(equals + 1).split(",", -1)) {
            String spec = element.strip();
            if (spec.isEmpty()) {
                continue;
            }
            Optional<Spec> parsed = Spec.parse(spec);
            if (parsed.isEmpty()) {
                return new Whole();
            }
            anySpec = true;
            parsed.get().on(sizeBytes).ifPresent(satisfiable::add);
        }
        if (!anySpec) {
            return new Whole();
        }
        if (satisfiable.isEmpty()) {
            return new Unsatisfiable();
        }
        List<ByteRange> parts = coalesce(satisfiable);
        return parts.size() > MAX_PARTS ? new Unsatisfiable() : new Satisfiable(parts);
    }

    /// Joins what overlaps or touches; a joined range stands where the first of its ranges was asked for.
    private static List<ByteRange> coalesce(List<ByteRange> asked) {
        record Run(ByteRange range, int place) {}
        List<Run> byFirst = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            byFirst.add(new Run(asked.get(i), i));
        }
        byFirst.sort(Comparator.comparingLong(run -> run.range.first()));
        List<Run> joined = new ArrayList<>();
        for (Run next : byFirst) {
            Run previous = joined.isEmpty() ? null : joined.getLast();
            if (previous != null && next.range.first() - previous.range.last() <= 1) {
                joined.removeLast();
                long last = Math.max(previous.range.last(), next.range.last());
                joined.add(new Run(new ByteRange(previous.range.first(), last), Math.min(previous.place, next.place)));
            } else {
                joined.add(next);
            }
        }
        joined.sort(Comparator.comparingInt(Run::place));
        return joined.stream().map(Run::range).toList();
    }

    /// One range-spec as written (14.1.1): `first-last`, `first-`, or `-suffixLength`.
    sealed interface Spec {

        record Int(long first, long last) implements Spec {}

        record Suffix(long length) implements Spec {}

        static Optional<Spec> parse(String text) {
            int dash = text.indexOf('-');
            if (dash < 0 || !isDigits(text, 0, dash) || !isDigits(text, dash + 1, text.length())) {
                return Optional.empty();
            }
            String first = text.substring(0, dash);
            String last = text.substring(dash + 1);
            if (first.isEmpty()) {
                return last.isEmpty() ? Optional.empty() : Optional.of(new Suffix(saturated(last)));
            }
            Int spec = new Int(saturated(first), last.isEmpty() ? Long.MAX_VALUE : saturated(last));
            // 14.1.1: invalid if the last position is less than the first.
            return spec.last < spec.first ? Optional.empty() : Optional.of(spec);
        }

        /// The bytes it means, none where it is unsatisfiable (14.1.2).
        default Optional<ByteRange> on(long sizeBytes) {
            return switch (this) {
                // 14.1.2: a last position beyond the end means the end.
                case Int(long first, long last) ->
                    first < sizeBytes
                            ? Optional.of(new ByteRange(first, Math.min(last, sizeBytes - 1)))
                            : Optional.empty();
                // 14.1.2: a suffix longer than the representation means all of it; one of length 0 means nothing.
                case Suffix(long length) ->
                    length > 0 && sizeBytes > 0
                            ? Optional.of(new ByteRange(Math.max(0, sizeBytes - length), sizeBytes - 1))
                            : Optional.empty();
            };
        }

        private static boolean isDigits(String text, int from, int to) {
            for (int i = from; i < to; i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return true;
        }

        /// The grammar bounds no number: whatever is beyond a long is beyond any file.
        private static long saturated(String digits) {
            long value = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = digits.charAt(i) - '0';
                if (value > (Long.MAX_VALUE - digit) / 10) {
                    return Long.MAX_VALUE;
                }
                value = value * 10 + digit;
            }
            return value;
        }
    }
}

package dev.watchparty.media.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Conditional fields of a request, and their evaluation in the order of RFC 9110 13.2.2. Each is the lines of its
/// field, empty where it is absent.
record Preconditions(
        List<String> ifMatch,
        List<String> ifUnmodifiedSince,
        List<String> ifNoneMatch,
        List<String> ifModifiedSince,
        List<String> ifRange) {

    static final Preconditions NONE = new Preconditions(List.of(), List.of(), List.of(), List.of(), List.of());

    enum Outcome {
        PERFORM,
        /// The condition on the range is false: the whole is sent.
        PERFORM_WITHOUT_RANGE,
        NOT_MODIFIED,
        FAILED
    }

    /// For GET and HEAD, and a representation that exists.
    ///
    /// @param hasRange whether the request has a `Range` field that its method honours
    Outcome evaluate(Validators current, boolean hasRange, Instant now) {
        // Step 1: If-Match (13.1.1), by strong comparison.
        if (!ifMatch.isEmpty()) {
            EntityTags wanted = EntityTags.parse(ifMatch);
            if (!wanted.any() && wanted.tags().stream().noneMatch(tag -> tag.matchesStrongly(current.etag()))) {
                return Outcome.FAILED;
            }
            // Step 2: If-Unmodified-Since (13.1.4), only without If-Match.
        } else if (date(ifUnmodifiedSince, now)
                .filter(current.lastModified()::isAfter)
                .isPresent()) {
            return Outcome.FAILED;
        }
        // Step 3: If-None-Match (13.1.2), by weak comparison.
        if (!ifNoneMatch.isEmpty()) {
            EntityTags held = EntityTags.parse(ifNoneMatch);
            if (held.any() || held.tags().stream().anyMatch(tag -> tag.matchesWeakly(current.etag()))) {
                return Outcome.NOT_MODIFIED;
            }
            // Step 4: If-Modified-Since (13.1.3), only without If-None-Match.
        } else if (date(ifModifiedSince, now)
                .filter(Predicate.not(current.lastModified()::isAfter))
                .isPresent()) {
            return Outcome.NOT_MODIFIED;
        }
        // Step 5: If-Range (13.1.5), only with Range.
        if (hasRange && !ifRange.isEmpty() && !ifRangeHolds(current, now)) {
            return Outcome.PERFORM_WITHOUT_RANGE;
        }
        return Outcome.PERFORM;
    }

    /// 13.1.5: one entity tag, by strong comparison, or one date, which must be strong and exactly the same.
    private boolean ifRangeHolds(Validators current, Instant now) {
        if (ifRange.size() != 1) {
            return false;
        }
        String value = ifRange.getFirst().strip();
        if (value.startsWith("\"") || value.startsWith("W/")) {
            return value.equals(current.etag());
        }
        return current.isLastModifiedStrong(now)
                && date(ifRange, now).filter(current.lastModified()::equals).isPresent();
    }

    /// 13.1.3 and 13.1.4: a field that is not one valid date is ignored.
    private static Optional<Instant> date(List<String> fieldLines, Instant now) {
        return fieldLines.size() == 1 ? HttpDate.parse(fieldLines.getFirst().strip(), now) : Optional.empty();
    }
}

package dev.watchparty.media.delivery;

import dev.watchparty.media.staging.StagedFile;
import java.time.Instant;
import java.util.List;

/// The answer to a request for the staged file, provided that the file on disk still is what was staged.
sealed interface Decision {

    /// Another file was staged since the client learned its URL.
    record Stale() implements Decision {}

    record NotModified() implements Decision {}

    record PreconditionFailed() implements Decision {}

    record RangeNotSatisfiable() implements Decision {}

    record SendWhole() implements Decision {}

    record SendRange(ByteRange range) implements Decision {}

    record SendParts(List<ByteRange> ranges) implements Decision {}

    static Decision of(MediaRequest request, StagedFile staged, Instant now) {
        // RFC 9110 13.2.1: preconditions count only where the answer would be 2xx without them.
        if (request.version() != null && !request.version().equals(staged.etag())) {
            return new Stale();
        }
        // 14.2: range handling is defined for GET only.
        boolean hasRange = !request.head() && !request.range().isEmpty();
        Validators current = Validators.of(staged.etag(), staged.modifiedAt());
        return switch (request.preconditions().evaluate(current, hasRange, now)) {
            case FAILED -> new PreconditionFailed();
            case NOT_MODIFIED -> new NotModified();
            case PERFORM_WITHOUT_RANGE -> new SendWhole();
            case PERFORM -> hasRange ? byRange(request.range(), staged.sizeBytes()) : new SendWhole();
        };
    }

    private static Decision byRange(List<String> range, long sizeBytes) {
        return switch (Ranges.of(range, sizeBytes)) {
            case Ranges.Whole() -> new SendWhole();
            case Ranges.Unsatisfiable() -> new RangeNotSatisfiable();
            // 15.3.7.2: one range is never answered by a multipart.
            case Ranges.Satisfiable(List<ByteRange> ranges) ->
                ranges.size() == 1 ? new SendRange(ranges.getFirst()) : new SendParts(ranges);
        };
    }
}

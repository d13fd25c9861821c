package dev.watchparty.media.delivery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Validators of the staged file (RFC 9110 8.8).
///
/// @param etag strong, with its quotes
/// @param lastModified in whole seconds, as the field can carry it
record Validators(String etag, Instant lastModified) {

    Validators {
        lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
    }

    static Validators of(String opaqueEtag, Instant modifiedAt) {
        return new Validators("\"" + opaqueEtag + "\"", modifiedAt);
    }

    /// 8.8.2.2: a modification time is strong once its second is over; within it the file may change again unseen.
    boolean isLastModifiedStrong(Instant now) {
        return !now.isBefore(lastModified.plusSeconds(1));
    }
}

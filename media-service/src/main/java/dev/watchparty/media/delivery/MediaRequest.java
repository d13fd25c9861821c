package dev.watchparty.media.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a GET or HEAD decides its answer.
///
/// @param version `v` of the query, the etag that the client believes to be staged
/// @param range lines of `Range`
record MediaRequest(boolean head, @Nullable String version, List<String> range, Preconditions preconditions) {

    MediaRequest {
        range = List.copyOf(range);
    }
}

package dev.watchparty.media.fair;

import org.jspecify.annotations.Nullable;

/// Whether a response may be served.
public sealed interface Admission {

    /// It may.
    ///
    /// @param evicted a flow that has to be ended to make room, already closed here
    record Admitted(Flow flow, @Nullable Flow evicted) implements Admission {}

    /// The viewer, or everybody together, has as many responses under way as is allowed.
    record Refused(boolean byViewer) implements Admission {}
}

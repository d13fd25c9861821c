package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.SkipReason;
import dev.watchparty.sync.protocol.StuckReason;

/// What the media service made of a wish for a film.
public sealed interface StageOutcome {

    /// It is staged, or another film was meanwhile; that stage comes on its own way.
    record Taken() implements StageOutcome {}

    /// This file cannot be staged, another one may.
    ///
    /// @param detail a sentence for the log
    record Unplayable(SkipReason reason, String detail) implements StageOutcome {}

    /// It is not the file's fault: the same wish may be granted later.
    ///
    /// @param detail a sentence for the log
    record Unavailable(StuckReason reason, String detail) implements StageOutcome {}
}

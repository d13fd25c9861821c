package dev.watchparty.sync.room;

/// What the media service made of a wish for a film.
public sealed interface StageOutcome {

    /// It is staged, or another film was meanwhile; that stage comes on its own way.
    record Taken() implements StageOutcome {}

    /// This file cannot be staged, another one may.
    ///
    /// @param reason a sentence for people
    record Unplayable(String reason) implements StageOutcome {}

    /// It is not the file's fault: the same wish may be granted later.
    ///
    /// @param reason a sentence for people
    record Unavailable(String reason) implements StageOutcome {}
}

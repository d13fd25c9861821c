package dev.watchparty.media.fair;

/// What the uplink does next.
public sealed interface Decision {

    /// The flow may send so many bytes now, at most the quantum and at most what it offered. They are taken:
    /// not to send them loses them for everybody.
    ///
    /// @param waitedNanos how long the flow wanted to send before it was its turn
    record Grant(Flow flow, long bytes, long waitedNanos) implements Decision {}

    /// Somebody wants to send and nothing may go before this time.
    record WaitUntil(long nanos) implements Decision {}

    /// Nobody wants to send.
    record Idle() implements Decision {}
}

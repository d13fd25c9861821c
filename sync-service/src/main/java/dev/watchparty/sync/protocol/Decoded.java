package dev.watchparty.sync.protocol;

/// What a text frame turned out to be.
public sealed interface Decoded {

    record Understood(ClientMessage message) implements Decoded {}

    record Misunderstood(ErrorCode code, String message) implements Decoded {}

    /// The note's `{"type":"viewerPause"}`: telemetry of pages that know no `cmd`.
    record Telemetry() implements Decoded {}
}

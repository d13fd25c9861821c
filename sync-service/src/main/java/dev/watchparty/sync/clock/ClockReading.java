package dev.watchparty.sync.clock;

/// Two clocks at one instant.
///
/// @param serverMillis the server clock
/// @param wallMillis the wall clock, milliseconds since the epoch
public record ClockReading(double serverMillis, double wallMillis) {}

package dev.watchparty.sync.room;

import org.jspecify.annotations.Nullable;

/// A live page, as the media service needs to know it.
///
/// @param viewer public name of its browser
/// @param tab public half of its token
/// @param bufferedAheadSeconds absent while the page does not report it, or plays a file of its own
/// @param rttMs round trip of its newest clock sample, absent while there is none
/// @param rttAgeMs how long ago that came back, absent where the page does not tell
public record PageReport(
        String viewer,
        String tab,
        @Nullable Double bufferedAheadSeconds,
        @Nullable Double rttMs,
        @Nullable Double rttAgeMs) {}

package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/// The room's line: from server time `at` on, the position is `time + rate * (t - at) / 1000` while playing,
/// and `time` while not.
///
/// @param time position in seconds at `at`
/// @param at server time in milliseconds since the epoch, mostly a little ahead of now
/// @param rev counts the room's timeline commands; a lower one than the page's is old
/// @param rate 1 is normal speed
public record TimelineState(
        double time,
        @JsonSerialize(using = MillisSerializer.class) double at,
        long rev,
        double rate,
        boolean playing) {}

package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/// The server clock of an earlier run of the service, tied to the one now by the wall clock, which both saw.
///
/// @param id its `clockId`
/// @param shiftMs what is to be added to its times to have those of the clock now
public record FormerClock(
        String id,
        @JsonSerialize(using = MillisSerializer.class) double shiftMs) {}

package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/// The film that a room puts on by itself.
///
/// @param path below the media root
/// @param atMs server time at which it is staged
public record NextFilm(
        String path,
        @JsonSerialize(using = MillisSerializer.class) double atMs) {}

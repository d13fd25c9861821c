package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What viewers can react with: few enough for one row of buttons, and nothing that has to be checked.
public enum Emoji {
    @JsonProperty("\uD83D\uDC4D")
    THUMBS_UP,
    @JsonProperty("\u2764\uFE0F")
    HEART,
    @JsonProperty("\uD83D\uDE02")
    LAUGHTER,
    @JsonProperty("\uD83D\uDE2E")
    ASTONISHMENT,
    @JsonProperty("\uD83D\uDE22")
    TEARS,
    @JsonProperty("\uD83D\uDC4F")
    APPLAUSE,
    @JsonProperty("\uD83C\uDF89")
    CONFETTI,
    @JsonProperty("\uD83D\uDD25")
    FIRE
}

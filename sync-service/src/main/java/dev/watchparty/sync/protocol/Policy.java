package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/// What viewers of a room may do, and what the room does for them.
///
/// @param enforcePausePlay a viewer's own pause and play are undone
/// @param followMode viewers follow the host's seeks unless they opt out
public record Policy(
        boolean enforcePausePlay, boolean followMode, WaitForReady waitForReady, OnStall onStall, boolean chat) {

    public static final Policy DEFAULT = new Policy(true, true, WaitForReady.OFF, OnStall.LET_LAG_AND_CATCH_UP, true);

    public Policy {
        Objects.requireNonNull(waitForReady, "waitForReady");
        Objects.requireNonNull(onStall, "onStall");
    }

    /// The same, but the room waits for viewers' buffers in any case.
    public Policy thatWaits() {
        return waitForReady == WaitForReady.OFF
                ? new Policy(enforcePausePlay, followMode, WaitForReady.ON, onStall, chat)
                : this;
    }

    /// Whether the room waits for viewers' buffers after a load or a seek.
    public enum WaitForReady {
        @JsonProperty("off")
        OFF,
        @JsonProperty("on")
        ON,
        @JsonProperty("everyone")
        EVERYONE
    }

    /// What happens to the others when one viewer stalls.
    public enum OnStall {
        @JsonProperty("let-lag-and-catch-up")
        LET_LAG_AND_CATCH_UP,
        @JsonProperty("pause-for-all")
        PAUSE_FOR_ALL
    }
}

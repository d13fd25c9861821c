package dev.watchparty.media.fair;

import java.time.Duration;

/// Bounds of what the scheduler holds.
///
/// @param flows responses in all
/// @param flowsPerViewer responses of one viewer
/// @param blockedPerViewer responses of one viewer whose client does not read; at the limit the one blocked
/// longest ends
/// @param standing how long a client takes nothing before its response may end to make room for another
/// @param idle how long a client may go without reading before its response ends
/// @param retired how long a response may go on after another file was staged
public record FlowLimits(
        int flows, int flowsPerViewer, int blockedPerViewer, Duration standing, Duration idle, Duration retired) {

    public static final FlowLimits DEFAULT =
            new FlowLimits(2_000, 64, 16, Duration.ofSeconds(5), Duration.ofMinutes(30), Duration.ofSeconds(30));

    public FlowLimits {
        if (flows < 1 || flowsPerViewer < 1 || blockedPerViewer < 1) {
            throw new IllegalArgumentException("limits of flows start at 1: " + flows + " in all, " + flowsPerViewer
                    + " a viewer, " + blockedPerViewer + " blocked a viewer");
        }
        if (!standing.isPositive() || !idle.isPositive() || !retired.isPositive()) {
            throw new IllegalArgumentException(
                    "times must be above 0: standing " + standing + ", idle " + idle + ", retired " + retired);
        }
    }
}

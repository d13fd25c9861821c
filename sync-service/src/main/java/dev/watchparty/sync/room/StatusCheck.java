package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps reports that cannot be true away from decisions and from the host's list.
final class StatusCheck {

    private static final int MAX_PROBLEM_CHARACTERS = 200;
    private static final int MAX_FORMATS = 8;
    private static final int MAX_FORMAT_CHARACTERS = 40;
    private static final double DAY_MILLIS = 86_400_000;
    private static final double MINUTE_MILLIS = 60_000;

    private StatusCheck() {}

    /// The report with its text made fit to be shown, or empty where a number cannot be.
    static Optional<Status> plausible(Status status) {
        Integer droppedFrames = status.droppedFrames();
        boolean plausible = Timeline.isPosition(status.time())
                && Timeline.isPosition(status.bufferedAheadSeconds())
                && isWithin(status.driftMs(), -DAY_MILLIS, DAY_MILLIS)
                && isWithin(status.clockErrorMs(), 0, MINUTE_MILLIS)
                && isWithin(status.rttMs(), 0, MINUTE_MILLIS)
                && isWithin(status.rttAgeMs(), 0, DAY_MILLIS)
                && (droppedFrames == null || droppedFrames >= 0);
        if (!plausible) {
            return Optional.empty();
        }
        String problem = status.problem();
        return Optional.of(new Status(
                status.time(),
                status.bufferedAheadSeconds(),
                status.ready(),
                status.driftMs(),
                status.clockErrorMs(),
                status.rttMs(),
                status.rttAgeMs(),
                droppedFrames,
                status.following(),
                status.ownCopy(),
                problem == null ? null : DisplayName.clean(problem, MAX_PROBLEM_CHARACTERS),
                problem == null ? null : formats(status.formats()),
                status.ended(),
                null));
    }

    private static @Nullable List<@Nullable String> formats(@Nullable List<@Nullable String> told) {
        if (told == null) {
            return null;
        }
        List<@Nullable String> formats = new ArrayList<>();
        for (String format : told.subList(0, Math.min(told.size(), MAX_FORMATS))) {
            String text = format == null ? "" : DisplayName.clean(format, MAX_FORMAT_CHARACTERS);
            if (DisplayName.isSeen(text)) {
                formats.add(text);
            }
        }
        return formats.isEmpty() ? null : formats;
    }

    /// NaN is within nothing.
    private static boolean isWithin(@Nullable Double value, double min, double max) {
        return value == null || (value >= min && value <= max);
    }
}

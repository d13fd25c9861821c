package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The films that a room watches next, for its admins.
///
/// @param rev counts the changes of this process, to tell who changed another list than the one they saw
/// @param paths below the media root, the next one first, at most [#MOST]
/// @param skipped films that were taken off because they could not be staged, since an admin last changed the queue;
/// the last [#MOST_SKIPPED], oldest first
/// @param stuck why the next film is not on although its time has come, absent where nothing is wrong
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueueState(
        long rev,
        List<String> paths,
        List<Skipped> skipped,
        @Nullable StuckReason stuck) {

    public static final int MOST = 100;
    public static final int MOST_SKIPPED = 10;

    public QueueState {
        paths = List.copyOf(paths);
        skipped = List.copyOf(skipped);
        if (paths.size() > MOST || skipped.size() > MOST_SKIPPED) {
            throw new IllegalArgumentException(paths.size() + " films, " + skipped.size() + " skipped");
        }
    }

    /// A film that was taken off.
    public record Skipped(String path, SkipReason reason) {}
}

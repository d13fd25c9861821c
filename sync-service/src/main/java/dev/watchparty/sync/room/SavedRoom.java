package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.protocol.QueueState;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.timeline.Timeline;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What outlives the process. Position goes with wall time; server time starts anew, and what the one was at the other
/// ties the old clock to the new.
///
/// @param positionSeconds where the room stood at `wallMillis`
/// @param wallMillis wall clock in milliseconds since the epoch; a little ahead of the write where a command is
/// scheduled
/// @param clock the server clock at `wallMillis`; absent where the file does not tell
/// @param playing whether it plays on, be it after a wait
/// @param waiting whether it stood there and waited for viewers; where the file does not tell, it did not
/// @param cohosts public halves of the co-hosts' tokens; none where the file does not tell
/// @param chat what was said; nothing where the file does not tell
/// @param queue paths of the films that come next; none where the file does not tell
/// @param counting whether the first of them was about to be put on; where the file does not tell, it was not
public record SavedRoom(
        String room,
        @Nullable StagedFilm staged,
        long stageRevision,
        Policy policy,
        double positionSeconds,
        double rate,
        boolean playing,
        @Nullable Boolean waiting,
        long revision,
        double wallMillis,
        @Nullable SavedClock clock,
        List<String> cohosts,
        SavedChat chat,
        List<String> queue,
        @Nullable Boolean counting) {

    public SavedRoom {
        Objects.requireNonNull(policy, "policy");
        waiting = Boolean.TRUE.equals(waiting);
        cohosts = cohosts == null ? List.of() : List.copyOf(cohosts);
        chat = chat == null ? SavedChat.EMPTY : chat;
        queue = queue == null ? List.of() : List.copyOf(queue);
        counting = Boolean.TRUE.equals(counting);
        if (queue.size() > QueueState.MOST) {
            throw new IllegalArgumentException("a queue of " + queue.size());
        }
        if (!Double.isFinite(wallMillis)) {
            throw new IllegalArgumentException("no time: " + wallMillis);
        }
        if (!RoomName.isValid(room)) {
            throw new IllegalArgumentException("not a room name: " + room);
        }
        if (!Timeline.isPosition(positionSeconds) || !Timeline.isRate(rate) || revision < 0) {
            throw new IllegalArgumentException("no timeline: " + positionSeconds + ", " + rate + ", " + revision);
        }
    }

    /// A server clock at one instant.
    ///
    /// @param id its `clockId`
    /// @param millis what it told
    public record SavedClock(String id, double millis) {

        public SavedClock {
            Objects.requireNonNull(id, "id");
            if (!Double.isFinite(millis)) {
                throw new IllegalArgumentException("no time: " + millis);
            }
        }
    }
}

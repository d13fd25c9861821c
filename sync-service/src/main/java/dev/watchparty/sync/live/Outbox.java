package dev.watchparty.sync.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one connection: at most [#CAPACITY] frames, in which a newer state replaces an
/// older one of its kind. One frame is being written at a time; the others wait here, where they can still be
/// replaced, rather than in the socket. Not thread-safe.
final class Outbox {

    static final int CAPACITY = 64;

    /// With so many frames waiting, refusals and reactions are not worth another: who sends nonsense faster than it
    /// reads the answers is its own limiter's business, and what somebody cheered at is over.
    static final int CAPACITY_FOR_TRIFLES = 16;

    private final Deque<Frame> waiting = new ArrayDeque<>();
    private boolean writing;

    /// Takes a frame in.
    ///
    /// @return whether the connection keeps up; false where there was no room
    boolean offer(Frame frame) {
        Set<Frame.Kind> replaced = frame.kind().replaces();
        if (frame.kind().isTrifle() && waiting.size() >= CAPACITY_FOR_TRIFLES) {
            return true;
        }
        waiting.removeIf(older -> replaced.contains(older.kind()));
        if (waiting.size() >= CAPACITY) {
            return false;
        }
        waiting.addLast(frame);
        return true;
    }

    /// The next frame to write, null while one is being written or where nothing waits.
    @Nullable
    Frame next() {
        if (writing) {
            return null;
        }
        Frame next = waiting.pollFirst();
        writing = next != null;
        return next;
    }

    /// The frame that [#next] gave out is in the socket.
    void written() {
        writing = false;
    }
}

package dev.watchparty.sync.live;

import dev.watchparty.sync.room.SavedRoom;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings one room to disk: never on the loop, one write at a time, all changes of [#DELAY_MILLIS] in one.
/// Owned by the room's loop.
final class Saver {

    /// With the write itself, this keeps the disk at most 100 ms behind.
    private static final long DELAY_MILLIS = 50;

    /// A full disk may have room again.
    private static final long RETRY_MILLIS = 1000;

    private final EventLoop loop;
    private final Disk disk;
    private final Supplier<SavedRoom> snapshot;

    private List<UniEmitter<? super @Nullable Void>> waiting = new ArrayList<>();
    private @Nullable ScheduledFuture<?> scheduled;
    private boolean writing;
    private boolean again;

    Saver(EventLoop loop, Disk disk, Supplier<SavedRoom> snapshot) {
        this.loop = loop;
        this.disk = disk;
        this.snapshot = snapshot;
    }

    void changed() {
        if (writing) {
            again = true;
        } else if (scheduled == null) {
            writeIn(DELAY_MILLIS);
        }
    }

    /// Completes the emitter when a snapshot not older than this call is on disk.
    void saveNow(UniEmitter<? super @Nullable Void> emitter) {
        waiting.add(emitter);
        if (writing) {
            again = true;
        } else {
            write();
        }
    }

    private void writeIn(long millis) {
        scheduled = loop.schedule(this::write, millis, TimeUnit.MILLISECONDS);
    }

    private void write() {
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
        writing = true;
        SavedRoom room = snapshot.get();
        List<UniEmitter<? super @Nullable Void>> done = waiting;
        waiting = new ArrayList<>();
        disk.write(room, failure -> loop.execute(() -> written(done, failure)));
    }

    private void written(List<UniEmitter<? super @Nullable Void>> done, @Nullable IOException failure) {
        writing = false;
        for (UniEmitter<? super @Nullable Void> emitter : done) {
            if (failure == null) {
                emitter.complete(null);
            } else {
                emitter.fail(failure);
            }
        }
        boolean changed = again;
        again = false;
        if (!waiting.isEmpty()) {
            write();
        } else if (failure != null) {
            writeIn(RETRY_MILLIS);
        } else if (changed) {
            writeIn(DELAY_MILLIS);
        }
    }
}

package dev.watchparty.sync.live;

import dev.watchparty.sync.room.SavedRoom;
import dev.watchparty.sync.storage.RoomFiles;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The one worker that writes rooms. Each room has at most one write here, so its queue is bounded by their
/// number. A failure is said once, and its end. Any thread.
@Singleton
public final class Disk {

    private static final Logger LOG = Logger.getLogger(Disk.class);

    private final RoomFiles files;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("rooms-to-disk").factory());
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());

    Disk(RoomFiles files) {
        this.files = files;
    }

    /// Why the last write failed, empty where it did not.
    public Optional<String> failure() {
        return failure.get();
    }

    /// Writes when the writes before are done.
    ///
    /// @param done gets null when the room is on disk; called on the worker
    void write(SavedRoom room, Consumer<@Nullable IOException> done) {
        worker.execute(() -> done.accept(tryWrite(room)));
    }

    private @Nullable IOException tryWrite(SavedRoom room) {
        try {
            files.write(room);
            if (failure.getAndSet(Optional.empty()).isPresent()) {
                LOG.info("rooms are saved again");
            }
            return null;
        } catch (IOException e) {
            if (failure.getAndSet(Optional.of(e.toString())).isEmpty()) {
                LOG.errorf("rooms cannot be saved, a restart would lose what happens now: %s", e);
            }
            return e;
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        worker.shutdown();
        if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
            LOG.warn("the disk is too slow to save the rooms before the end");
        }
    }
}

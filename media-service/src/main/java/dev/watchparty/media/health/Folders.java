package dev.watchparty.media.health;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Looks whether the media folder can be read and the state folder written. At most one look at a time and one a
/// second, whoever asks how often: a folder on a disk that hangs holds one worker, not all of them. Any thread.
@Singleton
final class Folders {

    /// A disk that does not answer for so long is down.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration FRESH = Duration.ofSeconds(1);

    record State(boolean mediaReadable, boolean stateWritable) {
        boolean isUp() {
            return mediaReadable && stateWritable;
        }
    }

    private final Path media;
    private final Path state;
    private final WorkerExecutor worker;
    private @Nullable Future<State> look;
    private long lookedAtNanos;

    @Inject
    Folders(
            @ConfigProperty(name = "watchparty.media.root") Path media,
            @ConfigProperty(name = "watchparty.state.dir") Path state,
            Vertx vertx) {
        this.media = media;
        this.state = state;
        this.worker = vertx.createSharedWorkerExecutor("health", 1);
    }

    @PreDestroy
    void close() {
        worker.close();
    }

    Future<State> state() {
        return look(System.nanoTime())
                .timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .otherwise(new State(false, false));
    }

    private synchronized Future<State> look(long nowNanos) {
        Future<State> last = look;
        if (last == null || (last.isComplete() && nowNanos - lookedAtNanos >= FRESH.toNanos())) {
            last = worker.executeBlocking(this::check);
            look = last;
            lookedAtNanos = nowNanos;
        }
        return last;
    }

    private State check() {
        return new State(
                Files.isDirectory(media) && Files.isReadable(media),
                Files.isDirectory(state) && Files.isWritable(state));
    }
}

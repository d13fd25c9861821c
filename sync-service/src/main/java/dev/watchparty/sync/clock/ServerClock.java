package dev.watchparty.sync.clock;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Server time: the wall clock at the start of the process plus the monotonic time since, so that it never
/// steps. One object per process; any thread.
@Singleton
public final class ServerClock {

    private final String id = UUID.randomUUID().toString();
    private final double epochMillisAtStart;
    private final long nanosAtStart;

    ServerClock() {
        Instant start = Instant.now();
        this.nanosAtStart = System.nanoTime();
        this.epochMillisAtStart = Duration.between(Instant.EPOCH, start).toNanos() / 1e6;
    }

    /// New at each start: samples of another clock say nothing about this one.
    public String id() {
        return id;
    }

    /// Milliseconds since the epoch; a double resolves a quarter of a microsecond there.
    public double nowMillis() {
        return epochMillisAtStart + (System.nanoTime() - nanosAtStart) / 1e6;
    }
}

package dev.watchparty.sync.clock;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/// Server time: the wall clock at the start of the process plus the monotonic time since, so that it never
/// steps. One object per process; any thread.
@Singleton
public final class ServerClock {

    private static final int TRIES = 3;

    private final String id = UUID.randomUUID().toString();
    private final double epochMillisAtStart;
    private final long nanosAtStart;

    ServerClock() {
        this.nanosAtStart = System.nanoTime();
        this.epochMillisAtStart = wallMillis();
    }

    /// New at each start: samples of another clock say nothing about this one.
    public String id() {
        return id;
    }

    /// Milliseconds since the epoch; a double resolves a quarter of a microsecond there.
    public double nowMillis() {
        return epochMillisAtStart + (System.nanoTime() - nanosAtStart) / 1e6;
    }

    /// This clock and the wall clock together. A thread that is put aside between two looks parts them: of a few tries
    /// the quickest counts.
    public ClockReading read() {
        double leastMillis = Double.POSITIVE_INFINITY;
        ClockReading quickest = null;
        for (int i = 0; i < TRIES; i++) {
            double beforeMillis = nowMillis();
            double wallMillis = wallMillis();
            double tookMillis = nowMillis() - beforeMillis;
            if (tookMillis < leastMillis) {
                leastMillis = tookMillis;
                quickest = new ClockReading(beforeMillis + tookMillis / 2, wallMillis);
            }
        }
        return Objects.requireNonNull(quickest);
    }

    private static double wallMillis() {
        return Duration.between(Instant.EPOCH, Instant.now()).toNanos() / 1e6;
    }
}

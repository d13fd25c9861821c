package dev.watchparty.media.staging;

import java.util.random.RandomGenerator;

/// How long to wait before trying again: doubling from 200 ms to 5 s, of which the upper half is left to chance, so
/// that services which lost the same peer do not come back in step.
final class Backoff {

    static final long MAX_MILLIS = 5_000;
    private static final long FIRST_MILLIS = 200;

    private Backoff() {}

    /// @param failures how often it failed in a row, 1 or more
    static long delayMillis(int failures, RandomGenerator random) {
        long ceiling = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.clamp(failures - 1, 0, 16));
        return ceiling / 2 + random.nextLong(ceiling / 2 + 1);
    }
}

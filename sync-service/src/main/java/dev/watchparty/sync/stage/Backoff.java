package dev.watchparty.sync.stage;

import java.time.Duration;

/// How long to wait before the next question: the usual interval, or after failures twice as long each time, up
/// to it. Not thread-safe.
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Duration usual;
    private Duration afterFailure = FIRST;

    Backoff(Duration usual) {
        this.usual = usual;
    }

    Duration succeeded() {
        afterFailure = FIRST;
        return usual;
    }

    Duration failed() {
        Duration wait = afterFailure.compareTo(usual) < 0 ? afterFailure : usual;
        afterFailure = wait.multipliedBy(2);
        return wait;
    }
}

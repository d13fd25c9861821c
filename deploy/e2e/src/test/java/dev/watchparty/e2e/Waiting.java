package dev.watchparty.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// How long the tests wait for something to come true.
final class Waiting {

    /// Long enough for a machine that is busy with other things; what works takes a fraction of it.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Waiting() {}

    /// Polls in the thread of the test, the only one that may talk to its browser.
    static ConditionFactory eventually() {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE);
    }
}

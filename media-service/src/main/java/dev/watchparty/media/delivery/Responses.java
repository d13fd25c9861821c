package dev.watchparty.media.delivery;

import dev.watchparty.media.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Bounds the media responses under way. Any thread.
@Singleton
final class Responses {

    static final Problem BUSY =
            new Problem(503, "busy", "The media service sends to as many players as it can: try again in a moment.");

    private final int limit;
    private final AtomicInteger underWay = new AtomicInteger();

    @Inject
    Responses(DeliveryConfig config) {
        this(config.maxResponses());
    }

    Responses(int limit) {
        this.limit = limit;
    }

    /// Takes a place, to be left when the response is over; none where all are taken.
    Optional<Place> enter() {
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(new Place());
    }

    int underWay() {
        return underWay.get();
    }

    final class Place {
        private final AtomicBoolean left = new AtomicBoolean();

        /// Leaving twice is leaving once.
        void leave() {
            if (left.compareAndSet(false, true)) {
                underWay.decrementAndGet();
            }
        }
    }
}

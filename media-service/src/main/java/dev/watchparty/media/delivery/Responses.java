package dev.watchparty.media.delivery;

import dev.watchparty.media.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Bounds the media responses under way, of each address and in all, before anything is done for them: whoever asks ten
/// thousand times at once is refused by its own bound, long before there is no place for others. Any thread.
@Singleton
final class Responses {

    static final Problem BUSY =
            new Problem(503, "busy", "The media service sends to as many players as it can: try again in a moment.");
    static final Problem TOO_MANY = new Problem(
            429, "too-many-responses", "Your address has too many downloads under way: end some and try again.");

    private final int limit;
    private final int limitPerAddress;
    private final AtomicInteger underWay = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    @Inject
    Responses(DeliveryConfig config) {
        this(config.maxResponses(), config.maxResponsesPerAddress());
    }

    Responses(int limit, int limitPerAddress) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
    }

    /// Whether there is a place for one more.
    sealed interface Entry {

        /// There is, to be left when the response is over.
        record Entered(Place place) implements Entry {}

        /// All places are taken, of this address or in all.
        record Full(boolean byAddress) implements Entry {}
    }

    /// Takes a place.
    ///
    /// @param address of the client, of IPv6 its network of 64 bits
    Entry enter(String address) {
        if (byAddress.merge(address, 1, Integer::sum) > limitPerAddress) {
            leave(address);
            return new Entry.Full(true);
        }
        if (underWay.incrementAndGet() > limit) {
            underWay.decrementAndGet();
            leave(address);
            return new Entry.Full(false);
        }
        return new Entry.Entered(new Place(address));
    }

    private void leave(String address) {
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    int underWay() {
        return underWay.get();
    }

    /// Addresses with a place.
    int addresses() {
        return byAddress.size();
    }

    final class Place {
        private final String address;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(String address) {
            this.address = address;
        }

        /// Leaving twice is leaving once.
        void leave() {
            if (left.compareAndSet(false, true)) {
                underWay.decrementAndGet();
                Responses.this.leave(address);
            }
        }
    }
}

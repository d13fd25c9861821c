package dev.watchparty.media.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts the sockets that are open. Any thread.
final class Sockets {

    private final int limit;
    private final AtomicInteger open = new AtomicInteger();

    Sockets(int limit) {
        this.limit = limit;
    }

    /// Whether one more may be open; who opened one closes it once.
    boolean open() {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void close() {
        open.decrementAndGet();
    }

    int count() {
        return open.get();
    }
}

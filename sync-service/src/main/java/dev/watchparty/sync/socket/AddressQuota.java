package dev.watchparty.sync.socket;

import dev.watchparty.sync.settings.BadSetting;
import dev.watchparty.sync.viewer.Callers;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts open connections by client address, of IPv6 by network. Any thread.
@Startup
@Singleton
final class AddressQuota {

    private static final int MOST = 100_000;

    private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();
    private final int max;

    AddressQuota(SocketSettings settings) {
        this.max = BadSetting.requireWithin("watchparty.socket.max-per-address", settings.maxPerAddress(), 1, MOST);
    }

    /// Returns whether there was room; then [#release] must follow.
    boolean acquire(String address) {
        boolean[] acquired = {false};
        open.compute(Callers.network(address), (key, count) -> {
            int held = count == null ? 0 : count;
            acquired[0] = held < max;
            return acquired[0] ? Integer.valueOf(held + 1) : count;
        });
        return acquired[0];
    }

    void release(String address) {
        open.computeIfPresent(Callers.network(address), (key, held) -> held > 1 ? held - 1 : null);
    }
}

package dev.watchparty.media.viewer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts wrong keys by address, as a token bucket each: `burst` at once, then one more each `refill`. A right key
/// costs nothing. Guarded by itself; holds at most `capacity` addresses, the one longest without a wrong key goes
/// first, which gives a guesser who owns that many addresses no more than those addresses allow anyway.
final class WrongKeys {

    private final int burst;
    private final long refillNanos;
    private final Map<String, Bucket> byAddress;

    WrongKeys(int burst, Duration refill, int capacity) {
        this.burst = burst;
        this.refillNanos = refill.toNanos();
        this.byAddress = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > capacity;
            }
        };
    }

    /// Whether the address may present another key.
    synchronized boolean mayTry(String address, long nowNanos) {
        Bucket bucket = byAddress.get(address);
        return bucket == null || bucket.refilled(nowNanos).tokens > 0;
    }

    synchronized void count(String address, long nowNanos) {
        Bucket bucket =
                byAddress.getOrDefault(address, new Bucket(burst, nowNanos)).refilled(nowNanos);
        byAddress.put(address, new Bucket(Math.max(0, bucket.tokens - 1), bucket.sinceNanos));
    }

    synchronized int size() {
        return byAddress.size();
    }

    private final class Bucket {
        final int tokens;
        final long sinceNanos;

        Bucket(int tokens, long sinceNanos) {
            this.tokens = tokens;
            this.sinceNanos = sinceNanos;
        }

        Bucket refilled(long nowNanos) {
            long gained = (nowNanos - sinceNanos) / refillNanos;
            return tokens + gained >= burst
                    ? new Bucket(burst, nowNanos)
                    : new Bucket((int) (tokens + gained), sinceNanos + gained * refillNanos);
        }
    }
}

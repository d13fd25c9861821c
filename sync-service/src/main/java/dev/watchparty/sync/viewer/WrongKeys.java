package dev.watchparty.sync.viewer;

import java.util.LinkedHashMap;
import java.util.Map;

/// Wrong keys by address, as leaky buckets: [#ALLOWED] at once, one more every [#MILLIS_PER_KEY]. At most
/// [#MAX_ADDRESSES] are remembered, the longest untouched forgotten first.
final class WrongKeys {

    static final int ALLOWED = 10;
    static final double MILLIS_PER_KEY = 10_000;
    static final int MAX_ADDRESSES = 10_000;

    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    synchronized boolean tooMany(String address, double nowMillis) {
        Bucket bucket = buckets.get(address);
        return bucket != null && bucket.levelAt(nowMillis) > ALLOWED - 1;
    }

    synchronized void add(String address, double nowMillis) {
        Bucket bucket = buckets.get(address);
        double level = bucket == null ? 0 : bucket.levelAt(nowMillis);
        buckets.put(address, new Bucket(level + 1, nowMillis));
    }

    private record Bucket(double level, double atMillis) {

        double levelAt(double nowMillis) {
            return Math.max(0, level - (nowMillis - atMillis) / MILLIS_PER_KEY);
        }
    }
}

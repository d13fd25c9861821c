package dev.watchparty.sync.room;

import java.util.LinkedHashMap;
import java.util.Map;

/// Who was put out of a room, by the public names of tab and viewer: each for [#MILLIS], at most [#MOST] of
/// them, the one put out first forgotten first. Not kept over a restart.
final class Barred {

    /// About as long as somebody who was asked to go tries to come back; a tab that was meant another way is
    /// not lost for the evening.
    static final double MILLIS = 30 * 60_000;

    static final int MOST = 1000;

    private final Map<String, Double> untilMillis = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
            return size() > MOST;
        }
    };

    void add(String publicName, double nowMillis) {
        untilMillis.remove(publicName);
        untilMillis.put(publicName, nowMillis + MILLIS);
    }

    boolean contains(String publicName, double nowMillis) {
        Double until = untilMillis.get(publicName);
        return until != null && nowMillis < until;
    }
}

package dev.watchparty.sync.socket;

/// What one connection may send. A page sends a report a second, a clock sample now and then and what its
/// person does by hand; a host who drags a slider sends a hundred commands a second, which the room coalesces.
///
/// A token bucket admits messages, a second one counts those that were not: a page that overdoes it for a
/// moment loses some messages, one that goes on is a flood. Not thread-safe.
final class MessageBudget {

    static final double BURST = 120;
    static final double PER_SECOND = 30;

    /// A connection that has shown the key pays a tenth for each message.
    static final double HOST_DISCOUNT = 0.1;

    /// Long messages cost more to read.
    static final int CHARACTERS_PER_EXTRA_TOKEN = 4096;

    static final double PATIENCE = 200;
    static final double PATIENCE_PER_SECOND = 5;

    private double tokens = BURST;
    private double patience = PATIENCE;
    private double countedAtMillis = Double.NEGATIVE_INFINITY;
    private double complainedAtMillis = Double.NEGATIVE_INFINITY;

    Verdict admit(int characters, boolean host, double nowMillis) {
        double seconds = Math.max(0, nowMillis - countedAtMillis) / 1000;
        countedAtMillis = Math.max(countedAtMillis, nowMillis);
        tokens = Math.min(BURST, tokens + seconds * PER_SECOND);
        patience = Math.min(PATIENCE, patience + seconds * PATIENCE_PER_SECOND);

        double cost = (1 + (double) characters / CHARACTERS_PER_EXTRA_TOKEN) * (host ? HOST_DISCOUNT : 1);
        if (tokens >= cost) {
            tokens -= cost;
            return Verdict.ADMITTED;
        }
        patience--;
        if (patience < 0) {
            return Verdict.FLOOD;
        }
        if (nowMillis - complainedAtMillis >= 1000) {
            complainedAtMillis = nowMillis;
            return Verdict.DROPPED_AND_TOLD;
        }
        return Verdict.DROPPED;
    }

    enum Verdict {
        ADMITTED,
        DROPPED,
        /// As [#DROPPED], and the client is to be told; at most once a second.
        DROPPED_AND_TOLD,
        FLOOD
    }
}

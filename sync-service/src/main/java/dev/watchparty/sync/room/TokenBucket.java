package dev.watchparty.sync.room;

/// Lets so many pass at once, and one an interval from then on.
final class TokenBucket {

    private final int burst;
    private final double millisPerToken;
    private double tokens;
    private double countedAtMillis = Double.NEGATIVE_INFINITY;

    TokenBucket(int burst, double millisPerToken) {
        this.burst = burst;
        this.millisPerToken = millisPerToken;
        this.tokens = burst;
    }

    /// Whether one more may pass; then it counts as passed.
    boolean take(double nowMillis) {
        double elapsedMillis = Math.max(0, nowMillis - countedAtMillis);
        tokens = Math.min(burst, tokens + elapsedMillis / millisPerToken);
        countedAtMillis = Math.max(countedAtMillis, nowMillis);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}

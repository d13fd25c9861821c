package dev.watchparty.sync.room;

/// Lets news out at once and then at most one an interval: what changes meanwhile goes together.
final class Throttle {

    private final double intervalMillis;
    private boolean changed;
    private double dueMillis = Double.NEGATIVE_INFINITY;

    Throttle(double intervalMillis) {
        this.intervalMillis = intervalMillis;
    }

    void changed() {
        changed = true;
    }

    /// Whether there is news and its time has come; then it counts as told.
    boolean take(double nowMillis) {
        if (!changed || nowMillis < dueMillis) {
            return false;
        }
        changed = false;
        dueMillis = nowMillis + intervalMillis;
        return true;
    }

    /// When [#take] is true without further changes, positive infinity where there is no news.
    double nextMillis() {
        return changed ? dueMillis : Double.POSITIVE_INFINITY;
    }
}

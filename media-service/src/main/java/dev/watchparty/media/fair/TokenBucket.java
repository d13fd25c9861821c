package dev.watchparty.media.fair;

/// Counts the bytes that the uplink may take now. It neither sleeps nor reads a clock: callers say what time it
/// is.
///
/// Tokens are bytes. They arrive with the rate and are lost above the burst, so that no interval of length `t`
/// ever sees more than `rate * t + burst` bytes, also across a change of the rate: what arrived before the
/// change arrived at the old rate. Starts full.
final class TokenBucket {

    private UplinkRate rate;
    private long burst;
    private double tokens;
    private long refilledNanos;

    TokenBucket(UplinkRate rate, long burst, long nowNanos) {
        this.rate = rate;
        this.burst = checked(burst);
        this.tokens = burst;
        this.refilledNanos = nowNanos;
    }

    UplinkRate rate() {
        return rate;
    }

    /// Bytes that may go now, at most the burst; [Long#MAX_VALUE] without a limit.
    long available(long nowNanos) {
        if (rate.isUnlimited()) {
            return Long.MAX_VALUE;
        }
        refill(nowNanos);
        return (long) tokens;
    }

    /// @throws IllegalStateException if more is taken than is there
    void take(long bytes, long nowNanos) {
        if (rate.isUnlimited()) {
            return;
        }
        if (bytes > available(nowNanos)) {
            throw new IllegalStateException("took " + bytes + " of " + tokens + " tokens");
        }
        tokens -= bytes;
    }

    /// The earliest time at which `bytes`, at most the burst, are there if nobody else takes them.
    long readyAt(long bytes, long nowNanos) {
        if (bytes > burst) {
            throw new IllegalArgumentException(bytes + " bytes never fit a burst of " + burst);
        }
        if (available(nowNanos) >= bytes) {
            return nowNanos;
        }
        // From the true fill, rounded up: a wake-up a nanosecond early would only find that it has to wait again.
        return nowNanos + (long) Math.ceil((bytes - tokens) * 1e9 / rate.bytesPerSecond()) + 1;
    }

    void change(UplinkRate newRate, long newBurst, long nowNanos) {
        if (rate.isUnlimited()) {
            refilledNanos = nowNanos;
        } else {
            refill(nowNanos);
        }
        rate = newRate;
        burst = checked(newBurst);
        tokens = Math.min(tokens, (double) burst);
    }

    private void refill(long nowNanos) {
        long elapsed = nowNanos - refilledNanos;
        if (elapsed <= 0) {
            return;
        }
        refilledNanos = nowNanos;
        tokens = Math.min((double) burst, tokens + elapsed * (rate.bytesPerSecond() / 1e9));
    }

    private static long checked(long burst) {
        if (burst <= 0) {
            throw new IllegalArgumentException("a burst of " + burst + " bytes lets nothing through");
        }
        return burst;
    }
}

package dev.watchparty.sync.timeline;

/// Where a room stands, as a line rather than a ticking counter: from server time `atServerMillis` on, the
/// position is `positionSeconds + rate * (t - at)` while playing and `positionSeconds` while not, held between
/// 0 and the film's end.
///
/// A line is mostly made a little ahead of the moment from which it holds; before that moment its position is
/// `positionSeconds`. Each change is a new line with the next revision.
///
/// @param positionSeconds media time at `atServerMillis`, 0 or more
/// @param rate media seconds per second, [#MIN_RATE] to [#MAX_RATE]
/// @param atServerMillis server time in milliseconds since the epoch
/// @param revision counts the lines of a room
public record Timeline(double positionSeconds, double rate, boolean playing, double atServerMillis, long revision) {

    /// What browsers play with sound: beyond, Chromium and Firefox mute.
    public static final double MIN_RATE = 0.25;

    public static final double MAX_RATE = 4;

    /// Eleven days; no film is longer, and no sum of such positions loses precision.
    public static final double MAX_POSITION_SECONDS = 1_000_000;

    public Timeline {
        if (!isPosition(positionSeconds)) {
            throw new IllegalArgumentException("not a position: " + positionSeconds);
        }
        if (!isRate(rate)) {
            throw new IllegalArgumentException("not a rate: " + rate);
        }
        if (!Double.isFinite(atServerMillis)) {
            throw new IllegalArgumentException("not a server time: " + atServerMillis);
        }
        if (revision < 0) {
            throw new IllegalArgumentException("negative revision: " + revision);
        }
    }

    public static boolean isPosition(double seconds) {
        return seconds >= 0 && seconds <= MAX_POSITION_SECONDS;
    }

    public static boolean isRate(double rate) {
        return rate >= MIN_RATE && rate <= MAX_RATE;
    }

    /// The start of a film, paused.
    public static Timeline start(double atServerMillis, long revision) {
        return new Timeline(0, 1, false, atServerMillis, revision);
    }

    /// The position at a moment.
    ///
    /// @param endSeconds the film's duration, positive infinity where it is unknown
    public double positionAt(double serverMillis, double endSeconds) {
        double elapsedSeconds = Math.max(0, serverMillis - atServerMillis) / 1000;
        double position = playing ? positionSeconds + rate * elapsedSeconds : positionSeconds;
        return Math.min(position, Math.min(endSeconds, MAX_POSITION_SECONDS));
    }

    /// Server time at which the film is over, positive infinity while it is not running towards its end.
    public double endsAtMillis(double endSeconds) {
        if (!playing) {
            return Double.POSITIVE_INFINITY;
        }
        return atServerMillis + Math.max(0, endSeconds - positionSeconds) / rate * 1000;
    }

    /// Plays on; a film that stands at its end starts over.
    public Timeline play(double atServerMillis, double endSeconds) {
        double position = positionAt(atServerMillis, endSeconds);
        boolean over = !playing && position >= endSeconds;
        return next(over ? 0 : position, rate, true, atServerMillis);
    }

    public Timeline pause(double atServerMillis, double endSeconds) {
        return next(positionAt(atServerMillis, endSeconds), rate, false, atServerMillis);
    }

    /// The film is over: paused, exactly at its end.
    public Timeline finish(double atServerMillis, double endSeconds) {
        return next(endSeconds, rate, false, atServerMillis);
    }

    /// Jumps; a playing film keeps playing, a paused one stays paused.
    public Timeline seek(double targetSeconds, double atServerMillis, double endSeconds) {
        return next(Math.min(targetSeconds, endSeconds), rate, playing, atServerMillis);
    }

    /// Jumps and stands there.
    public Timeline hold(double targetSeconds, double atServerMillis, double endSeconds) {
        return next(Math.min(targetSeconds, endSeconds), rate, false, atServerMillis);
    }

    public Timeline withRate(double rate, double atServerMillis, double endSeconds) {
        return next(positionAt(atServerMillis, endSeconds), rate, playing, atServerMillis);
    }

    private Timeline next(double positionSeconds, double rate, boolean playing, double atServerMillis) {
        return new Timeline(positionSeconds, rate, playing, atServerMillis, revision + 1);
    }
}

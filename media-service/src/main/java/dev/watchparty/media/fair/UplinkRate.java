package dev.watchparty.media.fair;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many bytes of body the uplink takes in a second.
///
/// @param bytesPerSecond from 8,000 (64 kbit/s) to 12.5e9 (100 Gbit/s), or [Long#MAX_VALUE] for no limit
public record UplinkRate(long bytesPerSecond) {

    public static final UplinkRate UNLIMITED = new UplinkRate(Long.MAX_VALUE);

    /// What a setting may say, for messages to people.
    public static final String ALLOWED =
            "bits of body per second such as 20M, 2.5M or 512K, from 64K to 100G, or unlimited";

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([KMG]?)");
    private static final long LOWEST = 8_000;
    private static final long HIGHEST = 12_500_000_000L;
    private static final long SMALLEST_QUANTUM = 8 << 10;
    private static final long LARGEST_QUANTUM = 256 << 10;
    private static final long FAST_QUANTUM = 64 << 10;
    private static final long FAST = 12_500_000;
    private static final long SMALLEST_WINDOW = 64 << 10;
    private static final long LARGEST_WINDOW = 1 << 20;

    public UplinkRate {
        if (bytesPerSecond != Long.MAX_VALUE && (bytesPerSecond < LOWEST || bytesPerSecond > HIGHEST)) {
            throw new IllegalArgumentException(
                    "an uplink of " + bytesPerSecond + " bytes a second is outside " + LOWEST + " to " + HIGHEST);
        }
    }

    /// The rate nearest to a figure that was computed.
    public static UplinkRate nearest(double bytesPerSecond) {
        return new UplinkRate(Math.round(Math.clamp(bytesPerSecond, LOWEST, HIGHEST)));
    }

    /// Reads `20M`, `2.5M`, `512K`, `1G`, plain bits, or `unlimited`.
    ///
    /// @throws IllegalArgumentException saying what is allowed
    public static UplinkRate parse(String text) {
        String trimmed = text.trim().toUpperCase(Locale.ROOT);
        if (trimmed.equals("UNLIMITED")) {
            return UNLIMITED;
        }
        Matcher matcher = SHAPE.matcher(trimmed);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an uplink: allowed are " + ALLOWED);
        }
        long unit = switch (matcher.group(2)) {
            case "K" -> 1_000;
            case "M" -> 1_000_000;
            case "G" -> 1_000_000_000;
            default -> 1;
        };
        BigDecimal bytes = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .movePointRight(3);
        BigDecimal perSecond = bytes.divideToIntegralValue(BigDecimal.valueOf(8_000));
        if (perSecond.compareTo(BigDecimal.valueOf(LOWEST)) < 0
                || perSecond.compareTo(BigDecimal.valueOf(HIGHEST)) > 0) {
            throw new IllegalArgumentException("'" + text + "' is not an uplink: allowed are " + ALLOWED);
        }
        return new UplinkRate(perSecond.longValueExact());
    }

    public boolean isUnlimited() {
        return bytesPerSecond == Long.MAX_VALUE;
    }

    /// How much a viewer may send in one turn, and the bucket's burst: between 5 and 10 ms of the uplink, from
    /// 8 to 256 KiB, at least 64 KiB above 100 Mbit/s.
    ///
    /// Powers of two only: there is always one in that octave, and the regions of 1 MiB that arrive here divide
    /// by it without a remainder, which would cost its viewer the rest of a turn.
    public long quantumBytes() {
        if (isUnlimited()) {
            return FAST_QUANTUM;
        }
        long tenMillis = Long.highestOneBit(Math.max(1, bytesPerSecond / 100));
        return Math.clamp(tenMillis, bytesPerSecond > FAST ? FAST_QUANTUM : SMALLEST_QUANTUM, LARGEST_QUANTUM);
    }

    /// How much of one response may be granted and not yet written to its socket: two quanta, at least 64 KiB,
    /// so that a socket has something while the next is fetched from another event loop. Above 100 Mbit/s, where
    /// fetching is what costs most, 20 ms of the uplink, up to 1 MiB.
    public long windowBytes() {
        long twoQuanta = Math.max(2 * quantumBytes(), SMALLEST_WINDOW);
        return bytesPerSecond > FAST ? Math.clamp(bytesPerSecond / 50, twoQuanta, LARGEST_WINDOW) : twoQuanta;
    }

    /// Such as `19M`, as [#parse] reads it.
    @Override
    public String toString() {
        return isUnlimited() ? "unlimited" : bitsText(8 * bytesPerSecond);
    }

    private static String bitsText(long bits) {
        if (bits % 1_000_000 == 0) {
            return bits / 1_000_000 + "M";
        }
        return bits % 1_000 == 0 ? bits / 1_000 + "K" : Long.toString(bits);
    }
}

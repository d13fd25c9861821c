package dev.watchparty.skew;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Playout skew, max - min over the players, at instants of a stretch of time.
///
/// @param samples instants at which all players played
/// @param standing further ones at which a player stood, for want of data or because it was being moved
/// @param silent further ones at which a page's thread did not get to run, so that nothing is known: the machine
/// @param median half of the samples were at most this far apart, in the unit of what was compared
/// @param p95 of 20 samples 19
/// @param max the worst sample
public record Skew(int samples, int standing, int silent, double median, double p95, double max) {

    /// The spread of some figures.
    ///
    /// @param apart one figure for each sample
    public static Skew of(List<Double> apart, int standing, int silent) {
        double[] sorted =
                apart.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Skew(
                sorted.length, standing, silent, quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 1));
    }

    /// The part of all instants at which not all players were seen to play, 0 to 1.
    public double missing() {
        return (standing + silent) / (double) Math.max(1, samples + standing + silent);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median %.1f, p95 %.1f, max %.1f of %d samples; %d with a player that stood, %d with a page that was starved",
                median,
                p95,
                max,
                samples,
                standing,
                silent);
    }

    private static double quantile(double[] sorted, double part) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(part * sorted.length) - 1];
    }

    /// The quantile of some figures; not a number where there are none.
    public static double quantile(List<Double> figures, double part) {
        double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return quantile(sorted, part);
    }
}

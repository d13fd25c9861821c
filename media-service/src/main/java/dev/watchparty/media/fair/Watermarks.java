package dev.watchparty.media.fair;

/// Seconds of film buffered ahead that divide the bands. Browsers stop reading about 10 s ahead, so most
/// healthy viewers live between low and high.
///
/// @param lowSeconds below it a viewer is about to stall
/// @param highSeconds below it a viewer is filling up
/// @param capSeconds from it on a reporting viewer gets no more than what keeps its connections alive
public record Watermarks(double lowSeconds, double highSeconds, double capSeconds) {

    public static final Watermarks DEFAULT = new Watermarks(4, 30, 180);

    public Watermarks {
        if (!(lowSeconds > 0 && lowSeconds < highSeconds && highSeconds < capSeconds)) {
            throw new IllegalArgumentException("watermarks must grow, from above 0: low " + lowSeconds + ", high "
                    + highSeconds + ", cap " + capSeconds);
        }
    }

    Band band(double aheadSeconds) {
        if (aheadSeconds < lowSeconds) {
            return Band.URGENT;
        }
        return aheadSeconds < highSeconds ? Band.FILLING : Band.STEADY;
    }
}

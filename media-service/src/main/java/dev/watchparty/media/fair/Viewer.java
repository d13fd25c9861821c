package dev.watchparty.media.fair;

import java.util.HashMap;
import java.util.Map;

/// What the scheduler knows about one viewer.
final class Viewer {

    /// No report: seconds buffered ahead are unknown.
    static final double UNKNOWN = Double.NaN;

    final ViewerKey key;
    final Share live = new Share(this);
    final Share retired = new Share(this);
    final Chain<Flow> blocked = new Chain<>();
    /// Flows of a tab, the newest first.
    final Map<String, Chain<Flow>> tabs = new HashMap<>(2);
    final Chain.Link<Viewer> withheld = new Chain.Link<>(this);
    final Chain.Link<Viewer> crowd = new Chain.Link<>(this);

    double aheadSeconds = UNKNOWN;
    int flows;
    long keepAliveNanos;
    int keepAlivesLeft;

    Viewer(ViewerKey key) {
        this.key = key;
    }

    boolean reports() {
        return !Double.isNaN(aheadSeconds);
    }
}

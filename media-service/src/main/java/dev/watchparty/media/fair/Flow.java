package dev.watchparty.media.fair;

import org.jspecify.annotations.Nullable;

/// One response on its way to a viewer. Made, changed and read by its [Scheduler] and on the scheduler's thread
/// only.
///
/// As a link it is its place among the flows of its share that want to send.
public final class Flow extends Chain.Link<Flow> {

    enum State {
        /// Has nothing to send at present.
        EMPTY,
        /// Wants to send.
        READY,
        /// Its client does not take more at present.
        BLOCKED,
        CLOSED
    }

    final Chain.Link<Flow> all = new Chain.Link<>(this);
    final Chain.Link<Flow> inTab = new Chain.Link<>(this);
    final Chain.Link<Flow> blockedOfAll = new Chain.Link<>(this);
    final Chain.Link<Flow> blockedOfViewer = new Chain.Link<>(this);
    final Chain.Link<Flow> retiring = new Chain.Link<>(this);

    final @Nullable String tab;
    final String media;
    final long revision;

    Viewer viewer;
    State state = State.EMPTY;
    Share share;
    boolean superseded;
    long backlogBytes;
    long grantedBytes;
    long sinceNanos;
    long retireByNanos;

    /// Whatever the caller needs to find the response again.
    private final Object owner;

    Flow(Viewer viewer, @Nullable String tab, String media, long revision, Object owner) {
        this.viewer = viewer;
        this.share = viewer.live;
        this.tab = tab;
        this.media = media;
        this.revision = revision;
        this.owner = owner;
    }

    public Object owner() {
        return owner;
    }

    public ViewerKey viewer() {
        return viewer.key;
    }

    /// Bytes granted so far.
    public long grantedBytes() {
        return grantedBytes;
    }

    /// Bytes offered and not yet granted.
    public long backlogBytes() {
        return backlogBytes;
    }

    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /// Whether its client does not take more at present.
    public boolean isBlocked() {
        return state == State.BLOCKED;
    }
}

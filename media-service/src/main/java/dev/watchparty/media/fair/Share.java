package dev.watchparty.media.fair;

import org.jspecify.annotations.Nullable;

/// A viewer's place in one ring of deficit round robin, with the flows that take turns in it. A viewer has one
/// for what is staged and one for flows of files that no longer are.
///
/// As a link it is its place in its ring.
final class Share extends Chain.Link<Share> {

    /// Every sixteenth turn goes to a superseded flow, if there is one: last, but not never.
    private static final int FRESH_RUN = 15;

    final Viewer viewer;
    private final Chain<Flow> fresh = new Chain<>();
    private final Chain<Flow> superseded = new Chain<>();

    long deficitBytes;
    long grantedBytes;
    boolean inTurn;
    private int freshRun;

    Share(Viewer viewer) {
        this.viewer = viewer;
    }

    boolean wantsNothing() {
        return fresh.isEmpty() && superseded.isEmpty();
    }

    int ready() {
        return fresh.size() + superseded.size();
    }

    void join(Flow flow) {
        chainOf(flow).putLast(flow);
    }

    /// The flow whose turn it is.
    @Nullable
    Flow head() {
        Flow freshest = fresh.first();
        Flow older = superseded.first();
        return older != null && (freshest == null || freshRun >= FRESH_RUN) ? older : freshest;
    }

    /// The flow that the next of so many keep-alives is for, when there are as many as flows: each gets one, the
    /// superseded ones last.
    Flow toKeepAlive(int left) {
        Flow older = superseded.first();
        Flow freshest = fresh.first();
        Flow next = older != null && (freshest == null || left <= superseded.size()) ? older : freshest;
        if (next == null) {
            throw new IllegalStateException("a viewer without ready flows is withheld");
        }
        return next;
    }

    /// Puts the flow that was served, the first of its kind, behind the others of it.
    void served(Flow flow) {
        if (flow.superseded) {
            freshRun = 0;
        } else if (!superseded.isEmpty()) {
            freshRun++;
        }
        chainOf(flow).rotate();
    }

    private Chain<Flow> chainOf(Flow flow) {
        return flow.superseded ? superseded : fresh;
    }
}

package dev.watchparty.media.fair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides which response sends next over a narrow uplink, so that viewers, not connections, have equal shares.
///
/// **Data and owner.** A *flow* is one response. It belongs to a *viewer*, who has a *share* in the ring of a
/// [Band]. Everything here belongs to one thread; nothing is synchronised. Flows come with [#open], say what
/// they have with [#offer], step aside while their client does not read with [#block], [#move] to a viewer who
/// comes to be known later, and go with [#close]; [#next] is asked whenever something may have changed, or at the
/// time that it named.
///
/// **Inside a band** viewers take turns by deficit round robin (Shreedhar and Varghese 1996). At the start of a
/// turn a viewer's deficit grows by one quantum; it sends until the deficit is used up and goes to the end of
/// the ring. Regions of files can be cut anywhere, so a turn is normally used to the last byte; what is less
/// than a worthwhile write is kept for the next turn, never more than a quantum. Between two viewers of a band
/// that both have something to send, the bytes granted over any time differ by no more than three quanta.
/// Inside a turn the viewer's flows alternate; a tab's older flows come after its newest (a seek wants the new
/// place), but every sixteenth grant is theirs, so that none waits for ever.
///
/// **Between bands** the more urgent one goes first, up to 80 %: at each boundary, the bands below earn a fifth
/// of what passes it, and are served when they have earned something. A page that lies about its buffer can
/// therefore take no more than that. With all bands waiting they get 51.2, 12.8, 16 and 20 %. The fifth is no
/// more than the share the viewers below would have if all were equal (one downloader beside eight viewers has
/// a ninth, not a fifth): else eight films of 2 Mbit/s would stall on 19 Mbit/s beside one download. Flows of a
/// file that is no longer staged get what nobody else wants, and end after a while.
///
/// **At the cap.** A viewer whose page reports that much buffered ahead is out of all rings; each of its flows
/// gets a few KiB every half minute so that no proxy on the way takes the connection for dead. Opening a
/// further flow ends that until the next report: a player opens one where it lacks something.
///
/// **The bucket** holds one quantum, or more where it is told so. A turn is not made to wait for a whole quantum: half
/// of one is enough, so a wake-up may be late by half a quantum's time and no bit of the uplink idles.
///
/// Every operation takes constant time whatever the number of flows and viewers, but for [#stage], which visits
/// the flows of the file before.
public final class Scheduler {

    private static final double LOWER_SHARE = 0.2;
    private static final long WORTHWHILE_BYTES = 4 << 10;
    private static final long KEEP_ALIVE_BYTES = 4 << 10;
    private static final long KEEP_ALIVE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int RINGS = Band.values().length;
    private static final int LOWEST_SHARING = Band.LEFTOVER.priority;
    private static final Decision IDLE = new Decision.Idle();

    private final long burst;
    private final FlowLimits limits;
    private final Watermarks watermarks;
    private final TokenBucket bucket;
    private final Map<ViewerKey, Viewer> viewers = new HashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();
    private final List<Chain<Share>> rings = new ArrayList<>(RINGS);
    private final Chain<Flow> flows = new Chain<>();
    private final Chain<Flow> blocked = new Chain<>();
    private final Chain<Flow> retired = new Chain<>();
    private final Chain<Viewer> withheld = new Chain<>();
    /// Viewers with more blocked flows than one may have.
    private final Chain<Viewer> crowded = new Chain<>();
    /// What a band has earned at the boundary above it, in bytes.
    private final double[] earned = new double[RINGS];

    private long quantum;
    private int ready;
    private int wanting;
    private long wantedNanos;
    private long wantedSinceNanos;
    private long grantedBytes;

    /// With a burst of one quantum.
    public Scheduler(UplinkRate rate, Watermarks watermarks, FlowLimits limits, long nowNanos) {
        this(rate, 0, watermarks, limits, nowNanos);
    }

    /// @param burstBytes what may go at once after a pause; less than a quantum is taken for one
    public Scheduler(UplinkRate rate, long burstBytes, Watermarks watermarks, FlowLimits limits, long nowNanos) {
        this.burst = burstBytes;
        this.limits = limits;
        this.watermarks = watermarks;
        this.quantum = rate.quantumBytes();
        this.bucket = new TokenBucket(rate, Math.max(quantum, burst), nowNanos);
        for (int i = 0; i < RINGS; i++) {
            rings.add(new Chain<>());
        }
    }

    public UplinkRate rate() {
        return bucket.rate();
    }

    public long quantumBytes() {
        return quantum;
    }

    /// Takes hold with the next grant; what passed before counts at the old rate.
    public void changeRate(UplinkRate rate, long nowNanos) {
        quantum = rate.quantumBytes();
        bucket.change(rate, Math.max(quantum, burst), nowNanos);
    }

    /// Lets a response in.
    ///
    /// @param tab public name of the browser tab that asks; null supersedes nothing and is superseded by
    /// nothing
    /// @param media what is streamed (a room), whose revisions grow
    /// @param owner whatever the caller needs to find the response again
    public Admission open(
            ViewerKey key, @Nullable String tab, String media, long revision, Object owner, long nowNanos) {
        Viewer viewer = viewers.get(key);
        if (viewer != null && viewer.flows >= limits.flowsPerViewer()) {
            return new Admission.Refused(true);
        }
        Flow evicted = null;
        if (flows.size() >= limits.flows()) {
            evicted = evictable(blocked, nowNanos);
            if (evicted == null) {
                return new Admission.Refused(false);
            }
            close(evicted, nowNanos);
            // It may have been this viewer's only one.
            viewer = viewers.get(key);
        }
        if (viewer == null) {
            viewer = viewers.computeIfAbsent(key, Viewer::new);
        } else if (viewer.reports() && viewer.aheadSeconds >= watermarks.highSeconds()) {
            viewer.aheadSeconds = Math.nextDown(watermarks.highSeconds());
            place(viewer.live, nowNanos);
        }
        Flow flow = new Flow(viewer, tab, media, revision, owner);
        viewer.flows++;
        flows.putLast(flow.all);
        flow.sinceNanos = nowNanos;
        joinTab(flow);
        if (isOld(media, revision)) {
            retire(flow, nowNanos);
        }
        return new Admission.Admitted(flow, evicted);
    }

    /// The flow has so many bytes more to send.
    public void offer(Flow flow, long bytes, long nowNanos) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("offered " + bytes + " bytes");
        }
        requireOpen(flow);
        flow.backlogBytes += bytes;
        if (flow.state == Flow.State.EMPTY) {
            makeReady(flow, nowNanos);
        }
    }

    /// What the flow offered and was not granted is no longer to be granted.
    ///
    /// @return how many bytes that were
    public long retract(Flow flow, long nowNanos) {
        requireOpen(flow);
        long bytes = flow.backlogBytes;
        flow.backlogBytes = 0;
        leaveTurn(flow, nowNanos);
        return bytes;
    }

    /// Counts bytes that a flow sent without having been granted them, while there was no limit.
    public void served(Flow flow, long bytes) {
        flow.grantedBytes += bytes;
        flow.share.grantedBytes += bytes;
        grantedBytes += bytes;
    }

    /// The client does not take more for now: the flow steps aside and keeps what it has.
    ///
    /// @return a flow that must be ended because its viewer has too many such, already closed here
    public @Nullable Flow block(Flow flow, long nowNanos) {
        requireOpen(flow);
        if (flow.state == Flow.State.BLOCKED) {
            return null;
        }
        leaveTurn(flow, nowNanos);
        flow.state = Flow.State.BLOCKED;
        flow.sinceNanos = nowNanos;
        blocked.putLast(flow.blockedOfAll);
        joinBlocked(flow);
        if (!flow.viewer.crowd.isIn(crowded)) {
            return null;
        }
        Flow evicted = evictable(flow.viewer.blocked, nowNanos);
        if (evicted != null) {
            close(evicted, nowNanos);
        }
        return evicted;
    }

    /// The client takes bytes again.
    public void unblock(Flow flow, long nowNanos) {
        requireOpen(flow);
        if (flow.state != Flow.State.BLOCKED) {
            return;
        }
        flow.blockedOfAll.leave();
        leaveBlocked(flow);
        flow.state = Flow.State.EMPTY;
        if (flow.backlogBytes > 0) {
            makeReady(flow, nowNanos);
        }
    }

    /// The response is over, whole or not. Its share is free at once. Closing twice is allowed.
    public void close(Flow flow, long nowNanos) {
        if (flow.state == Flow.State.CLOSED) {
            return;
        }
        leaveTurn(flow, nowNanos);
        flow.state = Flow.State.CLOSED;
        flow.backlogBytes = 0;
        flow.all.leave();
        flow.blockedOfAll.leave();
        flow.retiring.leave();
        leaveViewer(flow);
    }

    /// The flow is another viewer's from now on: its page has come to be known. It keeps what it offered, and takes its
    /// turn as that viewer's newest. Nothing happens where that one has as many flows as are allowed.
    ///
    /// @return whether it is that viewer's now
    public boolean move(Flow flow, ViewerKey key, long nowNanos) {
        requireOpen(flow);
        if (flow.viewer.key.equals(key)) {
            return true;
        }
        Viewer viewer = viewers.get(key);
        if (viewer != null && viewer.flows >= limits.flowsPerViewer()) {
            return false;
        }
        boolean isRetired = flow.share == flow.viewer.retired;
        boolean wasReady = flow.state == Flow.State.READY;
        long since = flow.sinceNanos;
        leaveTurn(flow, nowNanos);
        leaveViewer(flow);
        if (viewer == null) {
            viewer = viewers.computeIfAbsent(key, Viewer::new);
        }
        flow.viewer = viewer;
        flow.share = isRetired ? viewer.retired : viewer.live;
        viewer.flows++;
        joinTab(flow);
        if (flow.state == Flow.State.BLOCKED) {
            joinBlocked(flow);
        } else if (wasReady) {
            makeReady(flow, nowNanos);
            flow.sinceNanos = since;
        }
        return true;
    }

    /// What a viewer's page says about its buffer. Of viewers without a flow as many are remembered as flows
    /// are allowed.
    ///
    /// @param aheadSeconds film buffered ahead of where it plays, from 0
    public void report(ViewerKey key, double aheadSeconds, long nowNanos) {
        if (!(aheadSeconds >= 0)) {
            throw new IllegalArgumentException("buffered ahead by " + aheadSeconds + " s");
        }
        Viewer viewer = viewers.get(key);
        if (viewer == null) {
            if (viewers.size() >= 2 * limits.flows()) {
                return;
            }
            viewer = viewers.computeIfAbsent(key, Viewer::new);
        }
        viewer.aheadSeconds = aheadSeconds;
        place(viewer.live, nowNanos);
    }

    /// The viewer's page has stopped reporting.
    public void forget(ViewerKey key, long nowNanos) {
        Viewer viewer = viewers.get(key);
        if (viewer != null) {
            viewer.aheadSeconds = Viewer.UNKNOWN;
            place(viewer.live, nowNanos);
            dropIfUnknown(viewer);
        }
    }

    /// Viewers whose pages report, with or without a flow.
    public List<ViewerKey> reporting() {
        return viewers.values().stream()
                .filter(Viewer::reports)
                .map(viewer -> viewer.key)
                .toList();
    }

    /// Another revision is staged: flows of lower ones go last and have to end soon, and what their viewers were
    /// granted is counted anew.
    ///
    /// @return these viewers
    public Set<ViewerKey> stage(String media, long revision, long nowNanos) {
        if (revisions.merge(media, revision, Math::max) > revision) {
            return Set.of();
        }
        Set<ViewerKey> anew = new HashSet<>();
        for (Flow flow = flows.first(); flow != null; flow = flow.all.next()) {
            if (flow.media.equals(media) && flow.revision < revision && flow.share != flow.viewer.retired) {
                retire(flow, nowNanos);
                flow.viewer.live.grantedBytes = 0;
                flow.viewer.retired.grantedBytes = 0;
                anew.add(flow.viewer.key);
            }
        }
        return anew;
    }

    /// Whether a later revision is staged.
    public boolean isOld(String media, long revision) {
        return revision < revisions.getOrDefault(media, Long.MIN_VALUE);
    }

    /// Next flow that has to be ended because its client has not read for too long, because too many of its viewer's
    /// do not, or because its file is no longer staged, already closed here; null if there is none. To be asked
    /// until it says null, every second or so: it ends what [#block] spared because all had only just stopped.
    public @Nullable Flow expired(long nowNanos) {
        Flow old = retired.first();
        if (old == null || old.retireByNanos - nowNanos > 0) {
            old = blocked.first();
            if (old == null || nowNanos - old.sinceNanos < limits.idle().toNanos()) {
                old = oneTooMany(nowNanos);
            }
        }
        if (old != null) {
            close(old, nowNanos);
        }
        return old;
    }

    private @Nullable Flow oneTooMany(long nowNanos) {
        for (Viewer viewer = crowded.first(); viewer != null; viewer = viewer.crowd.next()) {
            Flow longest = evictable(viewer.blocked, nowNanos);
            if (longest != null) {
                return longest;
            }
        }
        return null;
    }

    /// What the uplink does next. A grant is taken by being returned.
    public Decision next(long nowNanos) {
        Viewer atCap = withheld.first();
        if (atCap != null && atCap.keepAliveNanos - nowNanos <= 0) {
            return keepAlive(atCap, nowNanos);
        }
        int band = choose();
        if (band < 0) {
            return atCap == null ? IDLE : new Decision.WaitUntil(atCap.keepAliveNanos);
        }
        Share share = first(rings.get(band));
        if (!share.inTurn) {
            share.inTurn = true;
            share.deficitBytes = Math.min(share.deficitBytes, quantum) + quantum;
        }
        // Of a higher rate's quanta a turn may have been left that would keep the others waiting for seconds now.
        share.deficitBytes = Math.min(share.deficitBytes, 2 * quantum);
        Flow flow = head(share);
        long wanted = Math.min(Math.min(share.deficitBytes, flow.backlogBytes), quantum);
        long available = bucket.available(nowNanos);
        long bytes = wanted;
        if (available < wanted) {
            long enough = Math.min(wanted, quantum / 2);
            if (available < enough) {
                long at = bucket.readyAt(enough, nowNanos);
                return new Decision.WaitUntil(
                        atCap != null && atCap.keepAliveNanos - at < 0 ? atCap.keepAliveNanos : at);
            }
            bytes = available - available % WORTHWHILE_BYTES;
        }
        account(band, bytes);
        share.deficitBytes -= bytes;
        Decision grant = grant(flow, bytes, nowNanos);
        if (flow.state == Flow.State.READY) {
            share.served(flow);
        }
        if (share.deficitBytes < WORTHWHILE_BYTES && !share.wantsNothing()) {
            share.inTurn = false;
            rings.get(band).rotate();
        }
        return grant;
    }

    /// Flows that want to send now.
    public int readyFlows() {
        return ready;
    }

    /// For how long so far somebody wanted to send who may, and had to wait for the uplink or its timer.
    public long wantedNanos(long nowNanos) {
        return wanting > 0 ? wantedNanos + nowNanos - wantedSinceNanos : wantedNanos;
    }

    /// Flows whose client does not take more at present.
    public int blockedFlows() {
        return blocked.size();
    }

    public int openFlows() {
        return flows.size();
    }

    /// Viewers with a flow or a report.
    public int knownViewers() {
        return viewers.size();
    }

    public long grantedBytes() {
        return grantedBytes;
    }

    /// A row for each viewer with a flow or whose page reports.
    public List<ViewerState> viewers() {
        List<ViewerState> rows = new ArrayList<>();
        for (Viewer viewer : viewers.values()) {
            if (viewer.flows > 0 || viewer.reports()) {
                rows.add(new ViewerState(
                        viewer.key,
                        viewer.flows,
                        viewer.blocked.size(),
                        viewer.live.ready() + viewer.retired.ready(),
                        viewer.live.grantedBytes + viewer.retired.grantedBytes,
                        viewer.reports() ? viewer.aheadSeconds : null,
                        isAtCap(viewer) ? null : band(viewer.live)));
            }
        }
        return rows;
    }

    /// A viewer as the admin sees it.
    ///
    /// @param ready flows that want to send now
    /// @param grantedBytes since the viewer came, or another file was staged for it
    /// @param aheadSeconds null if the page does not report
    /// @param band null while withheld at the cap
    public record ViewerState(
            ViewerKey key,
            int flows,
            int blocked,
            int ready,
            long grantedBytes,
            @Nullable Double aheadSeconds,
            @Nullable Band band) {}

    private Decision keepAlive(Viewer viewer, long nowNanos) {
        Flow flow = viewer.live.toKeepAlive(viewer.keepAlivesLeft);
        // Withheld is not kept waiting.
        flow.sinceNanos = nowNanos;
        long bytes = Math.min(KEEP_ALIVE_BYTES, flow.backlogBytes);
        if (bucket.available(nowNanos) < bytes) {
            return new Decision.WaitUntil(bucket.readyAt(bytes, nowNanos));
        }
        if (--viewer.keepAlivesLeft <= 0) {
            withhold(viewer, nowNanos);
        }
        Decision grant = grant(flow, bytes, nowNanos);
        if (flow.state == Flow.State.READY) {
            viewer.live.served(flow);
        }
        return grant;
    }

    private Decision grant(Flow flow, long bytes, long nowNanos) {
        bucket.take(bytes, nowNanos);
        Decision grant = new Decision.Grant(flow, bytes, nowNanos - flow.sinceNanos);
        flow.sinceNanos = nowNanos;
        flow.backlogBytes -= bytes;
        flow.grantedBytes += bytes;
        flow.share.grantedBytes += bytes;
        grantedBytes += bytes;
        if (flow.backlogBytes == 0) {
            leaveTurn(flow, nowNanos);
        }
        return grant;
    }

    /// The ring to serve: from below, the first that has earned something at its boundary, else the most
    /// urgent.
    private int choose() {
        int viewersAbove = 0;
        for (int band = 0; band <= LOWEST_SHARING; band++) {
            viewersAbove += rings.get(band).size();
        }
        if (viewersAbove == 0) {
            return rings.get(Band.RETIRED.priority).isEmpty() ? -1 : Band.RETIRED.priority;
        }
        int band = LOWEST_SHARING;
        while (true) {
            int here = rings.get(band).size();
            viewersAbove -= here;
            if (here > 0 && (viewersAbove == 0 || earned[band] > 0)) {
                return band;
            }
            band--;
        }
    }

    private void account(int served, long bytes) {
        int viewersAbove = 0;
        for (int band = 0; band <= LOWEST_SHARING; band++) {
            int here = rings.get(band).size();
            if (band >= served && here > 0 && viewersAbove > 0) {
                double part = Math.min(LOWER_SHARE, here / (double) (here + viewersAbove));
                double change = part * bytes - (band == served ? bytes : 0);
                earned[band] = Math.clamp(earned[band] + change, -(double) quantum, (double) quantum);
            }
            viewersAbove += here;
        }
    }

    private void makeReady(Flow flow, long nowNanos) {
        flow.state = Flow.State.READY;
        flow.sinceNanos = nowNanos;
        ready++;
        flow.share.join(flow);
        place(flow.share, nowNanos);
    }

    /// Out of its share's turns, to [Flow.State#EMPTY].
    private void leaveTurn(Flow flow, long nowNanos) {
        if (flow.state == Flow.State.READY) {
            flow.state = Flow.State.EMPTY;
            ready--;
            flow.leave();
            place(flow.share, nowNanos);
        }
    }

    /// As its tab's newest flow.
    private static void joinTab(Flow flow) {
        if (flow.tab != null) {
            Chain<Flow> ofTab = flow.viewer.tabs.computeIfAbsent(flow.tab, ignored -> new Chain<>());
            Flow older = ofTab.first();
            ofTab.putFirst(flow.inTab);
            if (older != null) {
                older.superseded = true;
                requeue(older);
            }
        }
    }

    private void joinBlocked(Flow flow) {
        Viewer viewer = flow.viewer;
        viewer.blocked.putLast(flow.blockedOfViewer);
        if (viewer.blocked.size() > limits.blockedPerViewer() && !viewer.crowd.isIn(crowded)) {
            crowded.putLast(viewer.crowd);
        }
    }

    private void leaveBlocked(Flow flow) {
        flow.blockedOfViewer.leave();
        if (flow.viewer.blocked.size() <= limits.blockedPerViewer()) {
            flow.viewer.crowd.leave();
        }
    }

    private void leaveViewer(Flow flow) {
        Viewer viewer = flow.viewer;
        viewer.flows--;
        leaveBlocked(flow);
        if (flow.tab != null) {
            Chain<Flow> ofTab = viewer.tabs.get(flow.tab);
            if (ofTab != null) {
                flow.inTab.leave();
                Flow newest = ofTab.first();
                if (newest == null) {
                    viewer.tabs.remove(flow.tab);
                } else if (newest.superseded) {
                    newest.superseded = false;
                    requeue(newest);
                }
            }
        }
        flow.superseded = false;
        dropIfUnknown(viewer);
    }

    private static void requeue(Flow flow) {
        if (flow.state == Flow.State.READY) {
            flow.share.join(flow);
        }
    }

    private void retire(Flow flow, long nowNanos) {
        flow.retireByNanos = nowNanos + limits.retired().toNanos();
        boolean wasReady = flow.state == Flow.State.READY;
        long since = flow.sinceNanos;
        leaveTurn(flow, nowNanos);
        flow.share = flow.viewer.retired;
        retired.putLast(flow.retiring);
        if (wasReady) {
            makeReady(flow, nowNanos);
            flow.sinceNanos = since;
        }
    }

    /// Puts a share where it belongs by what its viewer wants and reports.
    private void place(Share share, long nowNanos) {
        boolean wanted = share.isInAny();
        placeByWish(share, nowNanos);
        if (wanted != share.isInAny()) {
            if (wanting == 0) {
                wantedSinceNanos = nowNanos;
            }
            wanting += wanted ? -1 : 1;
            if (wanting == 0) {
                wantedNanos += nowNanos - wantedSinceNanos;
            }
        }
    }

    private void placeByWish(Share share, long nowNanos) {
        Viewer viewer = share.viewer;
        boolean live = share == viewer.live;
        if (share.wantsNothing()) {
            share.leave();
            share.inTurn = false;
            if (live) {
                viewer.withheld.leave();
            }
        } else if (live && isAtCap(viewer)) {
            share.leave();
            share.inTurn = false;
            if (!viewer.withheld.isIn(withheld)) {
                withhold(viewer, nowNanos);
            }
        } else {
            if (live) {
                viewer.withheld.leave();
            }
            Chain<Share> ring = rings.get(band(share).priority);
            if (!share.isIn(ring)) {
                share.inTurn = false;
                ring.putLast(share);
            }
        }
    }

    private void withhold(Viewer viewer, long nowNanos) {
        viewer.keepAliveNanos = nowNanos + KEEP_ALIVE_NANOS;
        viewer.keepAlivesLeft = viewer.live.ready();
        withheld.putLast(viewer.withheld);
    }

    private boolean isAtCap(Viewer viewer) {
        return viewer.reports() && viewer.aheadSeconds >= watermarks.capSeconds();
    }

    private Band band(Share share) {
        Viewer viewer = share.viewer;
        if (share == viewer.retired) {
            return Band.RETIRED;
        }
        return viewer.reports() ? watermarks.band(viewer.aheadSeconds) : Band.LEFTOVER;
    }

    /// A flow is blocked for moments in normal running, too.
    private @Nullable Flow evictable(Chain<Flow> chain, long nowNanos) {
        Flow longest = chain.first();
        long standingNanos = limits.standing().toNanos();
        return longest != null && nowNanos - longest.sinceNanos >= standingNanos ? longest : null;
    }

    private void dropIfUnknown(Viewer viewer) {
        if (viewer.flows == 0 && !viewer.reports()) {
            viewers.remove(viewer.key);
        }
    }

    private static Share first(Chain<Share> ring) {
        Share share = ring.first();
        if (share == null) {
            throw new IllegalStateException("the chosen ring is empty");
        }
        return share;
    }

    private static Flow head(Share share) {
        Flow flow = share.head();
        if (flow == null) {
            throw new IllegalStateException("a share without ready flows is in a ring");
        }
        return flow;
    }

    private static void requireOpen(Flow flow) {
        if (flow.state == Flow.State.CLOSED) {
            throw new IllegalStateException("the flow is closed");
        }
    }
}

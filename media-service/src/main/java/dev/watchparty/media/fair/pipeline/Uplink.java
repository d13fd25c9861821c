package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.fair.Admission;
import dev.watchparty.media.fair.Decision;
import dev.watchparty.media.fair.Flow;
import dev.watchparty.media.fair.FlowLimits;
import dev.watchparty.media.fair.RoundTrips;
import dev.watchparty.media.fair.Scheduler;
import dev.watchparty.media.fair.ShareWindow;
import dev.watchparty.media.fair.UplinkEstimator;
import dev.watchparty.media.fair.UplinkRate;
import dev.watchparty.media.fair.ViewerGroups;
import dev.watchparty.media.fair.ViewerKey;
import dev.watchparty.media.fair.Watermarks;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The scheduler's side of all responses: owner of the [Scheduler], on one event loop, whose timers wake it.
/// Other event loops hop here, with one message an offer and one a quantum that was written; without a limit
/// they are left alone, and what they sent is counted four times a second.
///
/// A granted quantum counts as on its way until it is written to the socket. A flow with a window of such bytes
/// is blocked: that is how a slow client, a full tunnel and a paused player look.
final class Uplink {

    private static final Logger LOG = Logger.getLogger(Uplink.class);

    private static final Duration TICK = Duration.ofMillis(250);
    private static final int TICKS_PER_SECOND = 4;
    /// Grants in a row, after which the event loop's other work gets its turn.
    private static final int RUN = 64;

    private static final long LATELY = Duration.ofSeconds(1).toNanos();
    private static final long LATELY_WHILE_FREE = Duration.ofSeconds(5).toNanos();
    /// The sync service speaks once a second; after so long it is away.
    private static final Duration FRESH = Duration.ofSeconds(5);
    /// A round trip that was measured longer ago says nothing of now.
    private static final double OLDEST_MS = 60_000;

    private final EventLoop loop;
    private final LongSupplier nanoClock;
    private final Scheduler scheduler;
    private final ViewerGroups groups = new ViewerGroups();
    private final ShareWindow shares = new ShareWindow();
    private final Set<Transfer> transfers = new LinkedHashSet<>();
    private final LongAdder drained = new LongAdder();
    private final LongAdder grants = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final ScheduledFuture<?> ticker;
    private final Watermarks watermarks;
    private final long standingNanos;
    private final Duration retired;

    private UplinkSetting setting;
    private UplinkRate lastEstimate;
    private @Nullable UplinkEstimator estimator;
    private volatile boolean free;
    private volatile Totals totals;
    private final RoundTrips roundTrips = new RoundTrips();
    private boolean reported;
    private long reportedNanos;
    private @Nullable ScheduledFuture<?> timer;
    private long timerNanos;
    private boolean pumping;
    private boolean again;
    private boolean looking;
    private int ticks;
    private int starvedSeconds;
    private int starvedBeforeStage;

    /// Figures for whoever asks, on any thread; a quarter of a second old at most.
    ///
    /// @param estimate null unless the uplink is to be found out
    /// @param starvedSeconds since the start
    /// @param starvedSecondsOfStage since something was staged last
    record Totals(
            UplinkSetting setting,
            UplinkRate rate,
            @Nullable UplinkRate estimate,
            long grantedBytes,
            long drainedBytes,
            long grants,
            long waitedNanos,
            int readyFlows,
            int blockedFlows,
            int openFlows,
            int localFlows,
            double jain,
            int starvedSeconds,
            int starvedSecondsOfStage,
            List<Row> viewers,
            ViewersResource.Shares shares) {}

    /// A page of a viewer; without a tab it stands for all of them.
    private record Tab(String viewer, @Nullable String tab) {}

    /// A viewer.
    record Row(Scheduler.ViewerState state, double bytesPerSecond) {}

    /// Whether a response may be served.
    sealed interface Outcome {
        record Admitted() implements Outcome {}

        record Refused(boolean byViewer) implements Outcome {}
    }

    Uplink(
            EventLoop loop,
            UplinkSetting setting,
            UplinkRate lastEstimate,
            long burstBytes,
            Watermarks watermarks,
            FlowLimits limits,
            LongSupplier nanoClock) {
        this.loop = loop;
        this.nanoClock = nanoClock;
        this.setting = setting;
        this.watermarks = watermarks;
        this.standingNanos = limits.standing().toNanos();
        this.retired = limits.retired();
        this.lastEstimate = lastEstimate;
        UplinkRate rate = rateOf(setting, 0, 0);
        this.scheduler = new Scheduler(rate, burstBytes, watermarks, limits, nanoClock.getAsLong());
        this.free = rate.isUnlimited();
        this.totals = totals();
        this.ticker = loop.scheduleAtFixedRate(this::tick, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Any thread.
    boolean isFree() {
        return free;
    }

    /// Any thread.
    Totals latest() {
        return totals;
    }

    /// Lets a response in; `then` runs on the scheduler's event loop.
    ///
    /// @param address whose share it is: the client's, of IPv6 its network of 64 bits
    void admit(Transfer transfer, String address, @Nullable String tab, Consumer<Outcome> then) {
        onOwner(() -> {
            long now = nanoClock.getAsLong();
            if (transfer.local) {
                transfers.add(transfer);
                if (scheduler.isOld(transfer.media, transfer.revision)) {
                    retireLocal(transfer, now);
                }
                then.accept(new Outcome.Admitted());
                return;
            }
            ViewerKey key = groups.keyOf(address, transfer.cookie);
            transfer.viewer = key;
            transfer.tab = tab;
            switch (scheduler.open(key, tab, transfer.media, transfer.revision, transfer, now)) {
                case Admission.Refused(boolean byViewer) -> then.accept(new Outcome.Refused(byViewer));
                case Admission.Admitted(Flow flow, Flow evicted) -> {
                    transfer.flow = flow;
                    transfers.add(transfer);
                    end(evicted, "to make room");
                    then.accept(new Outcome.Admitted());
                }
            }
        });
    }

    /// The response has so many bytes more to send.
    void offer(Transfer transfer, long bytes) {
        onOwner(() -> offered(transfer, bytes));
    }

    /// So many bytes went to the socket.
    ///
    /// @param paced whether they count as on their way here
    void drained(Transfer transfer, long bytes, boolean paced) {
        if (!transfer.local) {
            drained.add(bytes);
        }
        if (paced) {
            onOwner(() -> {
                transfer.inFlight = Math.max(0, transfer.inFlight - bytes);
                if (!transfer.closed
                        && transfer.flow != null
                        && transfer.inFlight <= scheduler.rate().windowBytes() / 2) {
                    scheduler.unblock(transfer.flow, nanoClock.getAsLong());
                    pump();
                }
            });
        }
    }

    /// A writer that was free offers what it has left.
    void resume(Transfer transfer, long bytes, long inFlight) {
        onOwner(() -> {
            transfer.inFlight = inFlight;
            if (bytes > 0) {
                offered(transfer, bytes);
            }
        });
    }

    /// The response is over. Any thread, more than once.
    void close(Transfer transfer) {
        onOwner(() -> {
            if (!transfer.closed) {
                transfer.closed = true;
                transfers.remove(transfer);
                if (transfer.flow != null) {
                    count(transfer);
                    scheduler.close(transfer.flow, nanoClock.getAsLong());
                    pump();
                }
            }
        });
    }

    /// Another file was staged.
    void stage(String media, long revision) {
        onOwner(() -> {
            long now = nanoClock.getAsLong();
            shares.reset(scheduler.stage(media, revision, now));
            for (Transfer transfer : transfers) {
                if (transfer.local && scheduler.isOld(transfer.media, transfer.revision)) {
                    retireLocal(transfer, now);
                }
            }
            starvedBeforeStage = starvedSeconds;
        });
    }

    /// Another uplink, from now on.
    ///
    /// @return the figures with it, once it is in force
    CompletableFuture<Totals> change(UplinkSetting changed) {
        return CompletableFuture.supplyAsync(
                () -> {
                    setting = changed;
                    estimator = null;
                    apply(rateOf(changed, scheduler.grantedBytes(), scheduler.wantedNanos(nanoClock.getAsLong())));
                    totals = totals();
                    return totals;
                },
                this::onOwner);
    }

    /// What the pages say, the whole state each time: whoever is not in it has no live page. What makes no
    /// sense is not listened to.
    void reports(List<ViewersResource.Page> pages) {
        onOwner(() -> {
            long now = nanoClock.getAsLong();
            reportedNanos = now;
            reported = true;
            Map<String, Double> ahead = new HashMap<>();
            Set<String> silent = new HashSet<>();
            Set<Tab> telling = new HashSet<>();
            for (ViewersResource.Page page : pages) {
                String viewer = page.viewer();
                if (viewer == null) {
                    continue;
                }
                Double seconds = page.bufferedAheadSeconds();
                if (seconds != null && seconds >= 0) {
                    ahead.merge(viewer, seconds, Uplink::lower);
                    telling.add(new Tab(viewer, page.tab()));
                    telling.add(new Tab(viewer, null));
                } else {
                    ahead.merge(viewer, Double.NaN, Uplink::lower);
                    silent.add(viewer);
                }
                Double rtt = page.rttMs();
                Double age = page.rttAgeMs();
                if (rtt != null && rtt > 0 && age != null && age >= 0 && age <= OLDEST_MS) {
                    roundTrips.measured(viewer, String.valueOf(page.tab()), rtt, now - Math.round(1e6 * age));
                }
            }
            silent.forEach(viewer -> telling.remove(new Tab(viewer, null)));
            listen(ahead, telling, now);
        });
    }

    /// @param ahead by viewer, not a number where no page of it tells
    /// @param telling pages that tell what they have
    private void listen(Map<String, Double> ahead, Set<Tab> telling, long now) {
        groups.live(ahead.keySet());
        transfers.forEach(transfer -> recognise(transfer, now));
        Map<ViewerKey, Double> least = new HashMap<>();
        groups.forEachShare((cookie, key) -> least.merge(key, ahead.getOrDefault(cookie, Double.NaN), Uplink::lower));
        for (Transfer transfer : transfers) {
            // Where a share serves others, too, of whom nobody knows what they have, it is never withheld.
            boolean tells = transfer.cookie != null && telling.contains(new Tab(transfer.cookie, transfer.tab));
            if (transfer.viewer != null && !tells) {
                least.computeIfPresent(
                        transfer.viewer, (_, seconds) -> Math.min(seconds, Math.nextDown(watermarks.capSeconds())));
            }
        }
        least.values().removeIf(seconds -> Double.isNaN(seconds));
        least.forEach((key, seconds) -> scheduler.report(key, seconds, now));
        for (ViewerKey key : scheduler.reporting()) {
            if (!least.containsKey(key)) {
                scheduler.forget(key, now);
            }
        }
        pump();
    }

    /// A page asks for its film before it is known that its socket lives. Whoever is known once keeps the share as long
    /// as the response lasts.
    private void recognise(Transfer transfer, long now) {
        Flow flow = transfer.flow;
        if (flow == null || flow.isClosed() || transfer.cookie == null || !groups.isLive(transfer.cookie)) {
            return;
        }
        ViewerKey key = groups.keyOf(flow.viewer().address(), transfer.cookie);
        if (scheduler.move(flow, key, now)) {
            transfer.viewer = key;
        }
    }

    void shutdown() {
        ticker.cancel(false);
    }

    private static double lower(double one, double other) {
        if (Double.isNaN(one)) {
            return other;
        }
        return Double.isNaN(other) ? one : Math.min(one, other);
    }

    private void onOwner(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void offered(Transfer transfer, long bytes) {
        Flow flow = transfer.flow;
        if (transfer.closed || flow == null || flow.isClosed()) {
            return;
        }
        if (free) {
            transfer.onLoop(() -> transfer.writer.freed(transfer, bytes));
        } else {
            scheduler.offer(flow, bytes, nanoClock.getAsLong());
            pump();
        }
    }

    private void pump() {
        if (pumping) {
            again = true;
            return;
        }
        pumping = true;
        try {
            do {
                again = false;
                grantAll();
            } while (again);
        } finally {
            pumping = false;
        }
    }

    private void grantAll() {
        for (int i = 0; i < RUN; i++) {
            long now = nanoClock.getAsLong();
            switch (scheduler.next(now)) {
                case Decision.Grant(Flow flow, long bytes, long waited) -> {
                    grants.increment();
                    waitedNanos.add(waited);
                    grant(flow, bytes, now);
                }
                case Decision.WaitUntil(long nanos) -> {
                    wake(nanos, now);
                    return;
                }
                case Decision.Idle idle -> {
                    return;
                }
            }
        }
        loop.execute(this::pump);
    }

    private void grant(Flow flow, long bytes, long now) {
        if (!(flow.owner() instanceof Transfer transfer)) {
            throw new IllegalStateException("a flow that is no transfer");
        }
        transfer.inFlight += bytes;
        transfer.grantedNanos = now;
        transfer.countedBytes += bytes;
        if (transfer.inFlight >= scheduler.rate().windowBytes()) {
            end(scheduler.block(flow, now), "because too many of its viewer's do not read");
        }
        transfer.onLoop(() -> transfer.writer.granted(transfer, bytes));
    }

    private void wake(long nanos, long now) {
        if (timer != null && !timer.isDone()) {
            if (timerNanos - nanos <= 0) {
                return;
            }
            timer.cancel(false);
        }
        timerNanos = nanos;
        timer = loop.schedule(
                () -> {
                    timer = null;
                    pump();
                },
                Math.max(0, nanos - now),
                TimeUnit.NANOSECONDS);
    }

    private UplinkRate rateOf(UplinkSetting changed, long grantedBytes, long wantedNanos) {
        return switch (changed) {
            case UplinkSetting.Fixed(UplinkRate rate) -> rate;
            case UplinkSetting.Auto auto -> {
                estimator = new UplinkEstimator(lastEstimate, grantedBytes, wantedNanos, nanoClock.getAsLong());
                yield lastEstimate;
            }
        };
    }

    private void apply(UplinkRate rate) {
        long now = nanoClock.getAsLong();
        if (rate.equals(scheduler.rate())) {
            return;
        }
        scheduler.changeRate(rate, now);
        if (rate.isUnlimited() != free) {
            free = rate.isUnlimited();
            // One that is set free on this loop may end here and now.
            for (Transfer transfer : List.copyOf(transfers)) {
                Flow flow = transfer.flow;
                if (flow == null || flow.isClosed()) {
                    continue;
                }
                if (free) {
                    long bytes = scheduler.retract(flow, now);
                    scheduler.unblock(flow, now);
                    transfer.inFlight = 0;
                    transfer.onLoop(() -> transfer.writer.freed(transfer, bytes));
                } else {
                    count(transfer);
                    scheduler.unblock(flow, now);
                    transfer.onLoop(() -> transfer.writer.paced(transfer));
                }
            }
        }
        pump();
    }

    private void tick() {
        try {
            long now = nanoClock.getAsLong();
            if (free) {
                transfers.forEach(this::count);
            }
            if (estimator != null) {
                look();
            }
            if (++ticks % TICKS_PER_SECOND == 0) {
                second(now);
            }
            totals = totals();
        } catch (RuntimeException e) {
            // A ticker that throws is never run again.
            LOG.error("The uplink's tick failed", e);
        }
    }

    /// Asks for what the kernel holds of direct connections, each on its own event loop, and estimates when all
    /// have told.
    private void look() {
        if (looking) {
            return;
        }
        Map<EventLoop, List<Transfer>> direct = new HashMap<>();
        for (Transfer transfer : transfers) {
            if (transfer.direct && !transfer.local && !transfer.loop.isShuttingDown()) {
                direct.computeIfAbsent(transfer.loop, ignored -> new ArrayList<>())
                        .add(transfer);
            }
        }
        if (direct.isEmpty()) {
            estimate();
            return;
        }
        looking = true;
        AtomicInteger away = new AtomicInteger(direct.size());
        direct.forEach((of, theirs) -> of.execute(() -> {
            theirs.forEach(transfer -> transfer.writer.look(transfer));
            if (away.decrementAndGet() == 0) {
                loop.execute(() -> {
                    looking = false;
                    estimate();
                });
            }
        }));
    }

    private void estimate() {
        if (estimator == null) {
            return;
        }
        long now = nanoClock.getAsLong();
        long unacknowledged = 0;
        double queued = Double.NaN;
        int backlogged = 0;
        Map<String, ViewerKey> served = new HashMap<>();
        for (Transfer transfer : transfers) {
            if (transfer.local) {
                continue;
            }
            if (transfer.cookie != null && transfer.viewer != null) {
                served.put(transfer.cookie, transfer.viewer);
            }
            Outstanding outstanding = transfer.outstanding;
            // Free, the buffers below take a MiB or more at once, so that of a slow client little is heard.
            boolean moving = transfer.waiting && now - transfer.drainedNanos < (free ? LATELY_WHILE_FREE : LATELY);
            unacknowledged += outstanding == null ? 0 : outstanding.bytes();
            backlogged += moving ? 1 : 0;
            if (outstanding != null && moving) {
                queued = (queued >= 0 ? queued : 0) + transfer.inFlight + outstanding.waitingBytes();
            }
        }
        RoundTrips.Excess delay = roundTrips.excess(FRESH, now, served);
        var signals = new UplinkEstimator.Signals(
                now,
                scheduler.grantedBytes(),
                drained.sum() - unacknowledged,
                queued,
                backlogged,
                scheduler.wantedNanos(now),
                delay.ms(),
                delay.nanos());
        apply(estimator.observe(signals));
        lastEstimate = estimator.estimate();
        LOG.debugf("%s, rate %s, after %s", estimator, scheduler.rate(), signals);
    }

    private void second(long now) {
        if (reported && now - reportedNanos > FRESH.toNanos()) {
            reported = false;
            listen(Map.of(), Set.of(), now);
        }
        if (free) {
            noteStanding(now);
        } else {
            noteStandingWithinAWindow(now);
        }
        for (Flow flow = scheduler.expired(now); flow != null; flow = scheduler.expired(now)) {
            end(flow, "after its time");
        }
        endOldLocal(now);
        List<Scheduler.ViewerState> viewers = scheduler.viewers();
        shares.tick(viewers);
        for (Scheduler.ViewerState viewer : viewers) {
            if (viewer.aheadSeconds() != null && viewer.aheadSeconds() <= 0 && viewer.ready() > 0) {
                starvedSeconds++;
            }
        }
    }

    /// Without a limit nobody says that a client stands still.
    private void noteStanding(long now) {
        for (Transfer transfer : List.copyOf(transfers)) {
            Flow flow = transfer.flow;
            if (flow == null || flow.isClosed()) {
                continue;
            }
            if (transfer.waiting && now - transfer.drainedNanos > standingNanos) {
                end(scheduler.block(flow, now), "because too many of its viewer's do not read");
            } else {
                scheduler.unblock(flow, now);
            }
        }
    }

    /// With less than a window on its way nobody else says that a client stands still: with what is left of
    /// a region, as Vert.x hands down the next when the last byte of this one is with the kernel, or with what
    /// keeps a response alive that is withheld at the cap. Who waits for the next region, or its turn, has
    /// nothing on its way.
    private void noteStandingWithinAWindow(long now) {
        for (Transfer transfer : List.copyOf(transfers)) {
            Flow flow = transfer.flow;
            if (flow != null
                    && !flow.isClosed()
                    && transfer.inFlight > 0
                    && now - transfer.grantedNanos > standingNanos
                    && now - transfer.drainedNanos > standingNanos) {
                end(scheduler.block(flow, now), "because too many of its viewer's do not read");
            }
        }
    }

    /// Responses without a flow, of which the scheduler does not know.
    private void retireLocal(Transfer transfer, long now) {
        if (transfer.endByNanos == null) {
            transfer.endByNanos = now + retired.toNanos();
        }
    }

    private void endOldLocal(long now) {
        for (Transfer transfer : List.copyOf(transfers)) {
            Long endBy = transfer.endByNanos;
            if (endBy != null && endBy - now <= 0) {
                LOG.debug("Ending a local response after its time");
                end(transfer);
            }
        }
    }

    private void count(Transfer transfer) {
        Flow flow = transfer.flow;
        long bytes = transfer.drainedBytes - transfer.countedBytes;
        if (flow != null && bytes > 0) {
            transfer.countedBytes += bytes;
            scheduler.served(flow, bytes);
        }
    }

    /// Ends a response whose flow is closed already, with its connection.
    private void end(@Nullable Flow flow, String why) {
        if (flow != null && flow.owner() instanceof Transfer transfer) {
            LOG.debugf("Ending a response to %s %s", flow.viewer().address(), why);
            end(transfer);
        }
    }

    private void end(Transfer transfer) {
        transfer.closed = true;
        transfers.remove(transfer);
        transfer.onLoop(() -> transfer.writer.abort(transfer));
    }

    private ViewersResource.Shares sharesByCookie() {
        Map<String, Long> bits = new HashMap<>();
        for (Transfer transfer : transfers) {
            if (transfer.cookie != null && transfer.viewer != null) {
                bits.put(transfer.cookie, Math.round(8 * shares.bytesPerSecond(transfer.viewer)));
            }
        }
        UplinkRate rate = scheduler.rate();
        return new ViewersResource.Shares(rate.isUnlimited() ? null : 8 * rate.bytesPerSecond(), Map.copyOf(bits));
    }

    private Totals totals() {
        List<Row> rows = new ArrayList<>();
        for (Scheduler.ViewerState viewer : scheduler.viewers()) {
            rows.add(new Row(viewer, shares.bytesPerSecond(viewer.key())));
        }
        int local = 0;
        for (Transfer transfer : transfers) {
            if (transfer.local) {
                local++;
            }
        }
        return new Totals(
                setting,
                scheduler.rate(),
                estimator == null ? null : estimator.estimate(),
                scheduler.grantedBytes(),
                drained.sum(),
                grants.sum(),
                waitedNanos.sum(),
                scheduler.readyFlows(),
                scheduler.blockedFlows(),
                scheduler.openFlows(),
                local,
                shares.jain(),
                starvedSeconds,
                starvedSeconds - starvedBeforeStage,
                List.copyOf(rows),
                sharesByCookie());
    }
}

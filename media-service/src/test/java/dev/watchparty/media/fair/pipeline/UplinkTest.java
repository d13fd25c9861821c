package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.fair.Band;
import dev.watchparty.media.fair.FlowLimits;
import dev.watchparty.media.fair.Scheduler;
import dev.watchparty.media.fair.UplinkEstimator;
import dev.watchparty.media.fair.UplinkRate;
import dev.watchparty.media.fair.Watermarks;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the scheduler is told of pages and of clients, with writers that have no connection: nothing of what is granted
/// to them ever goes.
final class UplinkTest {

    private static final String ADDRESS = "198.51.100.7";
    private static final UplinkRate FAST = UplinkRate.parse("400M");

    private final EventLoopGroup loops = new DefaultEventLoopGroup(1);
    private final EventLoop loop = loops.next();
    private final AtomicLong nanos = new AtomicLong();
    private final Uplink uplink = new Uplink(
            loop,
            new UplinkSetting.Fixed(FAST),
            UplinkEstimator.FIRST_GUESS,
            0,
            Watermarks.DEFAULT,
            FlowLimits.DEFAULT,
            nanos::get);

    @AfterEach
    void end() {
        uplink.shutdown();
        var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Transfer asked(@Nullable String tab) {
        var transfer = new Transfer(loop, new PacedWriter(nanos::get), false, false, "ann", "main", 1, nanos.get());
        uplink.admit(transfer, ADDRESS, tab, outcome -> assertThat(outcome).isEqualTo(new Uplink.Outcome.Admitted()));
        uplink.offer(transfer, 1 << 20);
        return transfer;
    }

    private static ViewersResource.Page page(String tab, @Nullable Double aheadSeconds) {
        return new ViewersResource.Page("ann", tab, aheadSeconds, null, null);
    }

    private void reports(ViewersResource.Page... pages) {
        uplink.reports(List.of(pages));
    }

    private @Nullable Band band() {
        return viewer().band();
    }

    private @Nullable Double aheadSeconds() {
        return viewer().aheadSeconds();
    }

    private Scheduler.ViewerState viewer() {
        List<Uplink.Row> rows =
                uplink.change(new UplinkSetting.Fixed(FAST)).join().viewers();
        assertThat(rows).hasSize(1);
        return rows.getFirst().state();
    }

    /// Figures are made anew with each tick.
    private void tickAfter(Uplink.Totals before) {
        await().untilAsserted(() -> assertThat(uplink.latest()).isNotSameAs(before));
    }

    @Test
    void whoseEveryPageHasEnoughIsWithheld() {
        asked("one");
        asked("two");

        reports(page("one", 200.0), page("two", 190.0));

        assertThat(band()).isNull();
    }

    @Test
    void aTabThatDoesNotReportIsServedBesideOneThatHasEnough() {
        asked("one");
        asked("two");

        reports(page("one", 200.0), page("two", null));

        assertThat(band()).isEqualTo(Band.STEADY);
    }

    @Test
    void aTabThatIsNotInTheRoomIsServedBesideOneThatHasEnough() {
        asked("one");
        asked("elsewhere");

        reports(page("one", 200.0));

        assertThat(band()).isEqualTo(Band.STEADY);
    }

    @Test
    void whatAPageReportedIsForgottenOnceNobodyRepeatsItForFiveSeconds() {
        asked("one");
        reports(page("one", 12.0));
        assertThat(aheadSeconds()).isEqualTo(12.0);

        nanos.addAndGet(Duration.ofMillis(4_900).toNanos());
        tickAfter(uplink.latest());
        assertThat(aheadSeconds()).isEqualTo(12.0);

        nanos.addAndGet(Duration.ofMillis(101).toNanos());
        await().untilAsserted(() -> assertThat(aheadSeconds()).isNull());
    }

    @Test
    void aSilentPageThatIsSentNothingKeepsNobodyFromTheCap() {
        asked("one");

        reports(page("one", 200.0), page("admin", null));

        assertThat(band()).isNull();
    }

    @Test
    void whoNamesNoTabIsWithheldWhereEveryPageOfItsViewerHasEnough() {
        asked(null);

        reports(page("one", 200.0));
        assertThat(band()).isNull();

        reports(page("one", 200.0), page("two", null));
        assertThat(band()).isEqualTo(Band.STEADY);
    }

    @Test
    void whoIsWithheldAndReadsNothingStandsStill() {
        Transfer transfer = asked("one");
        reports(page("one", 200.0));
        assertThat(band()).isNull();
        uplink.drained(transfer, granted(), true);
        long before = granted();

        secondsPass(33);
        assertThat(granted()).isEqualTo(before + 4_096);
        secondsPass(6);

        await().untilAsserted(() -> assertThat(uplink.latest().blockedFlows()).isOne());
        assertThat(granted()).isEqualTo(before + 4_096);
    }

    private long granted() {
        return uplink.change(new UplinkSetting.Fixed(FAST)).join().grantedBytes();
    }

    /// The sync service is never silent for so long that it counts as away.
    private void secondsPass(int seconds) {
        for (int i = 0; i < seconds; i += 3) {
            nanos.addAndGet(Duration.ofSeconds(3).toNanos());
            reports(page("one", 200.0));
            assertThat(band()).isNull();
        }
    }

    @Test
    void aSearchForTheUplinkThatBeginsLaterHasWhatWasSentBeforeForNoSign() {
        asked("one");
        await().untilAsserted(() -> {
            nanos.addAndGet(Duration.ofMillis(10).toNanos());
            assertThat(uplink.latest().grantedBytes()).isGreaterThanOrEqualTo(FAST.windowBytes());
        });

        uplink.change(new UplinkSetting.Auto()).join();
        long granted = uplink.latest().grantedBytes();
        for (int quarter = 0; quarter < 4; quarter++) {
            nanos.addAndGet(Duration.ofMillis(250).toNanos());
            tickAfter(uplink.latest());
        }

        assertThat(uplink.latest().grantedBytes()).isEqualTo(granted);
        assertThat(uplink.latest().rate()).isEqualTo(UplinkEstimator.FIRST_GUESS);
    }
}

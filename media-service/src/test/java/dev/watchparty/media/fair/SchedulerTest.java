package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SchedulerTest {

    private static final long SECOND = 1_000_000_000;
    private static final long MUCH = 1L << 40;
    private static final UplinkRate RATE = UplinkRate.parse("19M");

    private final Scheduler scheduler = new Scheduler(RATE, Watermarks.DEFAULT, FlowLimits.DEFAULT, 0);
    private long now;

    private static ViewerKey viewer(int number) {
        return new ViewerKey("192.0.2." + number, 0);
    }

    private Flow open(ViewerKey viewer, @Nullable String tab) {
        return open(scheduler, viewer, tab, 1);
    }

    private Flow open(Scheduler scheduler, ViewerKey viewer, @Nullable String tab, long revision) {
        return switch (scheduler.open(viewer, tab, "main", revision, viewer, now)) {
            case Admission.Admitted(Flow flow, Flow evicted) -> flow;
            case Admission.Refused refused -> throw new AssertionError("refused " + refused);
        };
    }

    private Flow endless(ViewerKey viewer, @Nullable String tab) {
        Flow flow = open(viewer, tab);
        scheduler.offer(flow, MUCH, now);
        return flow;
    }

    /// Bytes that each flow got meanwhile.
    private Map<Flow, Long> run(Duration length) {
        Map<Flow, Long> bytes = new HashMap<>();
        long end = now + length.toNanos();
        while (now < end) {
            switch (scheduler.next(now)) {
                case Decision.Grant(Flow flow, long granted, long waited) -> bytes.merge(flow, granted, Long::sum);
                case Decision.WaitUntil(long nanos) -> now = Math.min(end, nanos);
                case Decision.Idle idle -> now = end;
            }
        }
        return bytes;
    }

    private static double part(Map<Flow, Long> bytes, Flow flow) {
        long all = bytes.values().stream().mapToLong(Long::longValue).sum();
        return bytes.getOrDefault(flow, 0L) / (double) all;
    }

    private static double[] amounts(Map<Flow, Long> bytes, List<Flow> flows) {
        return flows.stream()
                .mapToDouble(flow -> bytes.getOrDefault(flow, 0L).doubleValue())
                .toArray();
    }

    @Test
    void eightEqualViewersHaveEqualSharesOfTheWholeUplink() {
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            flows.add(endless(viewer(i), null));
        }

        Map<Flow, Long> bytes = run(Duration.ofSeconds(5));

        assertThat(JainIndex.of(amounts(bytes, flows))).isGreaterThan(0.9999);
        assertThat(bytes.values().stream().mapToLong(Long::longValue).sum() / 5.0)
                .isCloseTo((double) RATE.bytesPerSecond(), within(RATE.bytesPerSecond() * 0.002));
    }

    @Test
    void afterAPauseAsMuchGoesAtOnceAsTheBurstSays() {
        for (long burst : new long[] {0, 1, 300_000}) {
            Scheduler bursting = new Scheduler(RATE, burst, Watermarks.DEFAULT, FlowLimits.DEFAULT, 0);
            Flow flow = ((Admission.Admitted) bursting.open(viewer(1), null, "film", 1, this, 0)).flow();
            bursting.offer(flow, 1 << 20, 0);
            while (bursting.next(0) instanceof Decision.Grant) {
                // All that may go without a wait.
            }

            long atLeast = Math.max(burst, RATE.quantumBytes());
            assertThat(flow.grantedBytes()).isBetween(atLeast - RATE.quantumBytes() / 2, atLeast);
        }
    }

    @Test
    void eightConnectionsOfAViewerAreOneShare() {
        Flow modest = endless(viewer(1), null);
        for (int i = 0; i < 8; i++) {
            endless(viewer(2), null);
        }

        Map<Flow, Long> bytes = run(Duration.ofSeconds(5));

        long all = bytes.values().stream().mapToLong(Long::longValue).sum();
        assertThat(bytes.get(modest)).isCloseTo(all / 2, within(3 * RATE.quantumBytes()));
    }

    @Test
    void aNewViewerIsServedAtOnceFromItsShare() {
        for (int i = 0; i < 8; i++) {
            endless(viewer(i), null);
        }
        run(Duration.ofSeconds(3));
        Flow ninth = endless(viewer(9), null);

        Map<Flow, Long> bytes = run(Duration.ofNanos(9 * (1L << 20) * SECOND / RATE.bytesPerSecond()));

        assertThat(bytes.get(ninth)).isGreaterThan((1L << 20) - 3 * RATE.quantumBytes());
    }

    @Test
    void allFourBandsWaitingDivideTheUplinkAsStated() {
        Flow urgent = endless(viewer(1), null);
        Flow filling = endless(viewer(2), null);
        Flow steady = endless(viewer(3), null);
        Flow leftover = endless(viewer(4), null);
        scheduler.report(viewer(1), 1, now);
        scheduler.report(viewer(2), 10, now);
        scheduler.report(viewer(3), 60, now);

        Map<Flow, Long> bytes = run(Duration.ofSeconds(20));

        assertThat(part(bytes, urgent)).isCloseTo(0.512, within(0.005));
        assertThat(part(bytes, filling)).isCloseTo(0.128, within(0.005));
        assertThat(part(bytes, steady)).isCloseTo(0.16, within(0.005));
        assertThat(part(bytes, leftover)).isCloseTo(0.2, within(0.005));
    }

    @Test
    void liarsTakeAtMostFourFifths() {
        for (int i = 0; i < 8; i++) {
            endless(viewer(10 + i), null);
            scheduler.report(viewer(10 + i), 0, now);
        }
        List<Flow> honest = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            honest.add(endless(viewer(i), null));
            scheduler.report(viewer(i), 40, now);
        }

        Map<Flow, Long> bytes = run(Duration.ofSeconds(10));

        assertThat(honest.stream().mapToDouble(flow -> part(bytes, flow)).sum()).isGreaterThan(0.197);
    }

    @Test
    void oneDownloadBesideEightViewersGetsItsNinthAndNotAFifth() {
        Flow download = endless(viewer(20), null);
        for (int i = 0; i < 8; i++) {
            endless(viewer(i), null);
            scheduler.report(viewer(i), 10, now);
        }

        Map<Flow, Long> bytes = run(Duration.ofSeconds(10));

        assertThat(part(bytes, download)).isCloseTo(1 / 9.0, within(0.003));
    }

    @Test
    void nobodyElseWantingAnythingTheLeftoverBandHasAll() {
        endless(viewer(1), null);

        assertThat(run(Duration.ofSeconds(2)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isGreaterThan((long) (2 * RATE.bytesPerSecond() * 0.998));
    }

    @Test
    void aSeekPutsTheTabsOlderFlowBehindButNotAway() {
        Flow before = endless(viewer(1), "tab");
        Flow after = endless(viewer(1), "tab");
        Flow otherTab = endless(viewer(1), "other");

        Map<Flow, Long> bytes = run(Duration.ofSeconds(10));

        assertThat(part(bytes, before)).isCloseTo(1 / 16.0, within(0.005));
        assertThat(bytes.get(after)).isCloseTo(bytes.get(otherTab), within(3 * RATE.quantumBytes()));
    }

    @Test
    void whenTheNewerRangeIsReadTheOlderOneIsTheTabsFreshestAgain() {
        Flow film = endless(viewer(1), "tab");
        Flow index = endless(viewer(1), "tab");
        Flow otherTab = endless(viewer(1), "other");

        scheduler.close(index, now);
        Map<Flow, Long> bytes = run(Duration.ofSeconds(5));

        assertThat(bytes.get(film)).isCloseTo(bytes.get(otherTab), within(3 * RATE.quantumBytes()));
    }

    @Test
    void withoutATabNothingSupersedesAnything() {
        Flow first = endless(viewer(1), null);
        Flow second = endless(viewer(1), null);

        Map<Flow, Long> bytes = run(Duration.ofSeconds(5));

        assertThat(bytes.get(first)).isCloseTo(bytes.get(second), within(3 * RATE.quantumBytes()));
    }

    @Test
    void atTheCapAFlowGetsOnlyWhatKeepsItsConnectionAlive() {
        Flow full = endless(viewer(1), null);
        Flow alsoFull = endless(viewer(1), null);
        scheduler.report(viewer(1), 180, now);

        Map<Flow, Long> bytes = run(Duration.ofSeconds(91));

        assertThat(bytes).containsOnly(Map.entry(full, 3 * 4096L), Map.entry(alsoFull, 3 * 4096L));
    }

    @Test
    void atTheCapFlowsThatTheirTabHasLeftBehindAreKeptAliveAsWell() {
        Flow older = endless(viewer(1), "tab");
        Flow newer = endless(viewer(1), "tab");
        Flow otherTab = endless(viewer(1), "other");
        scheduler.report(viewer(1), 180, now);

        assertThat(run(Duration.ofSeconds(91)))
                .containsOnly(Map.entry(older, 3 * 4096L), Map.entry(newer, 3 * 4096L), Map.entry(otherTab, 3 * 4096L));
    }

    @Test
    void belowTheCapItIsServedAgain() {
        Flow full = endless(viewer(1), null);
        scheduler.report(viewer(1), 200, now);
        run(Duration.ofSeconds(5));

        scheduler.report(viewer(1), 179, now);

        assertThat(run(Duration.ofSeconds(1)).get(full)).isGreaterThan(2_000_000);
    }

    @Test
    void aSeekAtTheCapIsServedBeforeTheNextReport() {
        endless(viewer(1), "tab");
        scheduler.report(viewer(1), 200, now);
        run(Duration.ofSeconds(5));

        Flow seek = endless(viewer(1), "tab");

        assertThat(run(Duration.ofSeconds(1)).get(seek)).isGreaterThan(2_000_000);
    }

    @Test
    void whoDoesNotReportIsNeverStoppedAtTheCap() {
        Flow flow = endless(viewer(1), null);
        scheduler.report(viewer(1), 1_000, now);
        scheduler.forget(viewer(1), now);

        assertThat(run(Duration.ofSeconds(1)).get(flow)).isGreaterThan(2_000_000);
    }

    @Test
    void flowsOfTheFileBeforeTakeWhatNobodyElseWantsAndEndInTime() {
        Flow old = endless(viewer(1), null);
        Flow other = endless(viewer(2), null);
        scheduler.stage("main", 2, now);
        Flow fresh = open(scheduler, viewer(3), null, 2);
        scheduler.offer(fresh, 1 << 20, now);

        assertThat(run(Duration.ofMillis(400)).keySet()).containsExactly(fresh);
        assertThat(scheduler.expired(now)).isNull();
        assertThat(run(Duration.ofMillis(400))).containsKeys(old, other);

        now += 30 * SECOND;
        assertThat(List.of(scheduler.expired(now), scheduler.expired(now))).containsExactly(old, other);
        assertThat(scheduler.expired(now)).isNull();
        assertThat(fresh.isClosed()).isFalse();
    }

    @Test
    void anotherFileCountsAnewWhatItsViewersAreGranted() {
        endless(viewer(1), null);
        Flow elsewhere = ((Admission.Admitted) scheduler.open(viewer(2), null, "other", 1, this, now)).flow();
        scheduler.offer(elsewhere, MUCH, now);
        run(Duration.ofSeconds(1));

        assertThat(scheduler.stage("main", 2, now)).containsExactly(viewer(1));

        assertThat(scheduler.viewers()).allSatisfy(row -> {
            if (row.key().equals(viewer(1))) {
                assertThat(row.grantedBytes()).isZero();
            } else {
                assertThat(row.grantedBytes())
                        .isEqualTo(elsewhere.grantedBytes())
                        .isPositive();
            }
        });
    }

    @Test
    void whoReportsIsCountedOnBetweenItsResponses() {
        ShareWindow window = new ShareWindow();
        Flow first = endless(viewer(1), null);
        scheduler.report(viewer(1), 10, now);
        run(Duration.ofSeconds(20));
        window.tick(scheduler.viewers());
        scheduler.close(first, now);
        for (int second = 0; second < 10; second++) {
            window.tick(scheduler.viewers());
        }
        Flow second = open(scheduler, viewer(1), null, 1);
        scheduler.offer(second, 1_000, now);
        run(Duration.ofSeconds(1));
        window.tick(scheduler.viewers());

        assertThat(window.bytesPerSecond(viewer(1))).isEqualTo(100);
    }

    @Test
    void aRequestThatOpensForAnOlderFileIsLastFromItsBeginning() {
        scheduler.stage("main", 5, now);
        Flow old = open(scheduler, viewer(1), null, 4);
        scheduler.offer(old, MUCH, now);
        Flow fresh = open(scheduler, viewer(1), null, 5);
        scheduler.offer(fresh, MUCH, now);

        assertThat(run(Duration.ofSeconds(1))).containsOnlyKeys(fresh);
    }

    @Test
    void aRevisionThatComesLateChangesNothing() {
        scheduler.stage("main", 5, now);
        Flow fresh = open(scheduler, viewer(1), null, 5);
        scheduler.offer(fresh, MUCH, now);

        scheduler.stage("main", 4, now);
        scheduler.stage("other", 9, now);
        now += 31 * SECOND;

        assertThat(scheduler.expired(now)).isNull();
    }

    @Test
    void aBlockedFlowLeavesItsBandwidthToOthersAndComesBack() {
        Flow slow = endless(viewer(1), null);
        Flow quick = endless(viewer(2), null);

        scheduler.block(slow, now);
        assertThat(run(Duration.ofSeconds(1))).containsOnlyKeys(quick);

        scheduler.unblock(slow, now);
        Map<Flow, Long> bytes = run(Duration.ofSeconds(1));
        assertThat(bytes.get(slow)).isCloseTo(bytes.get(quick), within(3 * RATE.quantumBytes()));
    }

    @Test
    void theSeventeenthBlockedFlowOfAViewerEndsTheOneBlockedLongest() {
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            flows.add(endless(viewer(1), null));
        }
        for (Flow flow : flows.subList(0, 16)) {
            now += SECOND;
            assertThat(scheduler.block(flow, now)).isNull();
        }

        assertThat(scheduler.block(flows.get(16), now)).isSameAs(flows.getFirst());
        assertThat(flows.getFirst().isClosed()).isTrue();
        assertThat(scheduler.blockedFlows()).isEqualTo(16);
    }

    @Test
    void flowsThatAreBlockedForMomentsOnlyAreNotEnded() {
        for (int i = 0; i < 40; i++) {
            assertThat(scheduler.block(endless(viewer(1), null), now)).isNull();
        }
    }

    @Test
    void flowsThatBlockedAllAtOnceAreSixteenOnceTheyAreLookedAt() {
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            flows.add(endless(viewer(1), null));
            scheduler.block(flows.getLast(), now);
        }
        endless(viewer(2), null);
        now += 5 * SECOND - 1;
        assertThat(scheduler.expired(now)).isNull();
        now++;

        for (Flow longest : flows.subList(0, 24)) {
            assertThat(scheduler.expired(now)).isSameAs(longest);
        }
        assertThat(scheduler.expired(now)).isNull();
        assertThat(scheduler.blockedFlows()).isEqualTo(16);
        assertThat(scheduler.openFlows()).isEqualTo(17);
    }

    @Test
    void whoIsOneTooManyIsSparedOnceAnotherReadsAgain() {
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            flows.add(endless(viewer(1), null));
            scheduler.block(flows.getLast(), now);
        }
        now += 10 * SECOND;
        scheduler.unblock(flows.get(3), now);

        assertThat(scheduler.expired(now)).isNull();

        Flow back = flows.get(3);
        scheduler.block(back, now);
        assertThat(back.isClosed()).isFalse();
        assertThat(scheduler.blockedFlows()).isEqualTo(16);
    }

    @Test
    void blockedFlowsThatBecomeAnotherViewersCountAmongThatOnes() {
        for (int i = 0; i < 20; i++) {
            Flow flow = endless(viewer(1 + i % 2), null);
            scheduler.block(flow, now);
            assertThat(scheduler.move(flow, viewer(3), now)).isTrue();
        }
        now += 10 * SECOND;

        int ended = 0;
        while (scheduler.expired(now) != null) {
            ended++;
        }

        assertThat(ended).isEqualTo(4);
        assertThat(scheduler.viewers())
                .singleElement()
                .satisfies(row -> assertThat(row.blocked()).isEqualTo(16));
    }

    @Test
    void atTheLimitOfAllTheOneBlockedLongestMakesRoom() {
        Scheduler small = new Scheduler(
                RATE,
                Watermarks.DEFAULT,
                new FlowLimits(2, 2, 2, Duration.ofSeconds(5), Duration.ofMinutes(30), Duration.ofSeconds(30)),
                0);
        Flow paused = open(small, viewer(1), null, 1);
        open(small, viewer(2), null, 1);

        assertThat(small.open(viewer(3), null, "main", 1, this, now)).isEqualTo(new Admission.Refused(false));

        small.block(paused, now);
        now += 10 * SECOND;

        assertThat(small.open(viewer(3), null, "main", 1, this, now))
                .isInstanceOfSatisfying(
                        Admission.Admitted.class,
                        admitted -> assertThat(admitted.evicted()).isSameAs(paused));
        assertThat(small.openFlows()).isEqualTo(2);
    }

    @Test
    void whoMakesRoomForItselfIsStillOneViewer() {
        Scheduler small = new Scheduler(
                RATE,
                Watermarks.DEFAULT,
                new FlowLimits(
                        1,
                        64,
                        16,
                        FlowLimits.DEFAULT.standing(),
                        FlowLimits.DEFAULT.idle(),
                        FlowLimits.DEFAULT.retired()),
                now);
        Flow paused = open(small, viewer(1), null, 1);
        small.block(paused, now);
        now += 10 * SECOND;

        Flow back = open(small, viewer(1), null, 1);

        assertThat(paused.isClosed()).isTrue();
        assertThat(small.viewers())
                .singleElement()
                .satisfies(row -> assertThat(row.flows()).isEqualTo(1));
        small.close(back, now);
        assertThat(small.knownViewers()).isZero();
    }

    @Test
    void aViewerHasABoundedNumberOfFlows() {
        for (int i = 0; i < FlowLimits.DEFAULT.flowsPerViewer(); i++) {
            open(viewer(1), null);
        }

        assertThat(scheduler.open(viewer(1), null, "main", 1, this, now)).isEqualTo(new Admission.Refused(true));
        assertThat(scheduler.open(viewer(2), null, "main", 1, this, now)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aClientThatDoesNotReadForHalfAnHourIsGivenUp() {
        Flow paused = endless(viewer(1), null);
        scheduler.block(paused, now);

        now += Duration.ofMinutes(30).toNanos() - 1;
        assertThat(scheduler.expired(now)).isNull();
        now++;
        assertThat(scheduler.expired(now)).isSameAs(paused);
    }

    @Test
    void nothingIsKeptOfViewersThatLeft() {
        for (int i = 0; i < 100; i++) {
            Flow flow = endless(viewer(i), "tab");
            scheduler.report(viewer(i), 5, now);
            scheduler.close(flow, now);
            scheduler.forget(viewer(i), now);
        }

        assertThat(scheduler.knownViewers()).isZero();
        assertThat(scheduler.openFlows()).isZero();
        assertThat(scheduler.readyFlows()).isZero();
        assertThat(scheduler.next(now)).isInstanceOf(Decision.Idle.class);
    }

    @Test
    void reportsOfViewersWithoutAFlowAreBounded() {
        for (int i = 0; i < 10_000; i++) {
            scheduler.report(new ViewerKey("address " + i, 0), 5, now);
        }

        assertThat(scheduler.knownViewers()).isLessThanOrEqualTo(2 * FlowLimits.DEFAULT.flows());
    }

    @Test
    void misuseIsRefused() {
        Flow flow = open(viewer(1), null);

        assertThatThrownBy(() -> scheduler.offer(flow, 0, now)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scheduler.report(viewer(1), Double.NaN, now))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scheduler.report(viewer(1), -1, now)).isInstanceOf(IllegalArgumentException.class);
        scheduler.close(flow, now);
        assertThatThrownBy(() -> scheduler.offer(flow, 1, now)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNewRateTakesHoldAtOnce() {
        endless(viewer(1), null);
        run(Duration.ofSeconds(1));

        scheduler.changeRate(UplinkRate.parse("1M"), now);

        long bytes = run(Duration.ofSeconds(10)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(bytes).isCloseTo(1_250_000L, within(10_000L));
    }

    @Test
    void whatIsLeftOfATurnIsNoMoreThanTwoQuantaOfTheRateOfNow() {
        scheduler.changeRate(UplinkRate.parse("900M"), now);
        Flow brief = open(viewer(1), null);
        scheduler.offer(brief, 5_000, now);
        Flow greedy = endless(viewer(1), null);
        Flow modest = endless(viewer(2), null);
        assertThat(scheduler.next(now)).isEqualTo(new Decision.Grant(brief, 5_000, 0));

        UplinkRate narrow = UplinkRate.parse("1M");
        scheduler.changeRate(narrow, now);
        Map<Flow, Long> bytes = run(Duration.ofSeconds(1));

        assertThat(bytes.get(modest)).isCloseTo(bytes.get(greedy), within(3 * narrow.quantumBytes()));
    }

    @Test
    void aFlowThatBecomesAnotherViewersHasItsShareFromThenOn() {
        Flow ann = endless(viewer(1), "a");
        Flow ben = endless(viewer(1), "b");
        Flow cem = endless(viewer(3), null);
        run(Duration.ofSeconds(1));

        assertThat(scheduler.move(ann, viewer(2), now)).isTrue();
        Map<Flow, Long> bytes = run(Duration.ofSeconds(5));

        assertThat(ann.viewer()).isEqualTo(viewer(2));
        assertThat(JainIndex.of(amounts(bytes, List.of(ann, ben, cem)))).isGreaterThan(0.9999);
        assertThat(scheduler.viewers()).extracting(Scheduler.ViewerState::flows).containsExactly(1, 1, 1);
    }

    @Test
    void movingTakesAlongWhatAFlowIs() {
        Flow first = endless(viewer(1), "tab");
        Flow second = endless(viewer(1), "tab");
        Flow paused = endless(viewer(1), null);
        scheduler.block(paused, now);
        Flow old = endless(viewer(1), null);
        scheduler.stage("other", 1, now);

        for (Flow flow : List.of(first, second, paused, old)) {
            assertThat(scheduler.move(flow, viewer(2), now)).isTrue();
        }

        assertThat(scheduler.viewers())
                .singleElement()
                .isEqualTo(new Scheduler.ViewerState(viewer(2), 4, 1, 3, 0, null, Band.LEFTOVER));
        assertThat(paused.isBlocked()).isTrue();
        Map<Flow, Long> bytes = run(Duration.ofSeconds(5));
        assertThat(part(bytes, first)).as("superseded").isCloseTo(1 / 16.0, within(0.01));
        assertThat(bytes).doesNotContainKey(paused);
        for (Flow flow : List.of(first, second, paused, old)) {
            scheduler.close(flow, now);
        }
        assertThat(scheduler.knownViewers()).isZero();
        assertThat(scheduler.blockedFlows()).isZero();
        assertThat(scheduler.readyFlows()).isZero();
    }

    @Test
    void aFlowOfTheFileBeforeIsLastWhosoeverItBecomes() {
        Flow old = endless(viewer(1), null);
        scheduler.stage("main", 2, now);
        scheduler.move(old, viewer(2), now);
        Flow fresh = open(scheduler, viewer(2), null, 2);
        scheduler.offer(fresh, MUCH, now);

        assertThat(run(Duration.ofSeconds(1))).containsOnlyKeys(fresh);
        now += 30 * SECOND;
        assertThat(scheduler.expired(now)).isSameAs(old);
    }

    @Test
    void nobodyGetsMoreFlowsThanAreAllowedByMoving() {
        for (int i = 0; i < FlowLimits.DEFAULT.flowsPerViewer(); i++) {
            open(viewer(2), null);
        }
        Flow flow = endless(viewer(1), null);

        assertThat(scheduler.move(flow, viewer(2), now)).isFalse();
        assertThat(flow.viewer()).isEqualTo(viewer(1));
        assertThat(run(Duration.ofSeconds(1))).containsOnlyKeys(flow);
    }

    @Test
    void itIsKnownWhosePagesReportEvenWithoutAFlow() {
        scheduler.report(viewer(1), 20, now);
        Flow flow = open(viewer(2), null);
        scheduler.report(viewer(2), 20, now);
        open(viewer(3), null);
        assertThat(scheduler.reporting()).containsExactlyInAnyOrder(viewer(1), viewer(2));

        scheduler.forget(viewer(1), now);
        scheduler.close(flow, now);
        scheduler.forget(viewer(2), now);
        assertThat(scheduler.reporting()).isEmpty();
        assertThat(scheduler.knownViewers()).isEqualTo(1);
    }

    @Test
    void withoutALimitWholeQuantaAreGrantedWithoutWaiting() {
        scheduler.changeRate(UplinkRate.UNLIMITED, now);
        endless(viewer(1), null);

        for (int i = 0; i < 1_000; i++) {
            assertThat(scheduler.next(now))
                    .isInstanceOfSatisfying(
                            Decision.Grant.class,
                            grant -> assertThat(grant.bytes()).isEqualTo(64 << 10));
        }
    }

    @Test
    void whoClosesInTheMiddleOfATurnLeavesTheRestOfItToTheNextAtOnce() {
        Flow leaves = open(viewer(1), null);
        scheduler.offer(leaves, 5_000, now);
        Flow stays = endless(viewer(2), null);
        assertThat(scheduler.next(now)).isEqualTo(new Decision.Grant(leaves, 5_000, 0));
        scheduler.offer(leaves, MUCH, now);

        scheduler.close(leaves, now);

        assertThat(scheduler.next(now))
                .isInstanceOfSatisfying(
                        Decision.Grant.class, grant -> assertThat(grant.flow()).isSameAs(stays));
        assertThat(scheduler.readyFlows()).isEqualTo(1);
        assertThat(part(run(Duration.ofSeconds(1)), stays)).isEqualTo(1);
    }

    @Test
    void theTimeIsCountedInWhichSomebodyWaitsForTheUplink() {
        now = SECOND;
        assertThat(scheduler.wantedNanos(now)).isZero();
        Flow first = endless(viewer(1), null);
        Flow second = endless(viewer(2), null);
        now += SECOND;
        scheduler.block(first, now);
        now += SECOND;
        assertThat(scheduler.wantedNanos(now)).isEqualTo(2 * SECOND);

        scheduler.block(second, now);
        now += SECOND;
        assertThat(scheduler.wantedNanos(now)).as("nobody may").isEqualTo(2 * SECOND);
        scheduler.unblock(second, now);
        now += SECOND;
        scheduler.report(viewer(2), 500, now);
        now += SECOND;
        assertThat(scheduler.wantedNanos(now))
                .as("who is withheld waits for no uplink")
                .isEqualTo(3 * SECOND);
    }

    @Test
    void aViewersRowHasTheBytesSinceTheStagingOfWhatIsStagedAndOfWhatWasTogether() {
        Flow old = endless(viewer(1), null);
        run(Duration.ofSeconds(1));
        scheduler.stage("main", 2, now);
        long retired = run(Duration.ofSeconds(1)).getOrDefault(old, 0L);
        Flow fresh = open(scheduler, viewer(1), null, 2);
        scheduler.served(fresh, 1_000);

        assertThat(retired).isPositive();
        assertThat(scheduler.viewers())
                .singleElement()
                .satisfies(row -> assertThat(row.grantedBytes()).isEqualTo(retired + 1_000));
    }
}

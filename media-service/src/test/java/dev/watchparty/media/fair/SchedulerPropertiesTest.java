package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What holds whatever viewers do: seeded runs of arrivals, seeks, closes, stalls, reports, stages and changes of rate.
final class SchedulerPropertiesTest {

    private static final int RUNS = 2_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    /// What a client sees of a response: it asked for `total` bytes and has `position` of them.
    private static final class Client {
        final int total;
        int position;
        int offered;

        Client(int total) {
            this.total = total;
        }
    }

    @Test
    void noByteIsLostOrDoubledAndNobodyWaitsForEverAndTheRateHolds() {
        for (long seed = 0; seed < RUNS; seed++) {
            new Run(seed).play();
        }
    }

    private static final class Run {
        final long seed;
        final SplittableRandom random;
        final Scheduler scheduler;
        final Map<Flow, Client> open = new HashMap<>();
        final List<Flow> order = new ArrayList<>();
        long now;
        long revision = 1;
        double excess;
        long bytes;

        Run(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.now = random.nextLong();
            this.scheduler = new Scheduler(
                    new UplinkRate(random.nextLong(500_000, 5_000_000)), Watermarks.DEFAULT, FlowLimits.DEFAULT, now);
        }

        void play() {
            long end = now + 3 * SECOND;
            while (now - end < 0) {
                event();
                serve(now + random.nextLong(20 * MILLI));
            }
            // Then nobody disturbs any more: everybody's bytes arrive, whole.
            for (Flow flow : List.copyOf(order)) {
                scheduler.unblock(flow, now);
                scheduler.forget(flow.viewer(), now);
            }
            long patience = now + 600 * SECOND;
            while (scheduler.readyFlows() > 0) {
                assertThat(now - patience).as("seed %d", seed).isNegative();
                serve(now + 100 * MILLI);
            }
            assertThat(open).as("seed %d: all ended", seed).isEmpty();
            assertThat(scheduler.grantedBytes()).as("seed %d", seed).isEqualTo(bytes);
            scheduler.reporting().forEach(key -> scheduler.forget(key, now));
            assertThat(scheduler.knownViewers())
                    .as("seed %d: nothing is kept", seed)
                    .isZero();
        }

        private void event() {
            switch (random.nextInt(13)) {
                case 0, 1, 2 -> arrive();
                case 3 -> pick().ifPresentOrElse(this::leave, this::arrive);
                case 4 -> pick().ifPresent(flow -> scheduler.block(flow, now));
                case 5, 6 -> pick().ifPresent(flow -> scheduler.unblock(flow, now));
                case 7, 8 -> scheduler.report(viewer(), random.nextDouble(200), now);
                case 9 -> scheduler.forget(viewer(), now);
                case 12 -> pick().ifPresent(flow -> scheduler.move(flow, viewer(), now));
                case 10 -> {
                    if (random.nextInt(10) == 0) {
                        scheduler.stage("main", ++revision, now);
                    }
                }
                default -> {
                    if (random.nextInt(5) == 0) {
                        scheduler.changeRate(new UplinkRate(random.nextLong(500_000, 5_000_000)), now);
                    }
                }
            }
        }

        private ViewerKey viewer() {
            return new ViewerKey("viewer " + random.nextInt(6), random.nextInt(2));
        }

        private Optional<Flow> pick() {
            return order.isEmpty() ? Optional.empty() : Optional.of(order.get(random.nextInt(order.size())));
        }

        private void arrive() {
            String tab = random.nextBoolean() ? null : "tab " + random.nextInt(2);
            long wanted = random.nextInt(8) == 0 ? revision - 1 : revision;
            if (scheduler.open(viewer(), tab, "main", wanted, this, now)
                    instanceof Admission.Admitted(Flow flow, Flow evicted)) {
                assertThat(evicted).isNull();
                Client client = new Client(random.nextInt(1, 300_000));
                open.put(flow, client);
                order.add(flow);
                offer(flow, client);
            }
        }

        /// As Vert.x does: a piece of the file at a time, the next when the last is gone.
        private void offer(Flow flow, Client client) {
            int piece = Math.min(100_000, client.total - client.offered);
            client.offered += piece;
            scheduler.offer(flow, piece, now);
        }

        private void leave(Flow flow) {
            scheduler.close(flow, now);
            open.remove(flow);
            order.remove(flow);
        }

        private void serve(long until) {
            while (true) {
                switch (scheduler.next(now)) {
                    case Decision.Grant(Flow flow, long granted, long waited) -> granted(flow, granted, waited);
                    case Decision.WaitUntil(long nanos) -> {
                        assertThat(nanos - now)
                                .as("seed %d: no busy loop", seed)
                                .isPositive();
                        if (nanos - until > 0) {
                            pass(until);
                            return;
                        }
                        pass(nanos);
                    }
                    case Decision.Idle idle -> {
                        assertThat(scheduler.readyFlows()).as("seed %d", seed).isZero();
                        pass(until);
                        return;
                    }
                }
            }
        }

        private void pass(long until) {
            excess = Math.max(0, excess - scheduler.rate().bytesPerSecond() / 1e9 * (until - now));
            now = until;
        }

        private void granted(Flow flow, long granted, long waited) {
            Client client = Objects.requireNonNull(open.get(flow), "seed " + seed + ": a grant to a closed flow");
            assertThat(flow.isBlocked()).as("seed %d", seed).isFalse();
            assertThat(granted).as("seed %d", seed).isBetween(1L, scheduler.quantumBytes());
            assertThat(waited).as("seed %d", seed).isGreaterThanOrEqualTo(0);
            client.position += (int) granted;
            bytes += granted;
            // The largest amount above the rate over all intervals that end now: one quantum, of the larger rate where
            // it has just changed.
            excess += granted;
            assertThat(excess).as("seed %d: rate", seed).isLessThanOrEqualTo((64 << 10) + 1);
            assertThat(client.position)
                    .as("seed %d: never more than was offered", seed)
                    .isLessThanOrEqualTo(client.offered);
            assertThat(flow.grantedBytes()).as("seed %d", seed).isEqualTo(client.position);
            assertThat(flow.backlogBytes()).as("seed %d", seed).isEqualTo(client.offered - client.position);
            if (client.position == client.total) {
                leave(flow);
            } else if (flow.backlogBytes() == 0) {
                offer(flow, client);
            }
        }
    }

    /// Shreedhar and Varghese: between two viewers that both want something all the while, in any interval.
    @Test
    void insideABandNoTwoViewersEverDifferByMoreThanThreeQuanta() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            UplinkRate rate = new UplinkRate(random.nextLong(100_000, 20_000_000));
            Scheduler scheduler = new Scheduler(rate, Watermarks.DEFAULT, FlowLimits.DEFAULT, 0);
            int viewers = random.nextInt(2, 9);
            long[] bytes = new long[viewers];
            Map<Flow, Integer> whose = new HashMap<>();
            List<Deque<Flow>> flows = new ArrayList<>();
            for (int viewer = 0; viewer < viewers; viewer++) {
                flows.add(new ArrayDeque<>());
                int connections = random.nextInt(1, 9);
                for (int i = 0; i < connections; i++) {
                    Admission admission =
                            scheduler.open(new ViewerKey("viewer " + viewer, 0), "tab" + i % 2, "main", 1, seed, 0);
                    Flow flow = ((Admission.Admitted) admission).flow();
                    whose.put(flow, viewer);
                    flows.get(viewer).add(flow);
                    scheduler.offer(flow, random.nextLong(300_000, 600_000), 0);
                }
            }
            long now = 0;
            long[][] lowest = new long[viewers][viewers];
            long[][] highest = new long[viewers][viewers];
            for (int grants = 0; grants < 2_000; ) {
                switch (scheduler.next(now)) {
                    case Decision.Grant(Flow flow, long granted, long waited) -> {
                        grants++;
                        bytes[Objects.requireNonNull(whose.get(flow))] += granted;
                        if (flow.backlogBytes() < 300_000) {
                            scheduler.offer(flow, random.nextLong(1, 1_000_000), now);
                        }
                        for (int a = 0; a < viewers; a++) {
                            for (int b = 0; b < viewers; b++) {
                                long difference = bytes[a] - bytes[b];
                                lowest[a][b] = Math.min(lowest[a][b], difference);
                                highest[a][b] = Math.max(highest[a][b], difference);
                                assertThat(highest[a][b] - lowest[a][b])
                                        .as("seed %d", seed)
                                        .isLessThanOrEqualTo(3 * scheduler.quantumBytes());
                            }
                        }
                    }
                    // As a timer is: never early, often late.
                    case Decision.WaitUntil(long nanos) -> now = nanos + random.nextLong(3 * MILLI);
                    case Decision.Idle idle -> throw new AssertionError("seed " + seed + ": idle with backlog");
                }
            }
        }
    }

    @Test
    void aTimerThatIsLateByThreeMillisecondsLosesNothingOfANineteenMegabitUplink() {
        UplinkRate rate = UplinkRate.parse("19M");
        Scheduler scheduler = new Scheduler(rate, Watermarks.DEFAULT, FlowLimits.DEFAULT, 0);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 8; i++) {
            Admission admission = scheduler.open(new ViewerKey("viewer " + i, 0), null, "main", 1, i, 0);
            scheduler.offer(((Admission.Admitted) admission).flow(), Long.MAX_VALUE / 2, 0);
        }
        long now = 0;
        while (now < 10 * SECOND) {
            if (scheduler.next(now) instanceof Decision.WaitUntil(long nanos)) {
                now = nanos + random.nextLong(3 * MILLI);
            }
        }
        double used = scheduler.grantedBytes() * 1e9 / now / rate.bytesPerSecond();
        assertThat(used).isBetween(0.998, 1.001);
    }

    @Test
    void aThousandWaitingFlowsTakeLittleMemory() {
        Scheduler scheduler = new Scheduler(UplinkRate.parse("19M"), Watermarks.DEFAULT, FlowLimits.DEFAULT, 0);
        long before = used();
        for (int i = 0; i < 1_000; i++) {
            Admission admission = scheduler.open(new ViewerKey("viewer " + i, 0), "tab " + i, "main", 1, scheduler, 0);
            scheduler.offer(((Admission.Admitted) admission).flow(), 1 << 20, 0);
        }
        long after = used();

        assertThat(scheduler.readyFlows()).isEqualTo(1_000);
        assertThat(after - before).isLessThan(5L << 20);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}

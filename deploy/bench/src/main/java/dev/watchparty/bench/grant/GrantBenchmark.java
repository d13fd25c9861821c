package dev.watchparty.bench.grant;

import dev.watchparty.media.fair.Admission;
import dev.watchparty.media.fair.Decision;
import dev.watchparty.media.fair.FlowLimits;
import dev.watchparty.media.fair.Scheduler;
import dev.watchparty.media.fair.UplinkRate;
import dev.watchparty.media.fair.ViewerKey;
import dev.watchparty.media.fair.Watermarks;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a grant costs, with few flows and with many. Two flows a viewer, viewers in all
/// four bands, and each flow offers again what it was granted, as a response does.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class GrantBenchmark {

    private static final UplinkRate RATE = UplinkRate.parse("19M");
    private static final FlowLimits LIMITS =
            new FlowLimits(20_000, 64, 16, Duration.ofSeconds(5), Duration.ofMinutes(30), Duration.ofSeconds(30));
    /// Nobody reports the last of these.
    private static final double[] AHEAD_SECONDS = {2, 10, 60, Double.NaN};

    /// Flows that want to send.
    @Param({"10", "10000"})
    int flows;

    private Scheduler scheduler = new Scheduler(RATE, Watermarks.DEFAULT, LIMITS, 0);
    private long now;

    @Setup
    public void open() {
        scheduler = new Scheduler(RATE, Watermarks.DEFAULT, LIMITS, 0);
        for (int i = 0; i < flows; i++) {
            ViewerKey viewer = new ViewerKey("viewer " + i / 2, 0);
            if (scheduler.open(viewer, null, "main", 1, this, 0) instanceof Admission.Admitted admitted) {
                scheduler.offer(admitted.flow(), 1 << 20, 0);
            }
            double ahead = AHEAD_SECONDS[i / 2 % AHEAD_SECONDS.length];
            if (ahead >= 0) {
                scheduler.report(viewer, ahead, 0);
            }
        }
    }

    @Benchmark
    public long grant() {
        while (true) {
            switch (scheduler.next(now)) {
                case Decision.Grant(var flow, long bytes, long waited) -> {
                    scheduler.offer(flow, bytes, now);
                    return bytes;
                }
                case Decision.WaitUntil(long nanos) -> now = nanos;
                case Decision.Idle idle -> throw new IllegalStateException("idle with " + flows + " flows");
            }
        }
    }
}

package dev.watchparty.media;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Watches every event loop while it is open: how late a timer of 1 ms comes, which is for people to read as any noise
/// of the machine is in it, and what Vert.x' own checker complains about.
public final class LoopWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LoopWatch.class);

    private final Vertx vertx;
    private final String deployment;
    private final AtomicLong longestGapNanos;
    private final Logged checker = Logged.by("io.vertx.core.impl.BlockedThreadChecker");

    private LoopWatch(Vertx vertx, String deployment, AtomicLong longestGapNanos) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.longestGapNanos = longestGapNanos;
    }

    public static LoopWatch of(Vertx vertx) {
        AtomicLong longestGapNanos = new AtomicLong();
        String deployment = vertx.deployVerticle(
                        () -> new Timer(longestGapNanos),
                        new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return new LoopWatch(vertx, deployment, longestGapNanos);
    }

    /// What Vert.x' checker complains about while this is done, whose failure is passed on. Where it complains this is
    /// done once more, as the machine itself may have stopped a loop for so long; what is ours happens again.
    ///
    /// @param name how the log calls it
    public static List<String> complaintsDuring(Vertx vertx, String name, Callable<?> work) throws Exception {
        List<String> complaints = complaintsOnce(vertx, name, work);
        return complaints.isEmpty() ? complaints : complaintsOnce(vertx, name, work);
    }

    private static List<String> complaintsOnce(Vertx vertx, String name, Callable<?> work) throws Exception {
        try (LoopWatch loops = of(vertx)) {
            long started = System.nanoTime();
            work.call();
            LOG.infof(
                    "%s took %s; longest gap of a 1 ms timer on an event loop %s",
                    name, Duration.ofNanos(System.nanoTime() - started), loops.longestGap());
            return List.copyOf(loops.complaints());
        }
    }

    private Duration longestGap() {
        return Duration.ofNanos(longestGapNanos.get());
    }

    public List<String> complaints() {
        return checker.lines();
    }

    @Override
    public void close() {
        checker.close();
        vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().join();
    }

    /// One an event loop.
    private static final class Timer extends AbstractVerticle {

        private final AtomicLong longestGapNanos;
        private long lastNanos = System.nanoTime();

        Timer(AtomicLong longestGapNanos) {
            this.longestGapNanos = longestGapNanos;
        }

        @Override
        public void start() {
            lastNanos = System.nanoTime();
            vertx.setPeriodic(1, _ -> {
                long now = System.nanoTime();
                longestGapNanos.accumulateAndGet(now - lastNanos, Math::max);
                lastNanos = now;
            });
        }
    }
}

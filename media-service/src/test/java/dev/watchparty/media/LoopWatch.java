package dev.watchparty.media;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Watches every event loop while it is open: how late a timer of 1 ms comes, which is for people to read as any noise
/// of the machine is in it, and what Vert.x' own checker complains about.
public final class LoopWatch implements AutoCloseable {

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

    public Duration longestGap() {
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

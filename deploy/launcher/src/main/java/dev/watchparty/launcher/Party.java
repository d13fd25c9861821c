package dev.watchparty.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The services as one: they start together, and when one ends the others are ended too. Closing may happen on any
/// thread (a shutdown hook), at any time, more than once.
final class Party implements AutoCloseable {

    private final Path logFolder;
    private final Screen screen;
    private final Duration grace;
    private final List<Child> children = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /// @param grace longest time that services get to end by themselves
    Party(Path logFolder, Screen screen, Duration grace) {
        this.logFolder = logFolder;
        this.screen = screen;
        this.grace = grace;
    }

    /// Starts one service more; does nothing once closing.
    synchronized void start(Child.Plan plan) {
        if (closing.getCount() > 0) {
            children.add(Child.start(plan, logFolder, screen));
        }
    }

    /// Waits until every service answers.
    ///
    /// @throws Ended when one ended instead
    /// @throws Refusal when one still does not answer after `patience`
    void awaitHealthy(Duration patience) throws Ended, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        CompletableFuture<Child> firstEnd = firstEnd();
        for (Child child : running()) {
            while (!child.isHealthy()) {
                if (System.nanoTime() > deadline) {
                    throw new Refusal("The " + child.name() + " service does not answer after " + patience.toSeconds()
                            + " s: " + child.logFile() + " tells more.");
                }
                try {
                    throw new Ended(firstEnd.get(50, TimeUnit.MILLISECONDS));
                } catch (TimeoutException e) {
                    // All are alive: ask again.
                } catch (ExecutionException e) {
                    throw new IllegalStateException("an end is never exceptional", e);
                }
            }
        }
    }

    /// Waits until one of the services ends.
    Child awaitFirstEnd() throws InterruptedException {
        try {
            return firstEnd().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an end is never exceptional", e);
        }
    }

    /// Whether the party is being closed, or will be within a moment: Ctrl-C reaches the services as it reaches us,
    /// and one of them may end before our own hook runs.
    boolean isClosing() throws InterruptedException {
        return closing.await(500, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closing.countDown();
        List<Child> toEnd = running();
        toEnd.forEach(Child::askToEnd);
        long deadline = System.nanoTime() + grace.toNanos();
        toEnd.forEach(child -> child.awaitEnd(deadline));
    }

    private synchronized List<Child> running() {
        return List.copyOf(children);
    }

    private CompletableFuture<Child> firstEnd() {
        return running().stream()
                .map(Child::onExit)
                .reduce(new CompletableFuture<>(), (one, other) -> one.applyToEither(other, Function.identity()));
    }

    /// A service ended before it was told to.
    static final class Ended extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Child child;

        Ended(Child child) {
            super("the " + child.name() + " service ended");
            this.child = child;
        }

        Child child() {
            return child;
        }
    }
}

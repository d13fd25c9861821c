package dev.watchparty.launcher;

import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Lines for the terminal, printed by a thread of its own: a terminal that stands still (Ctrl-S, a selection in a
/// Windows console) holds up nobody. At most 1,000 lines wait; further ones are counted and left out.
final class Screen {

    private static final int BOUND = 1000;

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(BOUND);
    private final AtomicLong leftOut = new AtomicLong();
    private final PrintStream out;

    Screen(PrintStream out) {
        this.out = out;
        Thread.ofPlatform().daemon().name("screen").start(this::print);
    }

    void show(String line) {
        if (!waiting.offer(line)) {
            leftOut.incrementAndGet();
        }
    }

    private void print() {
        try {
            while (true) {
                out.println(waiting.take());
                long lost = leftOut.getAndSet(0);
                if (lost > 0) {
                    out.println("(" + lost + " lines left out here; the log files have them)");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

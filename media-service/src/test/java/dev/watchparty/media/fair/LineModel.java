package dev.watchparty.media.fair;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;

/// An uplink as it is: direct clients whose bytes go through the service's windows, the kernel's send buffers, TCP
/// (slow start, additive increase, halving on loss, a timeout where everything was lost) and a line with a queue of 50
/// ms that drops what does not fit, as `tbf` does. Pages measure their round trips through the same queue.
///
/// A send buffer grows with the congestion window, twice as large and up to 4 MiB, and never shrinks; it takes no more
/// once so much of it is unsent, and then wakes its writer only when half of that has gone. So what leaves the service
/// comes in lumps and goes into buffers, and is not what crosses the line, unless the kernel is asked.
///
/// In steps of a millisecond.
final class LineModel {

    private static final long MILLI = 1_000_000;
    private static final int SEGMENT = 1_448;
    private static final double FRAME = 1_514;
    private static final double QUEUE_SECONDS = 0.05;
    private static final double BURST = 16 << 10;
    private static final int LARGEST_BUFFER = 4 << 20;
    private static final int BASE_MS = 1;
    private static final int TIMEOUT_MS = 200;

    /// What the service may know of what lies below it.
    enum Told {
        /// Every socket, as Linux tells it of direct clients.
        BY_KERNEL,
        /// What sockets took alone.
        BY_WRITES
    }

    private static final class Tcp {
        int inWindow;
        int buffer = 32 << 10;
        boolean full;
        int notSent;
        int resend;
        double window = 10;
        double threshold = 1e9;
        int inFlight;
        long recoveryUntil;
        long silentUntil;
        boolean blocked;
        long received;

        int held() {
            return notSent + resend + inFlight * SEGMENT;
        }
    }

    private record Segment(int flow, long sentMs) {}

    private record Ack(int flow, long atMs) {}

    final UplinkEstimator estimator;
    private final SplittableRandom random;
    private final Told told;
    private final int notSentLimit;
    private final Tcp[] flows;
    private final PagesModel pages;
    private final Deque<Segment> queue = new ArrayDeque<>();
    private final Deque<Ack> acks = new ArrayDeque<>();
    private double bitsPerSecond;
    private double lineTokens;
    private double tokens;
    private long granted;
    private long written;
    private long wantedNanos;
    private int turn;
    private long millis;
    private UplinkRate rate = UplinkEstimator.FIRST_GUESS;

    /// @param pages 0 where nobody reports the delay
    LineModel(long seed, double megabits, int viewers, int pages, Told told) {
        random = new SplittableRandom(seed);
        this.told = told;
        notSentLimit = told == Told.BY_KERNEL ? 128 << 10 : LARGEST_BUFFER;
        flows = new Tcp[viewers];
        Arrays.setAll(flows, i -> new Tcp());
        this.pages = new PagesModel(random, pages);
        estimator = new UplinkEstimator(rate, 0);
        narrow(megabits);
    }

    void narrow(double megabits) {
        bitsPerSecond = megabits * 1e6;
    }

    double estimateMegabits() {
        return 8 * estimator.estimate().bytesPerSecond() / 1e6;
    }

    boolean isFree() {
        return rate.isUnlimited();
    }

    /// Bytes that each client got since the beginning.
    double[] receivedBytes() {
        return Arrays.stream(flows).mapToDouble(flow -> flow.received).toArray();
    }

    double queueMs() {
        return queue.size() * FRAME * 8_000 / bitsPerSecond;
    }

    void run(double seconds) {
        long end = millis + Math.round(1_000 * seconds);
        while (millis < end) {
            step();
        }
    }

    private void step() {
        millis++;
        grant();
        transmit();
        carry();
        acknowledge();
        pages.step(millis, () -> {
            boolean lost = queue.size() * FRAME > limit() - FRAME;
            return BASE_MS + queueMs() + random.nextDouble(5) + (lost ? TIMEOUT_MS : 0);
        });
        if (millis % 250 == 0) {
            rate = estimator.observe(signals());
        }
    }

    private UplinkEstimator.Signals signals() {
        long held = 0;
        double queued = told == Told.BY_KERNEL ? 0 : Double.NaN;
        if (told == Told.BY_KERNEL) {
            for (Tcp flow : flows) {
                held += flow.held();
                queued += flow.inWindow + flow.held();
            }
        }
        RoundTrips.Excess excess = pages.excess(millis);
        return new UplinkEstimator.Signals(
                millis * MILLI,
                granted,
                written - held,
                queued,
                flows.length,
                wantedNanos,
                excess.ms(),
                excess.nanos());
    }

    private void grant() {
        double quantum = rate.quantumBytes();
        tokens = rate.isUnlimited() ? 1e12 : Math.min(quantum, tokens + rate.bytesPerSecond() / 1_000.0);
        int window = (int) rate.windowBytes();
        int skipped = 0;
        while (tokens >= quantum / 2 && skipped < flows.length) {
            Tcp flow = flows[turn++ % flows.length];
            if (flow.blocked) {
                skipped++;
                continue;
            }
            skipped = 0;
            int bytes = (int) Math.min(tokens, quantum);
            tokens -= bytes;
            flow.inWindow += bytes;
            granted += bytes;
            flow.blocked = flow.inWindow >= window;
        }
        if (Arrays.stream(flows).anyMatch(flow -> !flow.blocked)) {
            wantedNanos += MILLI;
        }
        for (Tcp flow : flows) {
            write(flow, rate.quantumBytes());
            if (flow.inWindow <= window / 2) {
                flow.blocked = false;
            }
        }
    }

    private void write(Tcp flow, long quantum) {
        flow.buffer = (int) Math.clamp(2 * flow.window * SEGMENT, flow.buffer, LARGEST_BUFFER);
        if (flow.full && flow.notSent < notSentLimit / 2 && flow.held() < flow.buffer * 2 / 3) {
            flow.full = false;
        }
        while (!flow.full && flow.inWindow > 0) {
            int moved = (int) Math.min(quantum, flow.inWindow);
            flow.inWindow -= moved;
            flow.notSent += moved;
            written += moved;
            flow.full = flow.notSent >= notSentLimit || flow.held() >= flow.buffer;
        }
    }

    private double limit() {
        return bitsPerSecond / 8 * QUEUE_SECONDS + BURST;
    }

    private void transmit() {
        int first = random.nextInt(flows.length);
        for (int i = 0; i < flows.length; i++) {
            int number = (first + i) % flows.length;
            Tcp flow = flows[number];
            if (millis < flow.silentUntil) {
                continue;
            }
            int lost = 0;
            while (flow.inFlight < (int) flow.window && flow.notSent + flow.resend >= SEGMENT) {
                if (flow.resend >= SEGMENT) {
                    flow.resend -= SEGMENT;
                } else {
                    flow.notSent -= SEGMENT;
                }
                if ((queue.size() + 1) * FRAME <= limit()) {
                    queue.addLast(new Segment(number, millis));
                    flow.inFlight++;
                } else {
                    flow.resend += SEGMENT;
                    lost++;
                    break;
                }
            }
            if (lost > 0 && millis >= flow.recoveryUntil) {
                flow.threshold = Math.max(2, flow.window * 0.7);
                flow.window = flow.threshold;
                flow.recoveryUntil = millis + (long) queueMs() + BASE_MS;
                if (flow.inFlight < 3) {
                    flow.window = 2;
                    flow.silentUntil = millis + TIMEOUT_MS;
                }
            }
        }
    }

    private void carry() {
        double perStep = bitsPerSecond / 8_000;
        lineTokens = Math.min(Math.max(BURST, perStep), lineTokens + perStep);
        while (lineTokens >= FRAME && !queue.isEmpty()) {
            lineTokens -= FRAME;
            Segment segment = queue.removeFirst();
            flows[segment.flow()].received += SEGMENT;
            acks.addLast(new Ack(segment.flow(), millis + BASE_MS));
        }
    }

    private void acknowledge() {
        while (!acks.isEmpty() && acks.getFirst().atMs() <= millis) {
            Tcp flow = flows[acks.removeFirst().flow()];
            flow.inFlight--;
            boolean limited = flow.notSent + flow.resend > 0;
            if (limited) {
                flow.window += flow.window < flow.threshold ? 1 : 1 / flow.window;
            }
        }
    }

    @Override
    public String toString() {
        return "at " + millis + " ms " + estimator + ", rate " + rate + ", queue " + Math.round(queueMs()) + " ms";
    }
}

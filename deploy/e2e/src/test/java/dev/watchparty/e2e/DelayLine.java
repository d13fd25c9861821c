package dev.watchparty.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/// A long way to a service: everything that a browser asks for (pages, socket, film) and every answer arrives later by
/// the delay of its direction, more or less by up to a fifth, anew for each piece. Bytes of a connection keep their
/// order, so a slow piece holds up those behind it, as a lost packet does. Connecting itself costs nothing.
///
/// Up to 1 MiB of a connection is on the way in each direction; then the sender waits.
public final class DelayLine implements AutoCloseable {

    private static final double JITTER = 0.2;
    private static final int PIECE = 16 * 1024;
    private static final int PIECES = 64;

    private final Relay relay;

    private DelayLine(Relay relay) {
        this.relay = relay;
    }

    /// The same way there and back.
    public static DelayLine to(URI target, Duration oneWay) {
        return to(target, oneWay, oneWay);
    }

    /// Another way there than back.
    ///
    /// @param up towards the service
    /// @param down towards the browser
    public static DelayLine to(URI target, Duration up, Duration down) {
        return new DelayLine(
                Relay.to(target, 0, (from, to) -> passLater(from, to, up), (from, to) -> passLater(from, to, down)));
    }

    /// What a browser opens instead of the service.
    public URI front() {
        return relay.front();
    }

    @Override
    public void close() {
        relay.close();
    }

    /// Bytes and when they arrive; none where the sender has no more.
    private static final class Piece {

        private final long dueNanos;
        private final byte[] bytes;

        Piece(long dueNanos, byte[] bytes) {
            this.dueNanos = dueNanos;
            this.bytes = bytes;
        }
    }

    private static void passLater(InputStream from, OutputStream to, Duration delay)
            throws IOException, InterruptedException {
        if (delay.isZero()) {
            from.transferTo(to);
            return;
        }
        BlockingQueue<Piece> onTheWay = new ArrayBlockingQueue<>(PIECES);
        Thread departures = Thread.ofVirtual().name("departures").start(() -> depart(from, delay, onTheWay));
        try {
            Piece piece = onTheWay.take();
            awaitNanos(piece.dueNanos);
            while (piece.bytes.length > 0) {
                to.write(piece.bytes);
                piece = onTheWay.take();
                awaitNanos(piece.dueNanos);
            }
        } finally {
            departures.interrupt();
        }
    }

    private static void depart(InputStream from, Duration delay, BlockingQueue<Piece> onTheWay) {
        Random random = new Random();
        byte[] piece = new byte[PIECE];
        try {
            try {
                for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
                    onTheWay.put(new Piece(due(delay, random), Arrays.copyOf(piece, read)));
                }
            } catch (IOException hungUp) {
                // The other side learns of it as late as of everything else.
            }
            onTheWay.put(new Piece(due(delay, random), new byte[0]));
        } catch (InterruptedException nobodyWaitsForIt) {
            Thread.currentThread().interrupt();
        }
    }

    private static long due(Duration delay, Random random) {
        return System.nanoTime() + Math.round(delay.toNanos() * (1 + JITTER * (2 * random.nextDouble() - 1)));
    }

    private static void awaitNanos(long dueNanos) {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}

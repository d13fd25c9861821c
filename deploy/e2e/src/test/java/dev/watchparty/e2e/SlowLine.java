package dev.watchparty.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A narrow line in front of a service: towards the browser no faster than the rate, over all connections together.
/// It counts what it has passed on, which is what the browser can have seen at most.
final class SlowLine implements AutoCloseable {

    private static final int CHUNK = 4 * 1024;
    private static final int SMALLEST_CHUNK = 256;
    /// Small, so that what the service has sent and what the browser has got do not drift apart.
    private static final int SOCKET_BUFFER = 16 * 1024;

    private final Relay relay;
    private volatile long bytesPerSecond;
    private final AtomicLong bytesDown = new AtomicLong();
    private final AtomicLong freeAtNanos = new AtomicLong(System.nanoTime());

    private SlowLine(URI target, long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        this.relay = Relay.to(target, SOCKET_BUFFER, InputStream::transferTo, this::passDown);
    }

    static SlowLine to(URI target, long bytesPerSecond) {
        return new SlowLine(target, bytesPerSecond);
    }

    /// What a browser opens instead of the service.
    URI front() {
        return relay.front();
    }

    /// Another rate from the next chunk on.
    void carry(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /// Bytes passed on towards the browser so far, headers included.
    long bytesDown() {
        return bytesDown.get();
    }

    @Override
    public void close() {
        relay.close();
    }

    private void passDown(InputStream from, OutputStream to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = from.read(chunk, 0, piece()); read >= 0; read = from.read(chunk, 0, piece())) {
            awaitTurn(read);
            to.write(chunk, 0, read);
            bytesDown.addAndGet(read);
        }
    }

    /// What takes no longer than an eighth of a second: a room's word does not wait for as much of a film.
    private int piece() {
        return Math.clamp(bytesPerSecond / 8, SMALLEST_CHUNK, CHUNK);
    }

    /// A virtual scheduling clock: each chunk moves the instant at which the line is free again.
    private void awaitTurn(int bytes) {
        long takesNanos = bytes * 1_000_000_000L / bytesPerSecond;
        long startNanos = freeAtNanos.updateAndGet(free -> Math.max(free, System.nanoTime()) + takesNanos) - takesNanos;
        for (long left = startNanos - System.nanoTime(); left > 0; left = startNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

package dev.watchparty.bench.fairness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// A line for who is not root: a proxy on loopback before each server, and one queue for all that servers send, first
/// come, first served. Nothing is lost on it: who is not read waits.
final class ProxyLine implements Line {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /// The rest of what a line carries are headers of TCP, IP and Ethernet.
    private static final double BODY = 0.956;

    private static final int CHUNK = 4 << 10;
    private static final int SOCKET_BUFFER = 32 << 10;
    /// A sleeper that woke late catches up so much.
    private static final long LATE_NANOS = 5_000_000;

    private final ReentrantLock queue = new ReentrantLock(true);
    private final ConcurrentLinkedQueue<ServerSocket> listeners = new ConcurrentLinkedQueue<>();
    private volatile double nanosPerByte;
    private long freeAtNanos = System.nanoTime();

    @Override
    public Place behind(int number) throws IOException {
        int server = freePort();
        ServerSocket listener = new ServerSocket(0, 500, LOOPBACK);
        listeners.add(listener);
        Thread.ofVirtual().start(() -> accept(listener, server));
        return new Place(List.of(), server, LOOPBACK.getHostAddress(), listener.getLocalPort(), true);
    }

    @Override
    public Place beside(int number) throws IOException {
        int server = freePort();
        return new Place(List.of(), server, LOOPBACK.getHostAddress(), server, true);
    }

    @Override
    public void narrow(int megabits) {
        nanosPerByte = 8e3 / (megabits * BODY);
    }

    @Override
    public void widen() {
        nanosPerByte = 0;
    }

    @Override
    public boolean isOfTheKernel() {
        return false;
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            return free.getLocalPort();
        }
    }

    private void accept(ServerSocket listener, int server) {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                Thread.ofVirtual().start(() -> carry(near, server));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket near, int server) {
        try (near;
                Socket far = new Socket()) {
            near.setSendBufferSize(SOCKET_BUFFER);
            near.setTcpNoDelay(true);
            far.setReceiveBufferSize(SOCKET_BUFFER);
            far.setTcpNoDelay(true);
            far.connect(new InetSocketAddress(LOOPBACK, server));
            Thread.ofVirtual().start(() -> ask(near, far));
            answer(far.getInputStream(), near.getOutputStream());
        } catch (IOException hungUp) {
            // Either side may leave at any time; closing both is the answer.
        }
    }

    private static void ask(Socket near, Socket far) {
        try {
            near.getInputStream().transferTo(far.getOutputStream());
            far.close();
        } catch (IOException hungUp) {
            // The other direction finds out, too.
        }
    }

    private void answer(InputStream from, OutputStream to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
            cross(n);
            to.write(chunk, 0, n);
        }
    }

    /// Returns when so many bytes have crossed the line behind all that came before.
    private void cross(int bytes) {
        double perByte = nanosPerByte;
        if (perByte == 0) {
            return;
        }
        queue.lock();
        try {
            freeAtNanos = Math.max(freeAtNanos, System.nanoTime() - LATE_NANOS) + Math.round(bytes * perByte);
            for (long left = freeAtNanos - System.nanoTime(); left > 0; left = freeAtNanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        } finally {
            queue.unlock();
        }
    }
}

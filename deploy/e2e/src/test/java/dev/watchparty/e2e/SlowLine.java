package dev.watchparty.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A narrow line in front of a service: TCP passed on byte by byte, towards the browser no faster than the rate, over
/// all connections together. It counts what it has passed on, which is what the browser can have seen at most.
final class SlowLine implements AutoCloseable {

    private static final int CHUNK = 4 * 1024;
    /// Small, so that what the service has sent and what the browser has got do not drift apart.
    private static final int SOCKET_BUFFER = 16 * 1024;

    private final ServerSocket listener;
    private final URI target;
    private final long bytesPerSecond;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesDown = new AtomicLong();
    private final AtomicLong freeAtNanos = new AtomicLong(System.nanoTime());

    private SlowLine(ServerSocket listener, URI target, long bytesPerSecond) {
        this.listener = listener;
        this.target = target;
        this.bytesPerSecond = bytesPerSecond;
    }

    static SlowLine to(URI target, long bytesPerSecond) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SlowLine line = new SlowLine(listener, target, bytesPerSecond);
            Thread.ofVirtual().name("slow line").start(line::accept);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a line", e);
        }
    }

    /// What a browser opens instead of the service.
    URI front() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// Bytes passed on towards the browser so far, headers included.
    long bytesDown() {
        return bytesDown.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket browser = listener.accept();
                Thread.ofVirtual().name("slow line up").start(() -> serve(browser));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket browser) {
        try (browser;
                Socket service = new Socket()) {
            open.add(browser);
            open.add(service);
            browser.setSendBufferSize(SOCKET_BUFFER);
            browser.setTcpNoDelay(true);
            service.setReceiveBufferSize(SOCKET_BUFFER);
            service.setTcpNoDelay(true);
            service.connect(new InetSocketAddress(target.getHost(), target.getPort()));
            Thread down = Thread.ofVirtual().name("slow line down").start(() -> passDown(service, browser));
            pass(browser.getInputStream(), service.getOutputStream());
            service.shutdownOutput();
            down.join();
        } catch (IOException hungUp) {
            // Either side may leave at any time; closing both is the answer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(browser);
            open.removeIf(Socket::isClosed);
        }
    }

    private void passDown(Socket service, Socket browser) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream from = service.getInputStream();
            OutputStream to = browser.getOutputStream();
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                awaitTurn(read);
                to.write(chunk, 0, read);
                bytesDown.addAndGet(read);
            }
            browser.shutdownOutput();
        } catch (IOException hungUp) {
            closeQuietly(service);
            closeQuietly(browser);
        }
    }

    private static void pass(InputStream from, OutputStream to) throws IOException {
        from.transferTo(to);
    }

    /// A virtual scheduling clock: each chunk moves the instant at which the line is free again.
    private void awaitTurn(int bytes) {
        long takesNanos = bytes * 1_000_000_000L / bytesPerSecond;
        long startNanos = freeAtNanos.updateAndGet(free -> Math.max(free, System.nanoTime()) + takesNanos) - takesNanos;
        for (long left = startNanos - System.nanoTime(); left > 0; left = startNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Closed is what it should be.
        }
    }
}

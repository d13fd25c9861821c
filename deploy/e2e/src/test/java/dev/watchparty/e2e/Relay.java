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

/// Stands in front of a service and passes TCP on, each direction in its own way. Bytes keep their order, a connection
/// that ends on one side ends on the other.
final class Relay implements AutoCloseable {

    /// How bytes of one direction of one connection travel, until the sender has no more.
    interface Course {
        void pass(InputStream from, OutputStream to) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final URI target;
    private final int socketBuffer;
    private final Course up;
    private final Course down;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Relay(ServerSocket listener, URI target, int socketBuffer, Course up, Course down) {
        this.listener = listener;
        this.target = target;
        this.socketBuffer = socketBuffer;
        this.up = up;
        this.down = down;
    }

    /// @param socketBuffer bytes that the kernel may hold towards the browser; 0 leaves that to the kernel
    /// @param up towards the service
    /// @param down towards the browser
    static Relay to(URI target, int socketBuffer, Course up, Course down) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Relay relay = new Relay(listener, target, socketBuffer, up, down);
            Thread.ofVirtual().name("relay").start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a relay", e);
        }
    }

    /// What a browser opens instead of the service.
    URI front() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(Relay::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket browser = listener.accept();
                Thread.ofVirtual().name("relay up").start(() -> serve(browser));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket browser) {
        try (browser;
                Socket service = new Socket()) {
            hold(browser);
            hold(service);
            if (socketBuffer > 0) {
                browser.setSendBufferSize(socketBuffer);
                service.setReceiveBufferSize(socketBuffer);
            }
            browser.setTcpNoDelay(true);
            service.setTcpNoDelay(true);
            service.connect(new InetSocketAddress(target.getHost(), target.getPort()));
            Thread back = Thread.ofVirtual().name("relay down").start(() -> pass(down, service, browser));
            pass(up, browser, service);
            back.join();
        } catch (IOException hungUp) {
            // Either side may leave at any time; closing both is the answer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(browser);
            open.removeIf(Socket::isClosed);
        }
    }

    /// A browser that came in while the relay closed may be missed by [#close] and goes by its own hand.
    private void hold(Socket socket) {
        open.add(socket);
        if (listener.isClosed()) {
            closeQuietly(socket);
        }
    }

    private static void pass(Course course, Socket from, Socket to) {
        try {
            course.pass(from.getInputStream(), to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException hungUp) {
            closeQuietly(from);
            closeQuietly(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyGone) {
            // Closed is what it should be.
        }
    }
}

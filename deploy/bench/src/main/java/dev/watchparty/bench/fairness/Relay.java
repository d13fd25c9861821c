package dev.watchparty.bench.fairness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Gives a browser, which cannot choose the address it comes from, that of one of the clients: hands its connections
/// on,
/// a few KiB at a time, so that what the browser does not read the server cannot send.
final class Relay implements AutoCloseable {

    private static final int BUFFER = 16 << 10;

    private final ServerSocket server;

    private Relay(ServerSocket server) {
        this.server = server;
    }

    static Relay open(Client.Target target, String address) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket near = server.accept();
                    Thread.ofVirtual().start(() -> carry(near, target, address));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return new Relay(server);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void carry(Socket near, Client.Target target, String address) {
        try (near;
                Socket far = new Socket()) {
            near.setSendBufferSize(BUFFER);
            far.setReceiveBufferSize(8 * BUFFER);
            far.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            far.connect(new InetSocketAddress(InetAddress.ofLiteral(target.host()), target.port()));
            Thread asks = Thread.ofVirtual().start(() -> {
                try {
                    copy(near.getInputStream(), far.getOutputStream());
                    far.shutdownOutput();
                } catch (IOException over) {
                    // One of the two hung up; the other copy ends as well.
                }
            });
            copy(far.getInputStream(), near.getOutputStream());
            near.shutdownOutput();
            asks.join();
        } catch (IOException over) {
            // Browsers hang up in the middle of files.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            to.write(buffer, 0, n);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package dev.watchparty.bench.fairness;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A tunnel before a server, as its viewers see it: they come to its far end, and all of them share the few connections
/// that cross the line from there to its near end ([TunnelProxy]).
final class Tunnel implements AutoCloseable {

    /// As many as cloudflared has.
    private static final int CONNECTIONS = 4;

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Process near;
    private final Client.Target target;
    private final ServerSocket listener;
    private final List<Carrier> carriers = new ArrayList<>();
    private final AtomicInteger streams = new AtomicInteger();

    private Tunnel(Process near, ServerSocket listener, String path) {
        this.near = near;
        this.listener = listener;
        this.target = new Client.Target(LOOPBACK.getHostAddress(), listener.getLocalPort(), path, true);
    }

    /// @param at where the near end is
    /// @param near the process of the near end
    /// @param path of the film
    static Tunnel open(Process near, Place at, String path) throws IOException, InterruptedException {
        Tunnel tunnel = new Tunnel(near, new ServerSocket(0, 500, LOOPBACK), path);
        for (int i = 0; i < CONNECTIONS; i++) {
            tunnel.carriers.add(Carrier.connect(at, near));
        }
        Thread.ofVirtual().start(tunnel::accept);
        return tunnel;
    }

    /// Bytes that each of its connections may have in its buffer.
    static int bufferOfEach(int bufferBytes) {
        return bufferBytes / CONNECTIONS;
    }

    /// Where viewers find what is behind it.
    Client.Target target() {
        return target;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket viewer = listener.accept();
                int stream = streams.incrementAndGet();
                Carrier carrier = carriers.get(stream % CONNECTIONS);
                Thread.ofVirtual().start(() -> carrier.ask(stream, viewer));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// One of its connections.
    private static final class Carrier {
        private final Socket line;
        private final DataOutputStream requests;
        private final DataInputStream answers;
        private final Map<Integer, Socket> viewers = new ConcurrentHashMap<>();

        private Carrier(Socket line) throws IOException {
            this.line = line;
            this.requests = new DataOutputStream(line.getOutputStream());
            this.answers = new DataInputStream(new BufferedInputStream(line.getInputStream()));
        }

        static Carrier connect(Place at, Process near) throws IOException, InterruptedException {
            while (true) {
                Socket line = new Socket();
                try {
                    line.setTcpNoDelay(true);
                    line.connect(new InetSocketAddress(InetAddress.ofLiteral(at.host()), at.port()));
                    Carrier carrier = new Carrier(line);
                    // What stands for the line may answer before the near end does.
                    Frame.read(carrier.answers);
                    Thread.ofVirtual().start(carrier::answer);
                    return carrier;
                } catch (IOException e) {
                    line.close();
                    if (!near.isAlive()) {
                        throw new IOException("the near end has ended", e);
                    }
                    Thread.sleep(100);
                }
            }
        }

        private void ask(int stream, Socket viewer) {
            try (viewer) {
                viewer.setTcpNoDelay(true);
                viewers.put(stream, viewer);
                while (true) {
                    tell(new Frame(stream, Client.head(viewer.getInputStream()).getBytes(StandardCharsets.ISO_8859_1)));
                }
            } catch (IOException hungUp) {
                viewers.remove(stream);
                try {
                    tell(Frame.over(stream));
                } catch (IOException closed) {
                    // The tunnel is over, and with it all of its streams.
                }
            }
        }

        private synchronized void tell(Frame frame) throws IOException {
            frame.write(requests);
            requests.flush();
        }

        private void answer() {
            try {
                while (true) {
                    Frame frame = Frame.read(answers);
                    Socket viewer = viewers.get(frame.stream());
                    if (viewer != null) {
                        give(viewer, frame);
                    }
                }
            } catch (IOException over) {
                // The bench closes it.
            }
        }

        private static void give(Socket viewer, Frame frame) throws IOException {
            try {
                if (frame.isOver()) {
                    viewer.close();
                } else {
                    viewer.getOutputStream().write(frame.bytes());
                }
            } catch (IOException hungUp) {
                // Whoever listens to the viewer tells the near end.
                viewer.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Carrier carrier : carriers) {
            carrier.line.close();
        }
        near.destroy();
        near.onExit().join();
    }
}

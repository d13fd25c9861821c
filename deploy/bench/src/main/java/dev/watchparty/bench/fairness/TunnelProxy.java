package dev.watchparty.bench.fairness;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/// A tunnel's near end, a process beside the server: takes requests from the few connections of its far end
/// ([Tunnel]), reads answers over connections that it keeps and gives to whichever viewer comes next, and swallows as
/// much of them at once as its buffer holds. What is in the buffer of a connection goes over the line in the order in
/// which it came, whoever it is for.
final class TunnelProxy {

    /// The kernel's part of the buffer: little, so that the buffer is as large as it is said to be.
    private static final int SOCKET_BUFFER = 64 << 10;

    /// No viewer's connection has this number.
    private static final int GREETING = 0;

    private static final ConcurrentLinkedDeque<Socket> IDLE = new ConcurrentLinkedDeque<>();

    private final int server;
    private final Map<Integer, Socket> servers = new ConcurrentHashMap<>();
    private final BlockingQueue<Frame> swallowed = new LinkedBlockingQueue<>();
    /// First come, first served: streams take turns.
    private final Semaphore room;

    private TunnelProxy(int server, int bufferBytes) {
        this.server = server;
        this.room = new Semaphore(bufferBytes, true);
    }

    /// Carries until it is ended.
    ///
    /// @param arguments the port to listen at, the server's, and bytes that each connection's buffer holds
    public static void main(String[] arguments) throws IOException {
        int server = Integer.parseInt(arguments[1]);
        int bufferBytes = Integer.parseInt(arguments[2]);
        try (ServerSocket listener = new ServerSocket(Integer.parseInt(arguments[0]))) {
            while (true) {
                Socket far = listener.accept();
                Thread.ofVirtual().start(() -> new TunnelProxy(server, bufferBytes).carry(far));
            }
        }
    }

    private void carry(Socket far) {
        try (far) {
            far.setSendBufferSize(SOCKET_BUFFER);
            far.setTcpNoDelay(true);
            swallowed.add(Frame.over(GREETING));
            Thread.ofVirtual().start(() -> send(far));
            DataInputStream requests = new DataInputStream(new BufferedInputStream(far.getInputStream()));
            while (true) {
                Frame request = Frame.read(requests);
                if (request.isOver()) {
                    hangUp(request.stream());
                } else {
                    Thread.ofVirtual().start(() -> answer(request));
                }
            }
        } catch (IOException over) {
            servers.keySet().forEach(this::hangUp);
        }
    }

    private void hangUp(int stream) {
        Socket open = servers.remove(stream);
        if (open != null) {
            try {
                open.close();
            } catch (IOException closed) {
                // That is all it was to be.
            }
        }
    }

    private void send(Socket far) {
        try {
            DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(far.getOutputStream()));
            while (true) {
                Frame frame = swallowed.take();
                frame.write(answers);
                answers.flush();
                room.release(frame.bytes().length);
            }
        } catch (IOException | InterruptedException over) {
            // The far end has hung up: who reads from it finds out, too.
        }
    }

    private void answer(Frame request) {
        try {
            Socket open = IDLE.pollFirst();
            if (open == null) {
                open = new Socket();
                open.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server));
            }
            servers.put(request.stream(), open);
            open.getOutputStream().write(request.bytes());
            InputStream from = new BufferedInputStream(open.getInputStream(), Frame.LONGEST);
            String head = Client.head(from);
            swallow(request.stream(), head.getBytes(StandardCharsets.ISO_8859_1));
            byte[] chunk = new byte[Frame.LONGEST];
            for (long left = Client.length(head); left > 0; ) {
                int n = from.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (n < 0) {
                    throw new IOException("the server ended " + left + " bytes before its answer");
                }
                swallow(request.stream(), Arrays.copyOf(chunk, n));
                left -= n;
            }
            if (servers.remove(request.stream(), open)) {
                IDLE.addFirst(open);
            }
        } catch (IOException over) {
            hangUp(request.stream());
            swallowed.add(Frame.over(request.stream()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void swallow(int stream, byte[] bytes) throws InterruptedException {
        room.acquire(bytes.length);
        swallowed.add(new Frame(stream, bytes));
    }
}

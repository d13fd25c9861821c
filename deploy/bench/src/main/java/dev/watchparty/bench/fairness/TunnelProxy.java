package dev.watchparty.bench.fairness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Stands for a tunnel's near end: reads responses from the service over connections that it keeps and gives to
/// whichever viewer comes next, swallows up to 4 MiB of each at once, and says by a header for whom it asks.
final class TunnelProxy {

    private static final int CHUNK = 64 << 10;
    private static final int CHUNKS = 64;
    private static final byte[] END = new byte[0];

    private static final ConcurrentLinkedDeque<Socket> IDLE = new ConcurrentLinkedDeque<>();

    private TunnelProxy() {}

    public static void main(String[] arguments) throws IOException {
        int upstream = Integer.parseInt(arguments[1]);
        try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]))) {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (client) {
                        serve(client, upstream);
                    } catch (IOException e) {
                        // Viewers hang up.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        }
    }

    private static void serve(Socket client, int port) throws IOException, InterruptedException {
        String head = Client.head(client.getInputStream());
        String viewer = client.getInetAddress().getHostAddress();
        Socket upstream = IDLE.pollFirst();
        if (upstream == null) {
            upstream = new Socket();
            upstream.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        }
        boolean whole = false;
        try {
            String request = head.substring(0, head.length() - 2) + "X-Forwarded-For: " + viewer + "\r\n\r\n";
            upstream.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream from = new BufferedInputStream(upstream.getInputStream(), CHUNK);
            String answer = Client.head(from);
            OutputStream to = client.getOutputStream();
            to.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            whole = relay(from, to, Client.length(answer));
        } finally {
            if (whole) {
                IDLE.addFirst(upstream);
            } else {
                upstream.close();
            }
        }
    }

    private static boolean relay(InputStream from, OutputStream to, long length)
            throws IOException, InterruptedException {
        BlockingQueue<byte[]> swallowed = new ArrayBlockingQueue<>(CHUNKS);
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                for (long left = length; left > 0; ) {
                    byte[] chunk = from.readNBytes((int) Math.min(CHUNK, left));
                    if (chunk.length == 0) {
                        break;
                    }
                    left -= chunk.length;
                    swallowed.put(chunk);
                }
                swallowed.put(END);
            } catch (IOException | InterruptedException e) {
                // The writer hung up, or the service did: the writer finds out by itself.
            }
        });
        try {
            long sent = 0;
            for (byte[] chunk = swallowed.take(); chunk.length > 0; chunk = swallowed.take()) {
                to.write(chunk);
                sent += chunk.length;
            }
            return sent == length;
        } finally {
            reader.interrupt();
        }
    }
}

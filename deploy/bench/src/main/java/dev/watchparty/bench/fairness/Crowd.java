package dev.watchparty.bench.fairness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Thousands of connections of one address. Each asks for the film once, reads the head of the answer and nothing more,
/// and stays.
final class Crowd implements AutoCloseable {

    /// As many as a listener's queue holds.
    private static final int AT_ONCE = 100;
    private static final int RECEIVE_BUFFER = 4 << 10;
    private static final int PATIENCE_SECONDS = 120;

    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    private Crowd() {}

    /// Returns once all are answered.
    static Crowd of(int connections, Client.Target target, String address) throws IOException, InterruptedException {
        Crowd crowd = new Crowd();
        byte[] request = "GET %s HTTP/1.1\r\nHost: party.example\r\nX-Forwarded-For: %s\r\n\r\n"
                .formatted(target.path(), address)
                .getBytes(StandardCharsets.ISO_8859_1);
        Semaphore queue = new Semaphore(AT_ONCE);
        CountDownLatch answered = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            queue.acquire();
            Thread.ofVirtual().start(() -> {
                try {
                    crowd.ask(target, request);
                } catch (IOException e) {
                    System.err.println("one of the crowd: " + e);
                } finally {
                    queue.release();
                    answered.countDown();
                }
            });
        }
        if (!answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            crowd.close();
            throw new IOException(answered.getCount() + " of the crowd have no answer");
        }
        return crowd;
    }

    private void ask(Client.Target target, byte[] request) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(target.host()), target.port()));
        socket.getOutputStream().write(request);
        String head = Client.head(new BufferedInputStream(socket.getInputStream(), RECEIVE_BUFFER));
        answers.add(Integer.parseInt(head.split(" ", 3)[1]));
    }

    /// How many got which status.
    Map<Integer, Integer> answers() {
        Map<Integer, Integer> counts = new TreeMap<>();
        answers.forEach(status -> counts.merge(status, 1, Integer::sum));
        return counts;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

package dev.watchparty.bench.fairness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/// Thousands of connections of one address. Each asks for the film once, reads the head of the answer and nothing more,
/// and stays. They are a process of the lowest priority: a crowd has a computer of its own elsewhere.
final class Crowd implements AutoCloseable {

    /// Fewer than listeners leave waiting, so that none is told to try again by silence.
    private static final int AT_ONCE = 100;

    private static final int RECEIVE_BUFFER = 4 << 10;
    private static final int PATIENCE_MILLISECONDS = 30_000;

    private final Process process;
    private final Answers answers;

    /// @param all how many connections were answered
    /// @param refused of these, with 429
    record Answers(int all, int refused) {}

    private Crowd(Process process, Answers answers) {
        this.process = process;
        this.answers = answers;
    }

    /// Returns once all are answered or have given up.
    static Crowd of(int connections, Client.Target target, String address) throws IOException {
        Process process = new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Crowd.class.getName(),
                        Integer.toString(connections),
                        target.host(),
                        Integer.toString(target.port()),
                        target.path(),
                        address)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = process.inputReader().readLine();
        if (told == null) {
            throw new IOException("the crowd ended without an answer");
        }
        String[] counts = told.split(" ", 2);
        return new Crowd(process, new Answers(Integer.parseInt(counts[0]), Integer.parseInt(counts[1])));
    }

    Answers answers() {
        return answers;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    /// Asks, tells how many were answered and how many of these refused, and stays until its input ends.
    ///
    /// @param arguments how many connections, the server's host and port, the film's path, and the address that the
    /// crowd says to come from
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int connections = Integer.parseInt(arguments[0]);
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.ofLiteral(arguments[1]), Integer.parseInt(arguments[2]));
        byte[] request = "GET %s HTTP/1.1\r\nHost: party.example\r\nX-Forwarded-For: %s\r\n\r\n"
                .formatted(arguments[3], arguments[4])
                .getBytes(StandardCharsets.ISO_8859_1);
        Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
        Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
        Semaphore queue = new Semaphore(AT_ONCE);
        for (int i = 0; i < connections; i++) {
            queue.acquire();
            Thread.ofVirtual().start(() -> {
                try {
                    Socket socket = new Socket();
                    sockets.add(socket);
                    statuses.add(ask(socket, server, request));
                } catch (IOException e) {
                    System.err.println("one of the crowd: " + e);
                } finally {
                    queue.release();
                }
            });
        }
        queue.acquire(AT_ONCE);
        long refused = statuses.stream().filter(status -> status == 429).count();
        System.out.println(statuses.size() + " " + refused);
        System.in.transferTo(System.err);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /// @return the status of the answer
    private static int ask(Socket socket, InetSocketAddress server, byte[] request) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(PATIENCE_MILLISECONDS);
        socket.connect(server, PATIENCE_MILLISECONDS);
        socket.getOutputStream().write(request);
        String head = Client.head(new BufferedInputStream(socket.getInputStream(), RECEIVE_BUFFER));
        return Integer.parseInt(head.split(" ", 3)[1]);
    }
}

package dev.watchparty.bench.fairness;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A viewer who downloads without limit over any number of connections, or one who plays a film.
final class Client implements AutoCloseable {

    /// Where a server is.
    ///
    /// @param forwarded whether clients say by a header who they are
    record Target(String host, int port, String path, boolean forwarded) {}

    /// Browsers read no further.
    static final double AHEAD_SECONDS = 10;

    private final Target target;
    private final String address;
    private final String cookieLine;
    private final AtomicLong bytes = new AtomicLong();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean over;
    private final AtomicInteger stalls = new AtomicInteger();
    private volatile boolean playing;

    Client(Target target, String address) {
        this(target, address, "");
    }

    /// In a browser that has been there before.
    Client(Target target, Viewer viewer) {
        this(target, viewer.address(), "Cookie: " + viewer.cookie() + "\r\n");
    }

    private Client(Target target, String address, String cookieLine) {
        this.target = target;
        this.address = address;
        this.cookieLine = cookieLine;
    }

    /// Opens connections that read as fast as bytes come.
    Client download(int connections) {
        for (int i = 0; i < connections; i++) {
            start((input, length) -> {
                byte[] chunk = new byte[128 << 10];
                for (long left = length; left > 0 && !over; ) {
                    int n = read(input, chunk, left);
                    left -= n;
                    bytes.addAndGet(n);
                }
            });
        }
        return this;
    }

    /// Plays a film: starts with two seconds of it, and reads no further ahead than browsers do.
    Client play(double bytesPerSecond) {
        start((input, length) -> {
            byte[] chunk = new byte[16 << 10];
            long startNanos = 0;
            double lostSeconds = 0;
            long read = 0;
            while (!over && read < length) {
                double wall = startNanos == 0 ? 0 : (System.nanoTime() - startNanos) / 1e9 - lostSeconds;
                double ahead = read / bytesPerSecond - wall;
                if (startNanos != 0 && ahead < 0) {
                    stalls.incrementAndGet();
                    // It waits for two seconds of film and goes on from there.
                    lostSeconds += 2 - ahead;
                }
                if (ahead > AHEAD_SECONDS) {
                    Thread.sleep(20);
                    continue;
                }
                int n = read(input, chunk, length - read);
                read += n;
                bytes.addAndGet(n);
                if (startNanos == 0 && read > 2 * bytesPerSecond) {
                    startNanos = System.nanoTime();
                    playing = true;
                }
            }
        });
        return this;
    }

    long bytes() {
        return bytes.get();
    }

    int stalls() {
        return stalls.get();
    }

    boolean isPlaying() {
        return playing;
    }

    private interface Reader {
        /// @param length of the body in bytes
        void read(InputStream input, long length) throws IOException, InterruptedException;
    }

    /// Reads some of a body of which so much is left: a connection that is kept does not end with it.
    private static int read(InputStream input, byte[] chunk, long left) throws IOException {
        int n = input.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (n < 0) {
            throw new EOFException("the connection ended " + left + " bytes before its body");
        }
        return n;
    }

    private void start(Reader reader) {
        Thread.ofVirtual().start(() -> {
            try {
                while (!over) {
                    request(reader);
                }
            } catch (IOException | InterruptedException e) {
                if (!over) {
                    System.err.println(address + ": " + e);
                }
            }
        });
    }

    private void request(Reader reader) throws IOException, InterruptedException {
        try (Socket socket = new Socket()) {
            synchronized (sockets) {
                sockets.add(socket);
            }
            if (!target.forwarded()) {
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            }
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(target.host()), target.port()));
            String request = "GET " + target.path() + " HTTP/1.1\r\nHost: party.example\r\n"
                    + cookieLine
                    + (target.forwarded() ? "X-Forwarded-For: " + address + "\r\n" : "")
                    + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream input = new BufferedInputStream(socket.getInputStream(), 16 << 10);
            String head = head(input);
            String status = head.lines().findFirst().orElse("");
            if (!status.contains(" 200 ")) {
                throw new IOException(status);
            }
            reader.read(input, length(head));
        }
    }

    /// Reads a response's status line and fields.
    static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int c = input.read();
            if (c < 0) {
                throw new EOFException("the connection ended in a head");
            }
            head.append((char) c);
        }
        return head.toString();
    }

    /// Bytes of the body that a head announces.
    static long length(String head) throws IOException {
        for (String line : head.lines().toList()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Long.parseLong(line.substring(15).strip());
            }
        }
        throw new IOException("no length: " + head);
    }

    @Override
    public void close() throws IOException {
        over = true;
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}

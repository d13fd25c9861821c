package dev.watchparty.media.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What the sync service is on the wire, with ends that a test can hold: it greets in the same segment as the
/// handshake's answer, echoes what it gets, and says much once it was asked, refuses or stays silent in rooms of those
/// names.
public final class SyncStandIn implements QuarkusTestResourceLifecycleManager {

    static final String GREETING = "welcome";

    static final List<String> HEADS = new CopyOnWriteArrayList<>();
    static final AtomicInteger OPEN = new AtomicInteger();
    static final int LAST_WORDS_BYTES = 8 << 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable ServerSocket server;

    @Override
    public Map<String, String> start() {
        try {
            ServerSocket listening = new ServerSocket(0, 1000, InetAddress.ofLiteral("127.0.0.1"));
            server = listening;
            threads.execute(() -> accept(listening));
            return Map.of("watchparty.peer.url", "http://127.0.0.1:" + listening.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        threads.shutdownNow();
    }

    private void accept(ServerSocket listening) {
        while (true) {
            try {
                Socket socket = listening.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        OPEN.incrementAndGet();
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = readHead(in); !head.isEmpty(); head = readHead(in)) {
                HEADS.add(head);
                answer(head, in, socket.getOutputStream());
            }
        } catch (IOException e) {
            // The other side is gone.
        } finally {
            OPEN.decrementAndGet();
        }
    }

    private static void answer(String head, InputStream in, OutputStream out) throws IOException {
        String path = head.split(" ", 3)[1];
        switch (path) {
            case "/ws", "/ws/friends", "/ws?x=y%20z" -> {
                write(
                        out,
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n" + GREETING);
                in.transferTo(out);
                throw new IOException("over");
            }
            case "/ws/bye" -> {
                write(out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
                throw new IOException("over");
            }
            case "/ws/last-words" -> {
                write(out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
                in.readNBytes(1);
                out.write(new byte[LAST_WORDS_BYTES]);
                throw new IOException("over");
            }
            case "/ws/silent" -> in.transferTo(OutputStream.nullOutputStream());
            case "/ws/closed-circle" ->
                write(
                        out,
                        "HTTP/1.1 403 Forbidden\r\nContent-Type: application/problem+json\r\n"
                                + "Content-Length: 20\r\n\r\n{\"code\":\"forbidden\"}");
            case "/api/rooms" -> {
                byte[] body = in.readNBytes(contentLength(head));
                write(
                        out,
                        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nX-Method: "
                                + head.split(" ", 2)[0] + "\r\nContent-Length: " + body.length + "\r\n\r\n"
                                + new String(body, StandardCharsets.ISO_8859_1));
            }
            default -> write(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private static void write(OutputStream out, String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return "";
            }
            head.append((char) c);
        }
        return head.toString();
    }
}

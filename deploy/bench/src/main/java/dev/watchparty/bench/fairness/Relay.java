package dev.watchparty.bench.fairness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Gives a browser, which cannot choose the address it comes from, that of one of the clients: hands its requests on, a
/// few KiB of the answer at a time, so that what the browser does not read the server cannot send.
///
/// It serves the page itself and takes what the page tells: a server that keeps its films to its own origin would not
/// let another's page play them. Each connection carries one request, so that the next may be for either.
final class Relay implements AutoCloseable {

    private static final int BUFFER = 16 << 10;

    private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

    private final ServerSocket server;
    private final Client.Target target;
    private final String address;
    private final String page;
    private final Consumer<String> told;

    private Relay(ServerSocket server, Client.Target target, String address, String page, Consumer<String> told) {
        this.server = server;
        this.target = target;
        this.address = address;
        this.page = page;
        this.told = told;
    }

    /// @param page the document at `/`
    /// @param told takes what the page posts to `/told`, on any thread
    static Relay open(Client.Target target, String address, String page, Consumer<String> told) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Relay relay = new Relay(server, target, address, page, told);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Thread.ofVirtual().start(() -> answer(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void answer(Socket near) {
        try (near) {
            near.setSendBufferSize(BUFFER);
            InputStream input = near.getInputStream();
            String head = Client.head(input);
            switch (head.substring(0, head.indexOf(" HTTP/"))) {
                case "GET /" -> near.getOutputStream().write(document().getBytes(StandardCharsets.UTF_8));
                case "POST /told" -> {
                    told.accept(new String(input.readNBytes((int) Client.length(head)), StandardCharsets.UTF_8));
                    near.getOutputStream().write(NO_CONTENT.getBytes(StandardCharsets.ISO_8859_1));
                }
                default -> carry(head, near);
            }
            near.shutdownOutput();
        } catch (IOException over) {
            // Browsers hang up in the middle of files, and open connections that they do not use.
        }
    }

    private String document() {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n" + page;
    }

    private void carry(String head, Socket near) throws IOException {
        try (Socket far = new Socket()) {
            far.setReceiveBufferSize(8 * BUFFER);
            far.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            far.connect(new InetSocketAddress(InetAddress.ofLiteral(target.host()), target.port()));
            String request = head.replaceFirst("(?i)\r\nConnection: [^\r]*", "")
                    .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            far.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            copy(far.getInputStream(), near.getOutputStream());
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

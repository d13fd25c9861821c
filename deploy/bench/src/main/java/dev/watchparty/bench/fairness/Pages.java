package dev.watchparty.bench.fairness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Stands for viewers' pages and the sync service: each page measures its round trip to the service every two
/// seconds, as it does for its clock, and once a second the service hears of all that were measured.
final class Pages implements AutoCloseable {

    private static final Duration CLOCK = Duration.ofSeconds(2);
    private static final Duration REPORT = Duration.ofSeconds(1);

    private final Service service;
    private final Client.Target target;
    private final ConcurrentMap<String, Double> roundTrips = new ConcurrentHashMap<>();
    private volatile boolean over;

    private Pages(Service service) {
        this.service = service;
        this.target = service.target();
    }

    static Pages open(Service service) {
        Pages pages = new Pages(service);
        Thread.ofVirtual().start(pages::report);
        return pages;
    }

    /// So many pages come, one after the other.
    void join(int pages) {
        for (int i = 0; i < pages; i++) {
            String address = Line.client(i);
            Duration first = CLOCK.multipliedBy(i).dividedBy(pages);
            Thread.ofVirtual().start(() -> measure(address, first));
        }
    }

    private void measure(String address, Duration first) {
        try (Socket socket = new Socket()) {
            Thread.sleep(first);
            if (!target.forwarded()) {
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            }
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(target.host()), target.port()));
            socket.setTcpNoDelay(true);
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            // A room without a film: answered at once, as the sync service answers a ping, by no disk and no worker.
            byte[] request = "GET /media/nobody/current HTTP/1.1\r\nHost: party.example\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1);
            while (!over) {
                long start = System.nanoTime();
                socket.getOutputStream().write(request);
                String head = Client.head(answers);
                roundTrips.put(address, (System.nanoTime() - start) / 1e6);
                answers.skipNBytes(Client.length(head));
                Thread.sleep(CLOCK);
            }
        } catch (IOException | InterruptedException e) {
            if (!over) {
                System.err.println("page of " + address + ": " + e);
            }
        }
    }

    private void report() {
        try {
            while (!over) {
                Thread.sleep(REPORT);
                StringBuilder body = new StringBuilder("{\"viewers\":[");
                roundTrips.forEach((address, ms) -> body.append(body.length() > 12 ? "," : "")
                        .append(String.format(
                                Locale.ROOT, "{\"viewer\":\"%s\",\"tab\":\"one\",\"rttMs\":%.1f}", address, ms)));
                roundTrips.clear();
                service.tellViewers(body.append("]}").toString());
            }
        } catch (IOException | InterruptedException e) {
            if (!over) {
                System.err.println("viewers: " + e);
            }
        }
    }

    @Override
    public void close() {
        over = true;
    }
}

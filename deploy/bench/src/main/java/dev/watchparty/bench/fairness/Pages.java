package dev.watchparty.bench.fairness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;

/// Stands for viewers' pages and the sync service: each page measures its round trip to the service every two
/// seconds, spread by a tenth either way, as it does for its clock while a film streams (`STREAMING_MS` of `clock.ts`),
/// and once a second the service hears of the newest of each, with its age. In rooms it is up to a second older.
final class Pages implements AutoCloseable {

    private static final Duration CLOCK = Duration.ofSeconds(2);
    private static final Duration REPORT = Duration.ofSeconds(1);

    private final Service service;
    private final Client.Target target;
    private final ConcurrentMap<Viewer, Sample> samples = new ConcurrentHashMap<>();
    private volatile boolean over;

    private record Sample(double ms, long nanos) {}

    private Pages(Service service, Client.Target target) {
        this.service = service;
        this.target = target;
    }

    /// @param target at which pages find the service
    static Pages open(Service service, Client.Target target) {
        Pages pages = new Pages(service, target);
        Thread.ofVirtual().start(pages::report);
        return pages;
    }

    /// So many pages come, one after the other.
    void join(List<Viewer> viewers) {
        for (int i = 0; i < viewers.size(); i++) {
            Viewer viewer = viewers.get(i);
            Duration first = CLOCK.multipliedBy(i).dividedBy(viewers.size());
            Thread.ofVirtual().start(() -> measure(viewer, first));
        }
    }

    private void measure(Viewer viewer, Duration first) {
        try (Socket socket = new Socket()) {
            Thread.sleep(first);
            if (!target.forwarded()) {
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral(viewer.address()), 0));
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
                long now = System.nanoTime();
                samples.put(viewer, new Sample((now - start) / 1e6, now));
                answers.skipNBytes(Client.length(head));
                long spread = ThreadLocalRandom.current().nextLong(900, 1_101);
                Thread.sleep(CLOCK.multipliedBy(spread).dividedBy(1_000));
            }
        } catch (IOException | InterruptedException e) {
            if (!over) {
                System.err.println("page of " + viewer.address() + ": " + e);
            }
        }
    }

    private void report() {
        try {
            while (!over) {
                Thread.sleep(REPORT);
                StringBuilder body = new StringBuilder("{\"viewers\":[");
                long now = System.nanoTime();
                samples.forEach((viewer, sample) -> body.append(body.length() > 12 ? "," : "")
                        .append(String.format(
                                Locale.ROOT,
                                "{\"viewer\":\"%s\",\"tab\":\"one\",\"rttMs\":%.1f,\"rttAgeMs\":%.0f}",
                                viewer.publicName(),
                                sample.ms(),
                                (now - sample.nanos()) / 1e6)));
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

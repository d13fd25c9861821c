package dev.watchparty.bench.fairness;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A viewer with a real Chromium, which plays the film in a page of its own and tells once a second how often it stood
/// for want of it.
final class Browser implements AutoCloseable {

    private final Relay relay;
    private final HttpServer pages;
    private final Process chromium;
    private volatile int stalls;
    private volatile boolean playing;

    private Browser(Relay relay, HttpServer pages, Process chromium) {
        this.relay = relay;
        this.pages = pages;
        this.chromium = chromium;
    }

    static Browser play(Client.Target target, String address, Path folder) throws IOException {
        Relay relay = Relay.open(target, address);
        HttpServer pages = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 10);
        String page = """
                <!doctype html><video id=film autoplay muted src="http://127.0.0.1:%d%s"></video><script>
                let stalls = 0, begun = false;
                film.addEventListener('playing', () => begun = true);
                film.addEventListener('waiting', () => { if (begun && !film.ended) stalls++; });
                setInterval(() => fetch('/told', { method: 'POST',
                    body: JSON.stringify({ stalls, begun, at: film.currentTime }) }), 1000);
                </script>
                """.formatted(relay.port(), target.path());
        Process chromium = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--autoplay-policy=no-user-gesture-required",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + Files.createTempDirectory(folder, "chromium"),
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "http://127.0.0.1:" + pages.getAddress().getPort() + "/")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        Browser browser = new Browser(relay, pages, chromium);
        pages.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        pages.createContext("/", exchange -> {
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        pages.createContext("/told", exchange -> {
            browser.told(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        pages.start();
        return browser;
    }

    private void told(String said) {
        stalls = Integer.parseInt(said.replaceAll("\\D*\"stalls\":(\\d+).*", "$1"));
        playing = said.contains("\"begun\":true") && !said.contains("\"at\":0}");
    }

    int stalls() {
        return stalls;
    }

    boolean isPlaying() {
        return playing;
    }

    @Override
    public void close() throws IOException {
        chromium.descendants().forEach(ProcessHandle::destroy);
        chromium.destroy();
        try {
            if (!chromium.waitFor(10, TimeUnit.SECONDS)) {
                chromium.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pages.stop(0);
        relay.close();
    }
}

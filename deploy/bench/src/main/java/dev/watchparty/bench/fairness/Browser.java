package dev.watchparty.bench.fairness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A viewer with a real Chromium, which plays the film in a page of its own and tells once a second how often it stood
/// for want of it.
final class Browser implements AutoCloseable {

    private final Relay relay;
    private final Process chromium;
    private final Seen seen;

    private Browser(Relay relay, Process chromium, Seen seen) {
        this.relay = relay;
        this.chromium = chromium;
        this.seen = seen;
    }

    /// What the page has told: from any thread.
    private static final class Seen {

        private static final Pattern TOLD =
                Pattern.compile("\\{\"stalls\":(\\d+),\"begun\":(?:true|false),\"at\":([0-9.]+)}");

        private volatile int stalls;
        private volatile double positionSeconds;

        void told(String told) {
            Matcher figures = TOLD.matcher(told);
            if (figures.matches()) {
                stalls = Integer.parseInt(figures.group(1));
                positionSeconds = Double.parseDouble(figures.group(2));
            }
        }
    }

    static Browser play(Client.Target target, String address, Path folder) throws IOException {
        Seen seen = new Seen();
        String page = """
                <!doctype html><meta charset=utf-8><video id=film autoplay muted src="%s"></video><script>
                let stalls = 0, begun = false;
                film.addEventListener('playing', () => begun = true);
                film.addEventListener('waiting', () => { if (begun && !film.ended) stalls++; });
                setInterval(() => fetch('/told', { method: 'POST',
                    body: JSON.stringify({ stalls, begun, at: film.currentTime }) }), 1000);
                </script>
                """.formatted(target.path());
        Relay relay = Relay.open(target, address, page, seen::told);
        Path profile = Files.createTempDirectory(folder, "chromium");
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
                        "--user-data-dir=" + profile,
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "http://127.0.0.1:" + relay.port() + "/")
                .redirectErrorStream(true)
                .redirectOutput(
                        profile.resolveSibling(profile.getFileName() + ".log").toFile())
                .start();
        return new Browser(relay, chromium, seen);
    }

    int stalls() {
        return seen.stalls;
    }

    /// How far into the film it is; 0 where it never played.
    double positionSeconds() {
        return seen.positionSeconds;
    }

    @Override
    public void close() throws IOException {
        relay.close();
        List<ProcessHandle> all = chromium.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        chromium.destroy();
        try {
            if (!chromium.waitFor(10, TimeUnit.SECONDS)) {
                chromium.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // They write to their profile as long as they live.
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }
}

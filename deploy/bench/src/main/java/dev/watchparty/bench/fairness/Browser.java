package dev.watchparty.bench.fairness;

import dev.watchparty.e2e.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

        private static final Pattern TOLD = Pattern.compile(
                "\\{\"stalls\":(\\d+),\"paused\":(true|false),\"resumedMs\":([0-9.]+),\"at\":([0-9.]+)}");

        private volatile int stalls;
        private volatile boolean paused;
        private volatile double resumedMs;
        private volatile double positionSeconds;

        void told(String told) {
            Matcher figures = TOLD.matcher(told);
            if (figures.matches()) {
                stalls = Integer.parseInt(figures.group(1));
                paused = Boolean.parseBoolean(figures.group(2));
                resumedMs = Double.parseDouble(figures.group(3));
                positionSeconds = Double.parseDouble(figures.group(4));
            }
        }
    }

    static Browser play(Client.Target target, String address, Path folder) throws IOException {
        return open(target, address, folder, "");
    }

    /// Plays for a while, pauses, and plays on.
    static Browser pause(Client.Target target, String address, Path folder, int afterSeconds, int forSeconds)
            throws IOException {
        return open(target, address, folder, """
                setTimeout(() => film.pause(), %1$d * 1000);
                setTimeout(() => {
                  const from = film.currentTime, asked = performance.now();
                  film.addEventListener('timeupdate', () => {
                    if (resumedMs === 0 && film.currentTime > from + 0.2) resumedMs = performance.now() - asked;
                  });
                  film.play();
                }, (%1$d + %2$d) * 1000);
                """.formatted(afterSeconds, forSeconds));
    }

    private static Browser open(Client.Target target, String address, Path folder, String more) throws IOException {
        Seen seen = new Seen();
        String page = """
                <!doctype html><meta charset=utf-8><video id=film autoplay muted src="%s"></video><script>
                let stalls = 0, begun = false, resumedMs = 0;
                film.addEventListener('playing', () => begun = true);
                film.addEventListener('waiting', () => { if (begun && !film.ended) stalls++; });
                setInterval(() => fetch('/told', { method: 'POST',
                    body: JSON.stringify({ stalls, paused: film.paused, resumedMs, at: film.currentTime }) }), 1000);
                %s</script>
                """.formatted(target.path(), more);
        Relay relay = Relay.open(target, address, page, seen::told);
        Path profile = Files.createTempDirectory(folder, "chromium");
        List<String> command = new ArrayList<>(List.of("chromium", "--headless"));
        command.addAll(Chromium.ARGUMENTS);
        command.add("--remote-debugging-port=0");
        command.add("--user-data-dir=" + profile);
        command.add("http://127.0.0.1:" + relay.port() + "/");
        Process chromium = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        profile.resolveSibling(profile.getFileName() + ".log").toFile())
                .start();
        return new Browser(relay, chromium, seen);
    }

    int stalls() {
        return seen.stalls;
    }

    boolean isPaused() {
        return seen.paused;
    }

    /// How long after it was told to play on it had, in seconds; 0 while it has not.
    double resumedSeconds() {
        return seen.resumedMs / 1e3;
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

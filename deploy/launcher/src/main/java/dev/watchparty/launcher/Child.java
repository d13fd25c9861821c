package dev.watchparty.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A service as a process of its own. What it prints goes to its log, warnings and errors also to the screen. Its
/// standard input stays open as long as this process lives, so that `Leash` inside it notices our end, however it
/// came.
final class Child {

    private static final long MAX_LOG_CHARS = 4L << 20;

    /// What to start.
    ///
    /// @param name as shown to people
    /// @param environment added to this process's own
    /// @param health answers 200 once the service serves
    record Plan(String name, List<String> command, Map<String, String> environment, Path folder, URI health) {

        Plan {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private final Plan plan;
    private final Process process;
    private final BoundedLog log;
    private final Thread reader;

    private Child(Plan plan, Process process, BoundedLog log, Screen screen) {
        this.plan = plan;
        this.process = process;
        this.log = log;
        this.reader = Thread.ofPlatform().daemon().name(plan.name + " log").start(() -> read(screen));
    }

    static Child start(Plan plan, Path logFolder, Screen screen) {
        ProcessBuilder builder =
                new ProcessBuilder(plan.command).directory(plan.folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(plan.environment);
        try {
            Process process = builder.start();
            return new Child(
                    plan, process, new BoundedLog(logFolder.resolve(plan.name + ".log"), MAX_LOG_CHARS), screen);
        } catch (IOException e) {
            throw new Refusal("The " + plan.name + " service does not start: " + e.getMessage(), e);
        }
    }

    String name() {
        return plan.name;
    }

    Path logFile() {
        return log.file();
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// The end of its log, whole once it has ended.
    List<String> tail() {
        if (!process.isAlive()) {
            try {
                reader.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return log.tail();
    }

    CompletableFuture<Child> onExit() {
        return process.onExit().thenApply(ended -> this);
    }

    boolean isHealthy() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) plan.health.toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(2000);
            connection.setUseCaches(false);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /// Asks it to end: SIGTERM where there are signals, and by its leash everywhere. Does not wait.
    void askToEnd() {
        if (process.supportsNormalTermination()) {
            // Process.destroy() would close our end of its output as well, and with it lose its last words.
            process.toHandle().destroy();
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
    }

    /// Waits for its end, then takes it down.
    void awaitEnd(long deadlineNanos) {
        try {
            if (!process.waitFor(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        log.close();
    }

    private void read(Screen screen) {
        Attention attention = new Attention();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                if (attention.deserves(line)) {
                    screen.show("[" + plan.name + "] " + line);
                }
            }
        } catch (IOException e) {
            // The process was taken down while it wrote.
        }
    }
}

package dev.watchparty.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The built service as a process of its own, as people run it.
final class ServiceProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts it with nothing but these variables of ours, on a free port, and the log in the folder.
    static ServiceProcess start(Path folder, Map<String, String> variables) {
        try {
            Path log = Files.createTempFile(folder, "sync", ".log");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            JAR.toAbsolutePath().toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("WATCHPARTY_") || name.equals("ADMIN_KEY"));
            builder.environment().put("WATCHPARTY_SYNC_PORT", "0");
            builder.environment().putAll(variables);
            return new ServiceProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it listens, when it does.
    URI address() {
        Awaitility.await().atMost(PATIENCE).until(() -> listening().isPresent() || !process.isAlive());
        return listening().map(URI::create).orElseThrow(() -> new AssertionError("it ended:\n" + output()));
    }

    int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As `kill -9`.
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /// As Ctrl-C.
    void stop() {
        process.destroy();
        exitCode();
    }

    @Override
    public void close() {
        kill();
    }

    private Optional<String> listening() {
        Matcher matcher = LISTENING.matcher(output());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}

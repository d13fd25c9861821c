package dev.watchparty.launcher;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A launcher that runs, and what it has printed so far. Closing ends it, whatever came of it.
final class Started implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;
    private final Thread reader;

    Started(List<String> command, Path workingFolder, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(workingFolder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    List<String> lines() {
        return lines;
    }

    String text() {
        return String.join("\n", lines);
    }

    /// Waits for a line in which the pattern is found.
    MatchResult awaitLine(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return await("a line with " + pattern + " from " + process)
                .atMost(PATIENCE)
                .until(
                        () -> lines.stream()
                                .map(wanted::matcher)
                                .filter(Matcher::find)
                                .map(Matcher::toMatchResult)
                                .findFirst(),
                        found -> found.isPresent() || !process.isAlive())
                .orElseThrow(() -> new AssertionError("no line with " + pattern + " in:\n" + text()));
    }

    void signal(String name) {
        send(name, process.pid());
    }

    /// To all at once, as a terminal does.
    static void send(String signal, long... pids) {
        String[] kill = Stream.concat(
                        Stream.of("kill", "-" + signal), LongStream.of(pids).mapToObj(Long::toString))
                .toArray(String[]::new);
        if (!Tools.succeeds(kill)) {
            throw new AssertionError("no signal reaches each of " + Arrays.toString(pids));
        }
    }

    long pid() {
        return process.pid();
    }

    /// Waits for the end, and for everything that was printed until then.
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + PATIENCE + ":\n" + text());
            }
            reader.join(PATIENCE);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // It was taken down while it wrote.
        }
    }
}

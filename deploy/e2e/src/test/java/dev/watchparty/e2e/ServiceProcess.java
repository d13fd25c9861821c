package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;

import dev.watchparty.deploy.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// One service, run as a person runs it: the packaged jar in a process of its own, configured by its environment.
///
/// It may be killed and started again, on the same port and with the same log. It never outlives the tests.
public final class ServiceProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /// A JVM that starts takes a second of a free core, and there may be none.
    static final Duration START = Duration.ofMinutes(2);

    /// The first that ends in order writes the archive of its classes, which takes seconds of a core.
    private static final Duration END = Duration.ofSeconds(60);

    /// None where something is measured.
    private static final List<String> OPTIONS = Stream.of(
                    System.getProperty("watchparty.e2e.jvm", "").split(" "))
            .filter(option -> !option.isEmpty())
            .toList();

    private final String name;
    private final URI address;
    private final Map<String, String> environment;
    private final Path folder;

    private volatile @Nullable Process process;
    private @Nullable Thread lastResort;

    /// @param name of the service's module
    /// @param folder where it runs and its log goes
    ServiceProcess(String name, URI address, Map<String, String> environment, Path folder) {
        this.name = name;
        this.address = address;
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    Path log() {
        return folder.resolve(name + ".log");
    }

    public void start() {
        start(List.of());
    }

    /// Starts with the lowest priority (POSIX `nice`): a JVM that starts here beside the viewers' browsers would take
    /// from their players what they have for themselves on machines of their own.
    public void startBehindOthers() {
        start(List.of("nice", "-n", "19"));
    }

    private void start(List<String> before) {
        if (process != null) {
            throw new IllegalStateException(name + " runs already");
        }
        Path jar = Project.HOME.resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new AssertionError(
                    "%s is not built: run ./watchparty test, or mvn -pl deploy/e2e -am verify.".formatted(name));
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(before);
        command.add(java.toString());
        command.addAll(OPTIONS);
        if (!OPTIONS.isEmpty()) {
            command.addAll(sharedClasses(jar));
        }
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = Project.ofNobody(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())));
        builder.environment().putAll(environment);
        if (lastResort == null) {
            lastResort = new Thread(this::kill);
            Runtime.getRuntime().addShutdownHook(lastResort);
        }
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    public void awaitHealthy() {
        try {
            eventually().atMost(START).until(() -> !running() || healthy());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("%s is not healthy:%n%s".formatted(name, endOfLog()), e);
        }
        if (!running()) {
            throw new AssertionError("%s ended by itself:%n%s".formatted(name, endOfLog()));
        }
    }

    /// SIGKILL: the process gets no chance to write or to say goodbye. Nothing happens where it does not run.
    public void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        try {
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " survived SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while killing " + name, e);
        }
        process = null;
    }

    /// A dynamic archive of classes (JEP 350), which the first process that ends in order writes and one that is killed
    /// does not: a third of what a start takes is loading them anew.
    private List<String> sharedClasses(Path jar) {
        Path archive = Output.folder("class-archives").resolve(name + ".jsa");
        try {
            Files.createDirectories(archive.getParent());
            // A JVM refuses what another build has left behind, and writes no other over it.
            if (Files.exists(archive)
                    && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
                Files.delete(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot renew " + archive, e);
        }
        // What it cannot share is no fault of the service, whose log it would be told in.
        return List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=error");
    }

    boolean running() {
        Process started = process;
        return started != null && started.isAlive();
    }

    /// What the log says that a person would have to look into: errors, stack traces, leaked buffers, and event loops
    /// that were kept from running for two seconds, whatever by.
    List<String> complaints() {
        return logLines().stream()
                .filter(line -> line.startsWith("\tat ")
                        || line.contains(" ERROR ")
                        || line.contains("LEAK:")
                        || line.contains("has been blocked for"))
                .toList();
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroy();
            try {
                if (running.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                    process = null;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            kill();
        }
        Thread hook = lastResort;
        lastResort = null;
        if (hook == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook runs, and finds nothing to kill.
        }
    }

    private boolean healthy() {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/q/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + name, e);
        }
    }

    private String endOfLog() {
        List<String> lines = logLines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    private List<String> logLines() {
        if (!Files.exists(log())) {
            return List.of();
        }
        try {
            return Files.readAllLines(log(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log(), e);
        }
    }
}

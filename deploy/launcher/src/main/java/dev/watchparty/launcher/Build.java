package dev.watchparty.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Builds what runs, when a source differs from what was last built here. A stamp in `target` holds the fingerprint
/// (names, sizes and modification times) of the sources of the last build that succeeded.
final class Build {

    /// In the order of the build.
    static final List<String> MODULES = List.of("sync-service", "web-ui", "media-service", "deploy/launcher");

    private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules");
    private static final int SHOWN_LINES = 40;

    private final Path home;
    private final PrintStream out;

    Build(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /// The service's program, as Quarkus lays it out.
    static Path application(Path home, String module) {
        return home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    static Path launcherClasses(Path home) {
        return home.resolve("deploy/launcher/target/classes");
    }

    void ensureFresh(Tools tools) {
        String fingerprint = fingerprint();
        if (missing().isEmpty() && fingerprint.equals(stamped())) {
            return;
        }
        Path maven = tools.maven();
        tools.npm();
        out.println(
                Files.exists(stamp())
                        ? "Building what has changed ..."
                        : "Building Watchparty; the first time takes some minutes ...");
        Path log = home.resolve("target/build.log");
        int exitCode = maven(
                maven,
                ProcessBuilder.Redirect.to(log.toFile()),
                "-B",
                "-q",
                "-ntp",
                "-pl",
                String.join(",", MODULES),
                "-DskipTests",
                "package");
        if (exitCode != 0) {
            lastLines(log).forEach(out::println);
            throw new Refusal("The build failed: its last lines are above, all of it is in " + log + ".");
        }
        stamp(fingerprint);
    }

    void requireBuilt() {
        List<Path> missing = missing();
        if (!missing.isEmpty()) {
            throw new Refusal(
                    "Nothing is built yet (" + missing.getFirst() + " is missing): start without --no-build.");
        }
    }

    /// Runs Maven in the project's folder on this process's own JDK.
    ///
    /// @param output where its standard output and standard error go
    int maven(Path maven, ProcessBuilder.Redirect output, String... arguments) {
        List<String> command = new ArrayList<>(List.of(maven.toString()));
        Collections.addAll(command, arguments);
        try {
            Files.createDirectories(home.resolve("target"));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            process.getOutputStream().close();
            // Without this, Ctrl-C in a terminal would end both, but a plain SIGTERM only us.
            Thread stop = new Thread(() -> process.descendants().forEach(ProcessHandle::destroy));
            Thread stopItself = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(stop);
            Runtime.getRuntime().addShutdownHook(stopItself);
            int exitCode = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(stop);
            Runtime.getRuntime().removeShutdownHook(stopItself);
            return exitCode;
        } catch (IOException e) {
            throw new Refusal("Maven does not run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted while building", e);
        }
    }

    private List<Path> missing() {
        return Stream.of(
                        application(home, "sync-service"),
                        application(home, "media-service"),
                        launcherClasses(home).resolve("dev/watchparty/launcher/Leash.class"))
                .filter(path -> !Files.exists(path))
                .toList();
    }

    private Path stamp() {
        return home.resolve("target/built");
    }

    private String stamped() {
        try {
            return Files.exists(stamp()) ? Files.readString(stamp()).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    private void stamp(String fingerprint) {
        try {
            Files.writeString(stamp(), fingerprint + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the stamp of the build", e);
        }
    }

    private String fingerprint() {
        List<String> entries = new ArrayList<>();
        Stream.concat(Stream.of("pom.xml", ".mvn"), MODULES.stream()).forEach(part -> addTo(entries, part));
        Collections.sort(entries);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            entries.forEach(entry -> digest.update(entry.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void addTo(List<String> entries, String part) {
        try {
            Files.walkFileTree(home.resolve(part), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_SOURCES.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    entries.add(home.relativize(file) + " " + attributes.size() + " "
                            + attributes.lastModifiedTime().toMillis() + "\n");
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the sources in " + home.resolve(part), e);
        }
    }

    private static List<String> lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}

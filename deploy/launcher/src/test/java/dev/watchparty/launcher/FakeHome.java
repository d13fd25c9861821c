package dev.watchparty.launcher;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.bootstrap.runner.QuarkusEntryPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// A clone of the project as far as the launcher sees it: the real start script and the launcher's real sources, in a
/// folder whose name has spaces, beside stand-ins for Maven, Node and npm on a search path that has nothing else on it.
/// The stand-in for Maven "builds" services that serve nothing but their health.
final class FakeHome {

    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    /// Programs that scripts use and every system has.
    private static final List<String> EVERYDAY = List.of("sed", "dirname", "readlink", "cp", "mkdir", "cat", "env");

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    FakeHome(Path temporaryFolder) {
        this.folder = temporaryFolder.resolve("a home with spaces");
        try {
            copy(PROJECT.resolve("watchparty"), start());
            copy(PROJECT.resolve("deploy/launcher/src/main"), folder.resolve("deploy/launcher/src/main"));
            Files.writeString(folder.resolve("pom.xml"), "<project/>");
            Files.writeString(folder.resolve(".mvn"), "");
            for (String module : List.of("sync-service", "web-ui", "media-service")) {
                Files.createDirectories(folder.resolve(module).resolve("src"));
                Files.writeString(folder.resolve(module).resolve("pom.xml"), "<project/>");
            }
            Files.createDirectories(programs());
            Tools real = Tools.ofThisMachine();
            for (String name : EVERYDAY) {
                Files.createSymbolicLink(
                        programs().resolve(name), real.find(name).orElseThrow());
            }
            packService();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program("node", "echo v22.1.0");
        program("npm", "exit 1");
        program("mvn", """
                [ "$1" = -v ] && { echo "Apache Maven 3.9.9"; exit 0; }
                echo "$*" >> builds
                [ -e broken ] && { echo "[ERROR] no such symbol"; exit 1; }
                for module in sync-service media-service; do
                    mkdir -p $module/target/quarkus-app
                    cp service.jar $module/target/quarkus-app/quarkus-run.jar
                done
                mkdir -p deploy/launcher/target
                cp -R '%s' deploy/launcher/target/classes
                """.formatted(PROJECT.resolve("deploy/launcher/target/classes")));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("PATH", programs().toString());
        environment.put("HOME", folder.toString());
    }

    Path folder() {
        return folder;
    }

    /// The start script.
    Path start() {
        return folder.resolve("watchparty");
    }

    Path programs() {
        return folder.resolve("programs");
    }

    /// Puts a shell script on the search path.
    void program(String name, String script) {
        try {
            Path program = programs().resolve(name);
            Files.writeString(program, "#!/bin/sh\n" + script + "\n");
            if (!program.toFile().setExecutable(true)) {
                throw new IOException(program + " cannot be made executable");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void without(String program) {
        try {
            Files.delete(programs().resolve(program));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /// What Maven was asked for, call by call.
    List<String> builds() throws IOException {
        Path builds = folder.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    Started launch(String... arguments) {
        return launch(start(), folder, arguments);
    }

    /// Starts it as somebody who may not do everything, which root may: as nobody, where the tests run as root.
    Started launchUnprivileged(String... arguments) {
        return Tools.outputOf("id", "-u").strip().equals("0")
                ? start(asNobody(), folder, arguments)
                : launch(arguments);
    }

    /// Starts the script under a name of its own (a symlink), from another folder.
    Started launch(Path script, Path workingFolder, String... arguments) {
        return start(List.of(script.toString()), workingFolder, arguments);
    }

    private List<String> asNobody() {
        Optional<Path> setpriv = Tools.ofThisMachine().find("setpriv");
        assumeTrue(setpriv.isPresent(), "root reads every folder, and setpriv, which would run as nobody, is not here");
        return List.of(
                setpriv.orElseThrow().toString(),
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                start().toString());
    }

    private Started start(List<String> program, Path workingFolder, String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        return new Started(command, workingFolder, environment);
    }

    private void packService() throws IOException {
        String name = "io/quarkus/bootstrap/runner/QuarkusEntryPoint.class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, QuarkusEntryPoint.class.getName());
        manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang java.base/java.util");
        try (JarOutputStream jar =
                new JarOutputStream(Files.newOutputStream(folder.resolve("service.jar")), manifest)) {
            jar.putNextEntry(new JarEntry(name));
            Files.copy(Classes.of(FakeHome.class).resolve(name), jar);
            jar.closeEntry();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.walk(from)) {
            for (Path entry : entries.toList()) {
                Path target = to.resolve(from.relativize(entry).toString());
                Files.createDirectories(target.getParent());
                Files.copy(entry, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}

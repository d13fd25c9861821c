package dev.watchparty.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Files of the project, and how its programs are run from them.
public final class Project {

    /// Top of the project.
    public static final Path HOME = Path.of(System.getProperty("watchparty.home", "../.."))
            .toAbsolutePath()
            .normalize();

    private Project() {}

    /// Takes away what the person who runs the tests has set for watchparties of their own, and lets a program run on
    /// the JDK of the tests.
    public static ProcessBuilder ofNobody(ProcessBuilder program) {
        Map<String, String> environment = program.environment();
        environment
                .keySet()
                .removeIf(name -> name.equals("ADMIN_KEY")
                        || name.startsWith("WATCHPARTY_")
                        || name.startsWith("FAIR_")
                        || name.startsWith("QUARKUS_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return program;
    }

    static Path file(String path) {
        return HOME.resolve(path);
    }

    public static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A YAML file, merge keys resolved.
    static Map<String, Object> yaml(String path) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text(path));
    }
}

package dev.watchparty.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Files of the project.
final class Project {

    /// Top of the project.
    static final Path HOME = Path.of(System.getProperty("watchparty.home", "../.."))
            .toAbsolutePath()
            .normalize();

    private Project() {}

    static Path file(String path) {
        return HOME.resolve(path);
    }

    static String text(String path) {
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

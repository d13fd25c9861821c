package dev.watchparty.e2e;

import java.nio.file.Path;

/// Folders of the build that the tests write.
public final class Output {

    private Output() {}

    /// A folder for what a run leaves behind: logs, pictures, traces, cut films.
    public static Path folder(String name) {
        return Path.of(System.getProperty("watchparty.e2e.output", "target"))
                .toAbsolutePath()
                .normalize()
                .resolve(name);
    }
}

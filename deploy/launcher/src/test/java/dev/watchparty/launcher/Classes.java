package dev.watchparty.launcher;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// Where this module's own classes lie, for processes that tests start.
final class Classes {

    private Classes() {}

    static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String path() {
        return of(Leash.class) + File.pathSeparator + of(Classes.class);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

package dev.watchparty.media;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Starts the service, and where it cannot start says why in one line.
@QuarkusMain
public final class Main {

    /// Says its version before anything is known about how to log; held, because loggers are not.
    private static final Logger VALIDATOR = Logger.getLogger("org.hibernate.validator.internal.util.Version");

    private Main() {}

    public static void main(String... args) {
        VALIDATOR.setLevel(Level.WARNING);
        Quarkus.run(null, Main::exit, args);
    }

    private static void exit(int code, @Nullable Throwable failure) {
        if (failure != null) {
            Optional<String> why = StartFailure.explain(failure);
            if (why.isPresent()) {
                System.err.println("The media service cannot start: " + why.get());
            } else {
                org.jboss.logging.Logger.getLogger(Main.class).error("The media service cannot start", failure);
            }
        }
        System.exit(code);
    }
}

package dev.watchparty.sync;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Starts the service, and says in one line why it cannot.
@QuarkusMain
public final class Main {

    private Main() {}

    public static void main(String... args) {
        Quarkus.run(null, Main::exit, args);
    }

    private static void exit(int code, @Nullable Throwable failure) {
        if (failure != null) {
            StartFailure.explain(failure)
                    .ifPresentOrElse(
                            line -> System.err.println("The sync service cannot start: " + line),
                            () -> Logger.getLogger(Main.class).error("The sync service cannot start", failure));
        }
        System.exit(code);
    }
}

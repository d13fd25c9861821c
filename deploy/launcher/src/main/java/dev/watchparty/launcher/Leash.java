package dev.watchparty.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;

/// Main class of a service that the launcher starts: runs the service's own main class, and ends the process, with
/// its shutdown hooks, when standard input ends. The launcher holds the other end of that pipe, so a service does
/// not outlive it even when it is killed; and Windows, which has no SIGTERM, gets an orderly end as well.
final class Leash {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Leash() {}

    /// Runs a service on the leash.
    ///
    /// @param arguments the service's main class, then its own arguments
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("leash").start(Leash::hold);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            // Not thrown on: threads that the service has started already would keep the process alive.
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void hold() {
        try (InputStream in = System.in) {
            in.skip(Long.MAX_VALUE);
            while (in.read() >= 0) {
                // The launcher never writes; its end closes the pipe.
            }
        } catch (IOException e) {
            // The pipe broke: the launcher is gone.
        }
        Thread.ofPlatform().daemon().name("leash cutter").start(Leash::cut);
        System.exit(0);
    }

    private static void cut() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}

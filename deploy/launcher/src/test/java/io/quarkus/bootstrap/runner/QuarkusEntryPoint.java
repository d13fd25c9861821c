package io.quarkus.bootstrap.runner;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/// A service as small as can be, under the name of a real one's main class, so that the launcher starts it as it starts
/// those: it serves its health, and ends as it is told to.
public final class QuarkusEntryPoint {

    private QuarkusEntryPoint() {}

    public static void main(String[] arguments) throws IOException {
        // The folder of films may be set for the launcher, and with it for both.
        boolean isSync = System.getenv("WATCHPARTY_MEDIA_ROOT") == null
                || System.getProperty("java.class.path").contains("sync-service");
        String name = isSync ? "sync" : "media";
        String port = System.getenv(isSync ? "WATCHPARTY_SYNC_PORT" : "WATCHPARTY_PORT");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(System.getenv("FAKE_NEVER_READY") == null ? 200 : 503, -1);
            exchange.close();
        });
        server.createContext("/die", _ -> {
            System.out.println("2026-01-01 00:00:00,000 ERROR [fake] (main) " + name + " has a bad day");
            Runtime.getRuntime().halt(7);
        });
        server.createContext("/flood", exchange -> {
            for (int i = 0; i < 200_000; i++) {
                System.out.println(
                        "2026-01-01 00:00:00,000 INFO  [fake] (main) line " + i + " of a service that talks");
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(name)));
        System.out.println("2026-01-01 00:00:00,000 INFO  [fake] (main) pid "
                + ProcessHandle.current().pid());
        String opened =
                Object.class.getModule().isOpen("java.util", QuarkusEntryPoint.class.getModule()) ? "yes" : "no";
        System.out.println("2026-01-01 00:00:00,000 INFO  [fake] (main) open as the manifest asks: " + opened);
        System.out.println("2026-01-01 00:00:00,000 WARN  [fake] (main) " + name + " minds the weather");
        // Whoever finds it healthy finds all that it said.
        server.start();
    }

    private static void end(String name) {
        System.out.println("2026-01-01 00:00:00,000 INFO  [fake] (main) " + name + " says goodbye");
        if (System.getenv("FAKE_STUBBORN") != null) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

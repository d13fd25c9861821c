package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Supervision, with real processes.
class PartyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path logs;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8));
    private Child.Plan sync;
    private Child.Plan media;

    @BeforeEach
    void plan() {
        sync = sync(Map.of());
        media = media(logs, Map.of());
    }

    @Test
    void startsBothAndEndsBothInOrder() throws Exception {
        try (Party party = new Party(logs, screen, PATIENCE)) {
            party.start(sync);
            party.start(media);
            party.awaitHealthy(PATIENCE);

            assertThat(Pids.isAlive(pid("sync"))).isTrue();
            assertThat(Pids.isAlive(pid("media"))).isTrue();
            await().untilAsserted(() -> assertThat(shown.toString(StandardCharsets.UTF_8))
                    .contains("[sync] 2026-01-01 00:00:00,000 WARN  [fake] (main) sync minds the weather")
                    .doesNotContain("INFO"));
        }

        assertThat(Pids.isAlive(pid("sync"))).isFalse();
        assertThat(Pids.isAlive(pid("media"))).isFalse();
        assertThat(log("sync")).contains("sync says goodbye");
        assertThat(log("media")).contains("media says goodbye");
    }

    @Test
    void tellsWhichOneEndedWithItsLastWords() throws Exception {
        try (Party party = new Party(logs, screen, PATIENCE)) {
            party.start(sync);
            party.start(media);
            party.awaitHealthy(PATIENCE);

            CompletableFuture<Void> cut = visit(sync, "/die");
            Child ended = party.awaitFirstEnd();

            assertThat(ended.name()).isEqualTo("sync");
            assertThat(ended.exitCode()).isEqualTo(7);
            assertThat(ended.tail()).last().asString().endsWith("sync has a bad day");
            assertThat(Pids.isAlive(pid("media"))).isTrue();
            assertThat(cut).failsWithin(PATIENCE);
        }
        assertThat(Pids.isAlive(pid("media"))).isFalse();
    }

    @Test
    void oneThatEndsBeforeItServesIsToldAtOnce() throws Exception {
        Child.Plan broken = new Child.Plan(
                "sync",
                List.of(Classes.java(), "-cp", Classes.path(), Leash.class.getName(), "no.such.Service"),
                Map.of(),
                Path.of("").toAbsolutePath(),
                sync.health());
        try (Party party = new Party(logs, screen, PATIENCE)) {
            party.start(broken);
            party.start(media);

            assertThatExceptionOfType(Party.Ended.class)
                    .isThrownBy(() -> party.awaitHealthy(PATIENCE))
                    .satisfies(e -> assertThat(e.child().tail()).anyMatch(line -> line.contains("no.such.Service")));
        }
    }

    @Test
    void oneThatNeverServesIsGivenUp() throws Exception {
        try (Party party = new Party(logs, screen, PATIENCE)) {
            party.start(sync(Map.of("FAKE_NEVER_READY", "1")));

            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> party.awaitHealthy(Duration.ofSeconds(1)))
                    .withMessageContaining("sync service does not answer after 1 s")
                    .withMessageContaining("sync.log");
        }
    }

    @Test
    void oneThatDoesNotEndIsTakenDown() throws Exception {
        try (Party party = new Party(logs, screen, Duration.ofSeconds(1))) {
            party.start(sync(Map.of("FAKE_STUBBORN", "1")));
            party.awaitHealthy(PATIENCE);
        }

        assertThat(log("sync")).contains("sync says goodbye");
        assertThat(Pids.isAlive(pid("sync"))).isFalse();
    }

    @Test
    void startsNothingOnceClosed() throws Exception {
        Party party = new Party(logs, screen, PATIENCE);
        party.close();
        party.start(sync);

        assertThat(party.isClosing()).isTrue();
        assertThat(logs.resolve("sync.log")).doesNotExist();
    }

    @Test
    void aTalkativeServiceIsReadToTheEndWithinTheLogsBound() throws Exception {
        try (Party party = new Party(logs, screen, PATIENCE)) {
            party.start(sync);
            party.awaitHealthy(PATIENCE);

            assertThat(visit(sync, "/flood")).succeedsWithin(PATIENCE);
        }
        assertThat(log("sync")).contains("line 199999 of");
        assertThat(Files.size(logs.resolve("sync.log"))).isLessThan(5L << 20);
        assertThat(Files.size(logs.resolve("sync.log.1"))).isLessThan(5L << 20);
    }

    /// Kill -9 runs no shutdown hook: only the leash is left.
    @Test
    void servicesDoNotOutliveALauncherThatIsKilled() throws Exception {
        Process launcher = new ProcessBuilder(
                        Classes.java(), "-cp", Classes.path(), KilledLauncher.class.getName(), logs.toString())
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve("launcher.out").toFile())
                .start();
        long syncPid;
        long mediaPid;
        try {
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(logs.resolve("launcher.out")).contains("healthy"));
            syncPid = pid("sync");
            mediaPid = pid("media");
        } finally {
            launcher.destroyForcibly().waitFor();
        }

        await().atMost(PATIENCE).until(() -> !Pids.isAlive(syncPid) && !Pids.isAlive(mediaPid));
    }

    /// Holds a party until it is killed.
    static final class KilledLauncher {

        private KilledLauncher() {}

        public static void main(String[] arguments) throws Exception {
            Path logs = Path.of(arguments[0]);
            Party party = new Party(logs, new Screen(System.err), PATIENCE);
            party.start(PartyIT.sync(Map.of()));
            party.start(PartyIT.media(logs, Map.of()));
            party.awaitHealthy(PATIENCE);
            System.out.println("healthy");
            party.awaitFirstEnd();
        }
    }

    private static Child.Plan sync(Map<String, String> environment) {
        return plan("sync", "WATCHPARTY_SYNC_PORT", environment);
    }

    private static Child.Plan media(Path films, Map<String, String> environment) {
        Map<String, String> told = new HashMap<>(environment);
        told.put("WATCHPARTY_MEDIA_ROOT", films.toString());
        return plan("media", "WATCHPARTY_PORT", told);
    }

    private static Child.Plan plan(String name, String portVariable, Map<String, String> environment) {
        int port = Ports.claim("127.0.0.1", 0, "--port");
        Map<String, String> told = new HashMap<>(environment);
        told.put(portVariable, Integer.toString(port));
        return new Child.Plan(
                name,
                List.of(
                        Classes.java(),
                        "-cp",
                        Classes.path(),
                        Leash.class.getName(),
                        "io.quarkus.bootstrap.runner.QuarkusEntryPoint"),
                told,
                Path.of("").toAbsolutePath(),
                URI.create("http://127.0.0.1:" + port + "/q/health/ready"));
    }

    private static CompletableFuture<Void> visit(Child.Plan plan, String path) {
        HttpClient client = HttpClient.newHttpClient();
        return client.sendAsync(
                        HttpRequest.newBuilder(plan.health().resolve(path)).build(), BodyHandlers.discarding())
                .thenAccept(_ -> client.close());
    }

    private String log(String name) throws IOException {
        return Files.readString(logFile(name));
    }

    private long pid(String name) {
        return Pids.saidIn(logFile(name));
    }

    private Path logFile(String name) {
        return logs.resolve(name + ".log");
    }
}

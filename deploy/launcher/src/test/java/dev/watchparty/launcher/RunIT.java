package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `./watchparty` as a person uses it, from the start script to the end of the last process. Only Maven's part and the
/// services are stand-ins.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the start script of Windows is another one")
class RunIT {

    private static final String[] ANY_PORTS = {"--host", "127.0.0.1", "--port", "0", "--sync-port", "0"};

    @TempDir
    Path temporary;

    private FakeHome home;

    @BeforeEach
    void makeAHome() {
        home = new FakeHome(temporary);
    }

    @Test
    void runsThePairFromAnywhereThroughASymlinkUntilItIsEnded() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("my watchparty"), home.start());
        Path elsewhere = Files.createDirectories(temporary.resolve("some where"));
        Path films = Files.createDirectories(elsewhere.resolve("my films"));

        try (Started launcher = home.launch(
                link, elsewhere, "--host", "127.0.0.1", "--port", "0", "--sync-port", "0", "--media", "my films")) {
            launcher.awaitLine("The media folder is empty: .* ./watchparty demo");
            launcher.awaitLine("sync minds the weather");
            launcher.awaitLine("media minds the weather");

            assertThat(launcher.text())
                    .contains("Building Watchparty")
                    .containsPattern("Viewers +http://localhost:\\d+/\n")
                    .containsPattern("Admin +http://localhost:\\d+/admin.html\n")
                    .containsPattern(
                            "Media +" + Pattern.quote(films.toRealPath().toString()))
                    .contains("./watchparty demo --media \"" + films.toRealPath() + "\"")
                    .doesNotContain("INFO");
            Path keyFile = home.folder().resolve("state/admin-key");
            String key = Files.readString(keyFile).strip();
            assertThat(launcher.text()).contains("Admin key  " + key + "  (kept in " + keyFile.toRealPath() + ")");
            assertThat(launcher.lines())
                    .as("the key is never part of an address")
                    .noneMatch(line -> line.contains("http") && line.contains(key));
            assertThat(Files.getPosixFilePermissions(keyFile)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

            launcher.signal("TERM");

            assertThat(launcher.exitCode()).isEqualTo(143);
        }
        assertBothEnded();
        assertThat(log("sync")).contains("sync says goodbye", "open as the manifest asks: yes");
        assertThat(log("media")).contains("media says goodbye");
    }

    /// A terminal sends the signal to the launcher and to both services at once.
    @Test
    void ctrlCEndsEverythingWithoutBlamingAService() throws Exception {
        try (Started launcher = home.launch(ANY_PORTS)) {
            launcher.awaitLine("Watchparty is running");

            Started.send("INT", pid("sync"), pid("media"), launcher.pid());

            assertThat(launcher.exitCode()).isEqualTo(130);
            assertThat(launcher.text()).doesNotContain("ended by itself");
        }
        assertBothEnded();
    }

    @Test
    void endsWithTheLogOfAServiceThatDied() throws Exception {
        try (Started launcher = home.launch(ANY_PORTS)) {
            launcher.awaitLine("Watchparty is running");

            Started.send("KILL", pid("sync"));

            assertThat(launcher.exitCode()).isEqualTo(1);
            assertThat(launcher.lines().getLast())
                    .startsWith("The sync service ended by itself (exit code 137), so everything was stopped.")
                    .endsWith("state/logs/sync.log.");
            assertThat(launcher.lines()).anyMatch(line -> line.matches("\\[sync] .*pid \\d+"));
        }
        assertBothEnded();
    }

    @Test
    void leavesNothingBehindWhenItIsKilledItself() throws Exception {
        try (Started launcher = home.launch(ANY_PORTS)) {
            launcher.awaitLine("Watchparty is running");
            long sync = pid("sync");
            long media = pid("media");

            launcher.signal("KILL");

            await().atMost(Duration.ofSeconds(20)).until(() -> !Pids.isAlive(sync) && !Pids.isAlive(media));
        }
    }

    @Test
    void aFailedBuildShowsItsEndAndIsTriedAgain() throws Exception {
        Path broken = Files.writeString(home.folder().resolve("broken"), "");
        try (Started launcher = home.launch(ANY_PORTS)) {
            assertThat(launcher.exitCode()).isEqualTo(2);
            assertThat(launcher.lines())
                    .contains("[ERROR] no such symbol")
                    .last()
                    .asString()
                    .startsWith("The build failed")
                    .endsWith("target/build.log.");
        }
        Files.delete(broken);
        runOnce();
        assertThat(home.builds()).hasSize(2);
    }

    @Test
    void aTakenPortIsSaidInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertRefused(
                    "Port " + port + " is taken: stop what uses it, or choose another with --port \\d+\\.",
                    "--port",
                    Integer.toString(port));
            assertRefused(
                    "Port " + port + " is taken: .* choose another with --sync-port \\d+\\.",
                    "--port",
                    "0",
                    "--sync-port",
                    Integer.toString(port));
        }
        assertThat(home.builds()).as("nothing is built for nothing").isEmpty();
    }

    @Test
    void aSecondOneOnTheSameStateIsRefused() throws Exception {
        try (Started first = home.launch(ANY_PORTS)) {
            first.awaitLine("Watchparty is running");

            assertRefused("Another Watchparty already uses the state folder .*--state DIR\\.", ANY_PORTS);

            first.signal("TERM");
            first.exitCode();
        }
    }

    @Test
    void takesItsSettingsFromTheEnvironment() throws Exception {
        Path films = Files.createDirectories(home.folder().resolve("my films"));
        home.set("WATCHPARTY_HOST", "127.0.0.1");
        home.set("WATCHPARTY_PORT", "0");
        home.set("WATCHPARTY_SYNC_PORT", "0");
        home.set("WATCHPARTY_MEDIA_ROOT", films.toString());
        home.set("WATCHPARTY_STATE_DIR", "kept");
        home.set("ADMIN_KEY", "a key of my own");

        try (Started launcher = home.launch()) {
            launcher.awaitLine("Media +" + Pattern.quote(films.toString()) + "$");
            assertThat(launcher.lines()).contains("  Admin key  the one in ADMIN_KEY");
            launcher.signal("TERM");
            assertThat(launcher.exitCode()).isEqualTo(143);
        }
        assertThat(home.folder().resolve("kept/logs/sync.log")).isRegularFile();
        assertThat(home.folder().resolve("state")).doesNotExist();
    }

    @Test
    void aMissingToolIsSaidInOneLine() {
        home.without("node");
        assertRefused("Watchparty needs Node 20\\.19\\.0 or later, with npm: install it .*", ANY_PORTS);
        home.without("mvn");
        assertRefused("Watchparty needs Maven 3\\.8\\.7 or later: install it .*", ANY_PORTS);
    }

    @Test
    void aFolderThatItMayNotUseIsSaidInOneLine() throws IOException {
        Path films = Files.createDirectories(home.folder().resolve("films"));
        Path kept = Files.createDirectories(home.folder().resolve("kept"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(films, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertRefused(
                    home.launchUnprivileged("--media", "films"),
                    "The media folder .*/films cannot be read: change its permissions, or choose .* --media DIR\\.");
            assertRefused(
                    home.launchUnprivileged("--media", "programs", "--state", "kept"),
                    "The state folder .*/kept cannot be written: change its permissions, or choose .* --state DIR\\.");
            assertRefused(
                    home.launchUnprivileged("--media", "programs", "--state", "kept/below"),
                    "The state folder .*/kept/below cannot be made: choose another with --state DIR\\.");
        } finally {
            Files.setPosixFilePermissions(films, PosixFilePermissions.fromString("rwx------"));
            Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void whatItDoesNotKnowIsSaidInOneLine() {
        assertRefused("There is no command dance: .*", "dance");
        assertRefused("There is no option --volume: .*", "--volume", "11");
        assertRefused("The media folder .*/gone does not exist: .*--media DIR.*", "--media", "gone");
        // Whoever tries the tests may have a party running, on the usual ports.
        assertRefused(
                "Nothing is built yet .*: start without --no-build\\.",
                Stream.concat(Stream.of(ANY_PORTS), Stream.of("--no-build")).toArray(String[]::new));
    }

    private void assertRefused(String pattern, String... arguments) {
        assertRefused(home.launch(arguments), pattern);
    }

    private static void assertRefused(Started started, String pattern) {
        try (Started launcher = started) {
            assertThat(launcher.exitCode()).isEqualTo(2);
            assertThat(launcher.lines()).singleElement().asString().matches(pattern);
        }
    }

    private void runOnce() {
        try (Started launcher = home.launch(ANY_PORTS)) {
            launcher.awaitLine("Watchparty is running");
            launcher.signal("TERM");
            assertThat(launcher.exitCode()).isEqualTo(143);
        }
    }

    private void assertBothEnded() {
        assertThat(Pids.isAlive(pid("sync"))).isFalse();
        assertThat(Pids.isAlive(pid("media"))).isFalse();
    }

    private String log(String service) throws IOException {
        return Files.readString(logFile(service));
    }

    private long pid(String service) {
        return Pids.saidIn(logFile(service));
    }

    private Path logFile(String service) {
        return home.folder().resolve("state/logs/" + service + ".log");
    }
}

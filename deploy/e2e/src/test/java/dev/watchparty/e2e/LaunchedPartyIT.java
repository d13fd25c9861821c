package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.deploy.Project;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A person runs `./watchparty` and reads what it prints.
class LaunchedPartyIT {

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @TempDir
    Path folder;

    @Test
    void whatTheLauncherPrintsIsAllThatItTakesToWatchTogether() throws Exception {
        Path media = Files.createDirectory(folder.resolve("media"));
        Path state = Files.createDirectory(folder.resolve("state"));
        Path printed = folder.resolve("printed.txt");
        int port = Ports.free();
        int syncPort = Ports.free();
        Film.BUNNY.putInto(media, "");

        Process launcher = Project.ofNobody(new ProcessBuilder(
                                Project.HOME
                                        .resolve(Tool.WINDOWS ? "watchparty.cmd" : "watchparty")
                                        .toString(),
                                "--no-build",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                String.valueOf(port),
                                "--sync-port",
                                String.valueOf(syncPort),
                                "--media",
                                media.toString(),
                                "--state",
                                state.toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile()))
                .start();
        try {
            // The last line of what it says of itself.
            eventually()
                    .atMost(ServiceProcess.START)
                    .until(() -> !launcher.isAlive() || text(printed).contains("  Media  "));
            String page = said(printed, "Viewers +(\\S+)");
            String adminPage = said(printed, "Admin +(\\S+)");
            String key = said(printed, "Admin key +(\\S+)");
            assertThat(URI.create(page).getPort()).isEqualTo(port);

            Viewer ann = chromium.viewer(URI.create(page), "").join();
            Viewer ben = chromium.viewer(URI.create(page), "").join();
            Admin admin = chromium.admin(URI.create(adminPage)).signIn(key).stage(Film.BUNNY);
            ann.awaitPicture(Film.BUNNY);
            ben.awaitPicture(Film.BUNNY);
            admin.play();
            ann.awaitPlaying(Film.BUNNY);
            ben.awaitPlaying(Film.BUNNY);
            new DriftMeter(ann, ben).assertInStep("as launched");
            ann.tab().expectOutage();
            ben.tab().expectOutage();
            admin.tab().expectOutage();
        } finally {
            // As Ctrl-C does; the launcher ends its services before itself.
            launcher.destroy();
            if (!launcher.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                launcher.descendants().forEach(ProcessHandle::destroyForcibly);
                launcher.destroyForcibly();
            }
        }
        assertFree(port);
        assertFree(syncPort);
    }

    private static String said(Path printed, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text(printed));
        assertThat(matcher.find()).as("%s in: %s", pattern, text(printed)).isTrue();
        return matcher.group(1);
    }

    private static String text(Path printed) throws IOException {
        return Files.readString(printed, StandardCharsets.UTF_8);
    }

    /// Nobody listens any more: binding it again would fail.
    private static void assertFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(socket.isBound()).isTrue();
        }
    }
}

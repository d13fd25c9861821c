package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `./watchparty bench`, with a stand-in for Maven.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the start script of Windows is another one")
class BenchIT {

    @TempDir
    Path temporary;

    private FakeHome home;

    @BeforeEach
    void makeAHome() {
        home = new FakeHome(temporary);
        home.program("chromium", "");
        home.program("ffmpeg", "");
        home.program("mvn", """
                [ "$1" = -v ] && { echo "Apache Maven 3.9.9"; exit 0; }
                echo "$*" >> builds
                exit 1
                """);
    }

    @Test
    void namesWhatThereIs() throws IOException {
        try (Started launcher = home.launch("bench", "speed")) {
            assertThat(launcher.exitCode()).isEqualTo(2);
            assertThat(launcher.text())
                    .contains(
                            "Which benchmark?",
                            "./watchparty bench fairness",
                            "./watchparty bench sync",
                            "./watchparty bench page");
        }
    }

    @Test
    void namesWhatTheSyncBenchmarkNeeds() throws IOException {
        home.without("chromium");
        try (Started launcher = home.launch("bench", "sync")) {
            assertThat(launcher.exitCode()).isEqualTo(2);
            assertThat(launcher.lines()).singleElement().asString().startsWith("This benchmark needs Chromium");
        }
        assertThat(home.builds()).isEmpty();
    }

    @Test
    void measuresNothingWhereTheBuildFailed() throws IOException {
        try (Started launcher = home.launch("bench", "sync", "routes")) {
            assertThat(launcher.exitCode()).isEqualTo(1);
        }
        assertThat(home.builds()).containsExactly("-B -q -ntp -DskipTests -pl deploy/bench -am package");
    }
}

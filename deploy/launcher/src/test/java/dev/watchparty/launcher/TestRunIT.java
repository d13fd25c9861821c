package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `./watchparty test`, with a stand-in for Maven that writes reports.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the start script of Windows is another one")
class TestRunIT {

    @TempDir
    Path temporary;

    private FakeHome home;

    @BeforeEach
    void makeAHome() {
        home = new FakeHome(temporary);
        home.program("ffmpeg", "");
        home.program("ffprobe", "");
        home.program("curl", "");
        home.program("mpv", "");
        home.program("chromium", "");
        home.program("firefox", "");
        maven(6, 0, 0);
    }

    @Test
    void endsWithTheCountOfTests() throws IOException {
        try (Started launcher = home.launch("test", "-pl", "sync-service")) {
            assertThat(launcher.exitCode()).isZero();
            assertThat(launcher.lines())
                    .contains("[INFO] what Maven says", "sync-service: 6 passed, 0 failed, 1 skipped")
                    .endsWith("6 passed, 0 failed, 1 skipped");
        }
        assertThat(home.builds()).containsExactly("-B -ntp --fail-at-end verify -pl sync-service");
    }

    @Test
    void failsWithATest() {
        maven(4, 2, 1);
        try (Started launcher = home.launch("test")) {
            assertThat(launcher.exitCode()).isEqualTo(1);
            assertThat(launcher.lines()).endsWith("4 passed, 2 failed, 1 skipped");
        }
    }

    @Test
    void failsWithTheBuildEvenWhenEveryTestPassed() {
        maven(6, 0, 1);
        try (Started launcher = home.launch("test")) {
            assertThat(launcher.exitCode()).isEqualTo(1);
            assertThat(launcher.text()).contains("The build failed");
        }
    }

    @Test
    void failsWhereNoTestRan() {
        home.program("mvn", "[ \"$1\" = -v ] && echo Apache Maven 3.9.9");
        try (Started launcher = home.launch("test")) {
            assertThat(launcher.exitCode()).isEqualTo(1);
            assertThat(launcher.lines()).contains("No test ran.").endsWith("0 passed, 0 failed, 0 skipped");
        }
    }

    @Test
    void namesWhatOnlyTestsNeedWhereItMayNotInstall() {
        home.without("chromium");
        home.without("firefox");
        home.without("ffprobe");
        home.without("mpv");
        try (Started launcher = home.launch("test")) {
            assertThat(launcher.exitCode()).isEqualTo(2);
            assertThat(launcher.lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "The tests need chromium and firefox-esr and ffmpeg and mpv: install them and try again");
        }
    }

    @Test
    void installsWhatOnlyTestsNeedAsRoot() {
        home.without("chromium");
        home.program("id", "echo 0");
        home.program("apt-get", """
                echo "apt-get $* ($DEBIAN_FRONTEND)"
                [ "$1" = install ] && cp '%1$s/curl' '%1$s/chromium'
                exit 0
                """.formatted(home.programs()));
        try (Started launcher = home.launch("test")) {
            assertThat(launcher.exitCode()).isZero();
            assertThat(launcher.lines())
                    .containsSubsequence(
                            "Installing chromium for the tests ...",
                            "apt-get update -q (noninteractive)",
                            "apt-get install -y -q --no-install-recommends chromium (noninteractive)",
                            "6 passed, 0 failed, 1 skipped");
        }
    }

    @Test
    void installsWithSudoWhereItAsksForNoPassword() {
        home.without("chromium");
        home.program("id", "echo 1000");
        home.program("sudo", "[ \"$1\" = -n ] && shift && PATH=$PATH exec \"$@\"");
        home.program("true", "exit 0");
        home.program("apt-get", """
                [ "$1" = install ] && cp '%1$s/curl' '%1$s/chromium'
                exit 0
                """.formatted(home.programs()));
        try (Started launcher = home.launch("test")) {
            assertThat(launcher.exitCode()).isZero();
        }
    }

    @Test
    void saysSoWhenAptGetBroughtNothing() {
        home.without("chromium");
        home.program("id", "echo 0");
        home.program("apt-get", "exit 0");
        try (Started launcher = home.launch("test")) {
            assertThat(launcher.exitCode()).isEqualTo(2);
            assertThat(launcher.lines().getLast()).startsWith("apt-get did not bring chromium");
        }
    }

    private static String cases(int count, String outcome) {
        return IntStream.range(0, count)
                .mapToObj(number -> "<testcase name=\"%d%s\">%s</testcase>"
                        .formatted(number, outcome.replaceAll("\\W", ""), outcome))
                .collect(Collectors.joining());
    }

    private void maven(int passed, int failed, int exitCode) {
        home.program("mvn", """
                [ "$1" = -v ] && { echo "Apache Maven 3.9.9"; exit 0; }
                echo "$*" >> builds
                echo "[INFO] what Maven says"
                mkdir -p sync-service/target/surefire-reports
                echo '<testsuite>%s</testsuite>' > sync-service/target/surefire-reports/TEST-all.xml
                exit %d
                """.formatted(
                        cases(passed, "") + cases(failed, "<failure/>") + cases(1, "<skipped/>"), exitCode));
    }
}

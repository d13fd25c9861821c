package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path home;

    @Test
    void addsUpEachModule() throws IOException {
        report("sync-service/target/surefire-reports/TEST-a.xml", """
                <testsuite name="a" tests="5" errors="1" skipped="1" failures="1"><testcase name="x"/></testsuite>""");
        report("sync-service/target/failsafe-reports/TEST-b.xml", """
                <?xml version="1.0"?><testsuite name="b" tests="2" errors="0" skipped="0" failures="0"/>""");
        report("deploy/e2e/target/failsafe-reports/TEST-c.xml", """
                <testsuite name="c" tests="1" errors="0" skipped="0" failures="0"/>""");
        report("web-ui/target/vitest-reports/TEST-vitest.xml", """
                <testsuites name="vitest tests" tests="7" failures="1" errors="0">
                    <testsuite name="clock" tests="4" failures="0" errors="0" skipped="1"/>
                    <testsuite name="drift" tests="3" failures="1" errors="0" skipped="0"/>
                </testsuites>""");

        assertThat(Reports.since(START, home))
                .containsOnlyKeys("deploy/e2e", "sync-service", "web-ui")
                .containsEntry("sync-service", new Reports.Count(4, 2, 1, 0))
                .containsEntry("deploy/e2e", new Reports.Count(1, 0, 0, 0))
                .containsEntry("web-ui", new Reports.Count(5, 1, 1, 0));
    }

    @Test
    void tellsWhatPassedOnlyWhenItWasRunAgain() throws IOException {
        report("deploy/e2e/target/failsafe-reports/TEST-a.xml", """
                <testsuite name="a" tests="3" errors="0" skipped="0" failures="0" flakes="2">
                    <testcase name="x"><flakyFailure message="no"/></testcase>
                    <testcase name="y"><flakyError message="no"/></testcase>
                    <testcase name="z"/>
                </testsuite>""");

        Reports.Count count = Reports.since(START, home).get("deploy/e2e");

        assertThat(count)
                .isEqualTo(new Reports.Count(3, 0, 0, 2))
                .hasToString("3 passed, 0 failed, 0 skipped, 2 flaky");
    }

    @Test
    void leavesOutReportsOfAnEarlierRun() throws IOException {
        Path old = report("sync-service/target/surefire-reports/TEST-a.xml", "<testsuite tests=\"5\"/>");
        Files.setLastModifiedTime(old, FileTime.from(START.minusSeconds(1)));

        assertThat(Reports.since(START, home)).isEmpty();
    }

    @Test
    void leavesOutWhatIsNoReportOfTheProject() throws IOException {
        report("web-ui/node_modules/x/target/surefire-reports/TEST-a.xml", "<testsuite tests=\"5\"/>");
        report(".git/x/target/surefire-reports/TEST-a.xml", "<testsuite tests=\"5\"/>");
        report("sync-service/target/classes/TEST-a.xml", "<testsuite tests=\"5\"/>");

        assertThat(Reports.since(START, home)).isEmpty();
    }

    @Test
    void aReportCutShortIsAnErrorNotAZero() throws IOException {
        report("sync-service/target/surefire-reports/TEST-a.xml", "<testsuite tests=\"5\"");

        assertThatIOException().isThrownBy(() -> Reports.since(START, home)).withMessageContaining("TEST-a.xml");
    }

    private Path report(String path, String xml) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, xml);
    }
}

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
                <testsuite name="a" tests="4" errors="1" skipped="1" failures="1">
                    <testcase classname="a" name="passes"><system-out>failure</system-out></testcase>
                    <testcase classname="a" name="skips"><skipped/></testcase>
                    <testcase classname="a" name="fails"><failure message="no"/></testcase>
                    <testcase classname="a" name="breaks"><error message="no"/></testcase>
                </testsuite>""");
        report("sync-service/target/failsafe-reports/TEST-b.xml", """
                <?xml version="1.0"?><testsuite><testcase classname="b" name="passes"/></testsuite>""");
        report("deploy/e2e/target/failsafe-reports/TEST-c.xml", """
                <testsuite><testcase classname="c" name="passes"/></testsuite>""");
        report("web-ui/target/vitest-reports/TEST-vitest.xml", """
                <testsuites name="vitest tests" tests="3" failures="1" errors="0">
                    <testsuite name="clock"><testcase classname="clock" name="ticks"/></testsuite>
                    <testsuite name="drift">
                        <testcase classname="drift" name="ticks"/>
                        <testcase classname="drift" name="rings"><failure/></testcase>
                    </testsuite>
                </testsuites>""");

        assertThat(Reports.since(START, home))
                .containsOnlyKeys("deploy/e2e", "sync-service", "web-ui")
                .containsEntry("sync-service", new Reports.Count(2, 2, 1, 0))
                .containsEntry("deploy/e2e", new Reports.Count(1, 0, 0, 0))
                .containsEntry("web-ui", new Reports.Count(2, 1, 0, 0));
    }

    /// As Failsafe writes it: the suite's numbers are those of the second run.
    @Test
    void countsOfAClassOfWhichSomeWasRunAgainEachTestOnce() throws IOException {
        report("deploy/e2e/target/failsafe-reports/TEST-a.xml", """
                <testsuite name="a" tests="2" errors="1" skipped="0" failures="0">
                    <testcase classname="a" name="passes"/>
                    <testcase classname="a" name="passes"/>
                    <testcase classname="a" name="flickers"><flakyFailure message="no"/></testcase>
                    <testcase classname="a" name="breaksOnce"><flakyError message="no"/></testcase>
                    <testcase classname="a" name="breaks"><error message="no"/><rerunError message="no"/></testcase>
                </testsuite>""");

        Reports.Count count = Reports.since(START, home).get("deploy/e2e");

        assertThat(count)
                .isEqualTo(new Reports.Count(3, 1, 0, 2))
                .hasToString("3 passed, 1 failed, 0 skipped, 2 flaky");
    }

    @Test
    void leavesOutReportsOfAnEarlierRun() throws IOException {
        Path old = report(
                "sync-service/target/surefire-reports/TEST-a.xml", "<testsuite><testcase name=\"x\"/></testsuite>");
        Files.setLastModifiedTime(old, FileTime.from(START.minusSeconds(1)));

        assertThat(Reports.since(START, home)).isEmpty();
    }

    @Test
    void leavesOutWhatIsNoReportOfTheProject() throws IOException {
        report(
                "web-ui/node_modules/x/target/surefire-reports/TEST-a.xml",
                "<testsuite><testcase name=\"x\"/></testsuite>");
        report(".git/x/target/surefire-reports/TEST-a.xml", "<testsuite><testcase name=\"x\"/></testsuite>");
        report("sync-service/target/classes/TEST-a.xml", "<testsuite><testcase name=\"x\"/></testsuite>");

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

package dev.watchparty.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Counts of tests from the JUnit XML reports of Surefire, Failsafe and Vitest.
final class Reports {

    /// @param failed failures and errors
    /// @param flaky of those that passed, how many had failed first
    record Count(int passed, int failed, int skipped, int flaky) {

        static final Count NONE = new Count(0, 0, 0, 0);

        Count plus(Count other) {
            return new Count(
                    passed + other.passed, failed + other.failed, skipped + other.skipped, flaky + other.flaky);
        }

        @Override
        public String toString() {
            String all = passed + " passed, " + failed + " failed, " + skipped + " skipped";
            return flaky == 0 ? all : all + ", " + flaky + " flaky";
        }
    }

    private static final PathMatcher REPORT =
            FileSystems.getDefault().getPathMatcher("glob:**/target/*-reports/TEST-*.xml");
    private static final Count PASSED = new Count(1, 0, 0, 0);
    private static final Count SKIPPED = new Count(0, 0, 1, 0);
    private static final Count FLAKY = new Count(1, 0, 0, 1);
    private static final Count FAILED = new Count(0, 1, 0, 0);
    private static final List<Count> WORSE = List.of(PASSED, SKIPPED, FLAKY, FAILED);

    private static final PathMatcher NO_REPORTS =
            FileSystems.getDefault().getPathMatcher("glob:{**/,}{.?*,node_modules,src,classes,quarkus-app}");

    private Reports() {}

    /// Counts of each module, by its folder below `home`, from reports written since an instant.
    static Map<String, Count> since(Instant start, Path home) throws IOException {
        Map<String, Count> byModule = new TreeMap<>();
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NO_REPORTS.matches(home.relativize(folder))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path report = home.relativize(file);
                if (REPORT.matches(report)
                        && !attributes.lastModifiedTime().toInstant().isBefore(start)) {
                    // MODULE/target/KIND-reports/TEST-NAME.xml
                    Path module = report.subpath(0, report.getNameCount() - 3);
                    byModule.merge(module.toString().replace('\\', '/'), read(file), Count::plus);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return byModule;
    }

    /// Counts tests, each by its name once, and not by what the suite says of itself: a report of a class of which some
    /// tests were run again has the tests of both runs, and the numbers of the second.
    private static Count read(Path report) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Map<String, Count> byTest = new HashMap<>();
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("testcase")) {
                    String test =
                            reader.getAttributeValue("", "classname") + "#" + reader.getAttributeValue("", "name");
                    byTest.merge(test, outcome(reader), Reports::worse);
                }
            }
            return byTest.values().stream().reduce(Count.NONE, Count::plus);
        } catch (XMLStreamException e) {
            throw new IOException("the report " + report + " cannot be read", e);
        }
    }

    /// What a test case came to, by the elements in it.
    private static Count outcome(XMLStreamReader reader) throws XMLStreamException {
        Count outcome = PASSED;
        while (reader.next() != XMLStreamConstants.END_ELEMENT
                || !reader.getLocalName().equals("testcase")) {
            if (reader.getEventType() == XMLStreamConstants.START_ELEMENT) {
                outcome = worse(
                        outcome,
                        switch (reader.getLocalName()) {
                            case "failure", "error" -> FAILED;
                            case "skipped" -> SKIPPED;
                            case "flakyFailure", "flakyError" -> FLAKY;
                            default -> PASSED;
                        });
            }
        }
        return outcome;
    }

    private static Count worse(Count one, Count other) {
        return Collections.max(List.of(one, other), Comparator.comparingInt(WORSE::indexOf));
    }
}

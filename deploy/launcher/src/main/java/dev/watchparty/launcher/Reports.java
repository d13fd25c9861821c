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
import java.util.Map;
import java.util.Set;
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
    /// What Surefire and Failsafe write of a test that failed, was run again, and passed.
    private static final Set<String> FLAKY = Set.of("flakyFailure", "flakyError");

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

    private static Count read(Path report) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Count count = Count.NONE;
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    count = count.plus(startedBy(reader));
                }
            }
            return count;
        } catch (XMLStreamException | NumberFormatException e) {
            throw new IOException("the report " + report + " cannot be read", e);
        }
    }

    private static Count startedBy(XMLStreamReader reader) {
        String element = reader.getLocalName();
        if (element.equals("testsuite")) {
            int failed = number(reader, "failures") + number(reader, "errors");
            int skipped = number(reader, "skipped");
            return new Count(number(reader, "tests") - failed - skipped, failed, skipped, 0);
        }
        return FLAKY.contains(element) ? new Count(0, 0, 0, 1) : Count.NONE;
    }

    private static int number(XMLStreamReader reader, String attribute) {
        String value = reader.getAttributeValue("", attribute);
        return value == null ? 0 : Integer.parseInt(value);
    }
}

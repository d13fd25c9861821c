package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What Maven is told.
class BuildFilesTest {

    private static final Path PROJECT = Path.of("../..");

    @Test
    void theLauncherBuildsTheFirstModulesInTheirOrder() throws IOException {
        assertThat(modules()).startsWith(Build.MODULES.toArray(String[]::new)).contains("deploy/e2e");
    }

    @Test
    void everyVersionStandsInTheParent() throws IOException {
        String own = found("<version>(.*?)</version>", "pom.xml").getFirst();

        for (String module : modules()) {
            assertThat(found("<version>(.*?)</version>", module + "/pom.xml"))
                    .as(module)
                    .startsWith(own)
                    .allMatch(version -> version.equals(own) || version.matches("\\$\\{[a-z.-]*version}"));
            assertThat(found("<([a-z.-]*version)>.*?</\\1>", module + "/pom.xml"))
                    .as(module)
                    .containsOnly("version");
        }
    }

    @Test
    void theJdkIsCheckedBeforeAnythingIsBuilt() throws IOException {
        assertThat(found("(?s)<id>jdk</id>\\s*<phase>(.*?)</phase>", "pom.xml")).containsExactly("validate");
        assertThat(found("<version>\\[(\\d+),\\)</version>\\s*<message>", "pom.xml"))
                .isEqualTo(found("<java.version>(\\d+)</java.version>", "pom.xml"));
    }

    private static List<String> modules() throws IOException {
        return found("<module>(.*?)</module>", "pom.xml");
    }

    private static List<String> found(String pattern, String file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(PROJECT.resolve(file)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}

package dev.watchparty.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The launcher brings what the browser tests then look for. It runs from source, before anything is built, so that the
/// two cannot share code.
class TestToolsIT {

    private static final String LAUNCHER = "deploy/launcher/src/main/java/dev/watchparty/launcher/Tools.java";
    private static final String TESTS = "deploy/e2e/src/test/java/dev/watchparty/e2e/Tool.java";

    @Test
    void bothLookForABrowserInTheSamePlaces() {
        String places = "Path\\.of\\(\"((?:/Applications|C:)[^\"]*)\"\\)";

        assertThat(found(places, LAUNCHER)).isNotEmpty().isEqualTo(found(places, TESTS));
    }

    @Test
    void bothKnowTheSameNamesOfIt() {
        List<String> looked = List.of(
                found("CHROMIUM\\(\"chromium\", \"(.*?)\"\\)", TESTS).getFirst().split(" ", -1));

        assertThat(List.of(found("find\\(\"(chromium\".*?)\"\\)", LAUNCHER)
                        .getFirst()
                        .split("\", \"", -1)))
                .isEqualTo(looked);
        assertThat(looked).hasSizeGreaterThan(1);
    }

    private static List<String> found(String pattern, String file) {
        return Pattern.compile(pattern)
                .matcher(Project.text(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}

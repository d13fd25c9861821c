package dev.watchparty.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "firefox-esr"})
    void bothKnowTheSameNamesOfIt(String first) {
        List<String> looked = List.of(found("[A-Z]\\(\"%1$s\", \"(%1$s .*?)\"\\)".formatted(first), TESTS)
                .getFirst()
                .split(" ", -1));

        assertThat(List.of(found("find\\(\"(%s\".*?)\"\\)".formatted(first), LAUNCHER)
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

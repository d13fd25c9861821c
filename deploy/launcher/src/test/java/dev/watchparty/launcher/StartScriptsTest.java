package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The two start scripts say the same, and what the build says.
class StartScriptsTest {

    private static final Path PROJECT = Path.of("../..");

    @Test
    void askForTheJdkThatTheBuildNeeds() throws IOException {
        String built = only("<java.version>(\\d+)</java.version>", "pom.xml");

        assertThat(only("oldest=(\\d+)", "watchparty")).isEqualTo(built);
        assertThat(only("\"OLDEST=(\\d+)\"", "watchparty.cmd")).isEqualTo(built);
    }

    @Test
    void startTheSameLauncherInTheSameWay() throws IOException {
        String shell = only("/bin/java\" (.*?) -Dwatchparty", "watchparty");
        String windows = only("java\\.exe\" (.*?) \"-Dwatchparty", "watchparty.cmd");
        assertThat(windows).isEqualTo(shell).isNotBlank();

        String source = only("\\$home/(deploy/.*?\\.java)", "watchparty");
        assertThat(PROJECT.resolve(source)).isRegularFile();
        assertThat(only("%HERE%\\\\(deploy.*?\\.java)", "watchparty.cmd").replace('\\', '/'))
                .isEqualTo(source);
    }

    private static String only(String pattern, String file) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(PROJECT.resolve(file)));
        assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
        return matcher.group(1);
    }
}

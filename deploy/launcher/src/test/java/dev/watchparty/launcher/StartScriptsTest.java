package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertThat(only("%~dp0(deploy.*?\\.java)", "watchparty.cmd").replace('\\', '/'))
                .isEqualTo(source);
    }

    @Test
    void sayTheSameWhereThereIsNoJdk() throws IOException {
        String shell = only("echo \"(Watchparty needs a JDK) \\$oldest or later: install one \\(", "watchparty");
        String windows = only("echo (Watchparty needs a JDK) %OLDEST% or later: install one \\^\\(", "watchparty.cmd");
        assertThat(windows).isEqualTo(shell);
        assertThat(only("(or point JAVA_HOME at it\\.) 1>&2", "watchparty.cmd"))
                .isEqualTo(only("(or point JAVA_HOME at it\\.)\" >&2", "watchparty"));
    }

    /// cmd loses labels in a file with lone line feeds, and reads other letters in whatever code page is on.
    @Test
    void windowsGetsTheOneOfItsOwnAsItReadsFiles() throws IOException {
        assertThat(text(".gitattributes").lines()).contains("*.cmd text eol=crlf", "watchparty text eol=lf");
        assertThat(text("watchparty.cmd")).matches("\\p{ASCII}*");
    }

    /// A space, an ampersand or a bracket in a path ends a word, or the whole script.
    @Test
    void noPathStandsOutsideQuotesOnWindows() throws IOException {
        Matcher path = Pattern.compile("%(~dp0|~f?1|JDK%|JAVA_HOME%|[A-Za-z]+(Files|DATA|PROFILE)%|%~)")
                .matcher(text("watchparty.cmd"));
        int paths = 0;
        while (path.find()) {
            String text = text("watchparty.cmd");
            String before = text.substring(text.lastIndexOf('\n', path.start()) + 1, path.start());
            assertThat(before.chars().filter(letter -> letter == '"').count() % 2)
                    .as("%s after %s", path.group(), before)
                    .isEqualTo(1);
            paths++;
        }
        assertThat(paths).isGreaterThan(15);
    }

    @Test
    void windowsHandsOnArgumentsAndExitCode() throws IOException {
        List<String> lines = text("watchparty.cmd").lines().toList();
        List<String> starts =
                lines.stream().filter(line -> line.contains("Launcher.java")).toList();

        assertThat(starts).singleElement().asString().endsWith("Launcher.java\" %*");
        assertThat(lines.get(lines.indexOf(starts.getFirst()) + 1)).isEqualTo("exit /b %ERRORLEVEL%");
        assertThat(lines).contains(":consider").last().isEqualTo("exit /b 0");
    }

    private static String text(String file) throws IOException {
        return Files.readString(PROJECT.resolve(file));
    }

    private static String only(String pattern, String file) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text(file));
        assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
        return matcher.group(1);
    }
}

package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `mvn` by itself, without the launcher, on a JDK that is too old.
class WrongJdkIT {

    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    /// What Maven, Quarkus' plugin and `.mvn/jvm.config` still start on.
    private static final int OLDEST_THAT_STARTS = 17;

    private static final int OLDEST_THAT_BUILDS = 25;

    @Test
    void isSaidInOneLineBeforeAnyPluginThatNeedsANewerOne() {
        Optional<Path> old = places().filter(jdk -> {
                    int version = version(jdk);
                    return version >= OLDEST_THAT_STARTS && version < OLDEST_THAT_BUILDS;
                })
                .findFirst();
        assumeTrue(old.isPresent(), "this machine has no JDK older than 25 to try");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("JAVA_HOME", old.orElseThrow().toString());
        List<String> command = List.of(Tools.ofThisMachine().maven().toString(), "-B", "-q", "validate");

        try (Started maven = new Started(command, PROJECT, environment)) {
            assertThat(maven.exitCode()).isEqualTo(1);
            assertThat(maven.lines())
                    .filteredOn(line -> line.contains("JDK"))
                    .containsExactly("[ERROR] Watchparty builds with JDK 25 or later: point JAVA_HOME at one, or run"
                            + " ./watchparty, which looks for it.");
            assertThat(maven.text()).doesNotContain("class file version", "Exception in thread", "\tat ");
        }
    }

    private static Stream<Path> places() {
        return Stream.of(
                        Path.of(System.getProperty("java.home"), ".."),
                        Path.of("/usr/lib/jvm"),
                        Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"))
                .filter(Files::isDirectory)
                .flatMap(WrongJdkIT::entries);
    }

    private static Stream<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /// Of the JDK in a folder; 0 where there is none.
    private static int version(Path folder) {
        if (!Files.isExecutable(folder.resolve("bin/java"))) {
            return 0;
        }
        try {
            Matcher version =
                    Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(folder.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}

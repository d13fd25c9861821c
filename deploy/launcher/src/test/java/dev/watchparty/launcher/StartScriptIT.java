package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// How the start script finds a JDK.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the start script of Windows is another one")
class StartScriptIT {

    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    Path temporary;

    private FakeHome home;

    @BeforeEach
    void makeAHomeOnAMachineWithoutAJdk() throws IOException {
        home = new FakeHome(temporary);
        home.set("JAVA_HOME", "");
        // This machine's own places would always have one.
        String script = Files.readString(home.start())
                .replace("/usr/", temporary + "/usr/")
                .replace("/opt/", temporary + "/opt/");
        Files.writeString(home.start(), script);
    }

    @Test
    void saysInOneLineWhatIsMissing() {
        try (Started launcher = home.launch("help")) {
            assertThat(launcher.exitCode()).isEqualTo(2);
            assertThat(launcher.lines())
                    .singleElement()
                    .asString()
                    .startsWith("Watchparty needs a JDK 25 or later: install one ")
                    .endsWith("point JAVA_HOME at it.");
        }
    }

    @Test
    void takesJavaHome() {
        home.set("JAVA_HOME", JDK.toString());
        assertLaunches();
    }

    @Test
    void passesOverAnOlderJavaHomeForANewerJavaOnThePath() throws IOException {
        home.set("JAVA_HOME", older(temporary.resolve("jdk-17")).toString());
        Path alternatives = Files.createSymbolicLink(temporary.resolve("alternative"), JDK.resolve("bin/java"));
        Files.createSymbolicLink(home.programs().resolve("java"), alternatives);
        assertLaunches();
    }

    @Test
    void passesOverARuntimeWithoutACompiler() throws IOException {
        Path runtime = older(temporary.resolve("jre-25"));
        Files.writeString(runtime.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        Files.delete(runtime.resolve("bin/javac"));
        home.set("JAVA_HOME", runtime.toString());

        try (Started launcher = home.launch("help")) {
            assertThat(launcher.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void looksInTheUsualPlaces() throws IOException {
        older(temporary.resolve("usr/lib/jvm/java-17"));
        Files.createSymbolicLink(temporary.resolve("usr/lib/jvm/temurin-25"), JDK);
        assertLaunches();
    }

    @Test
    void looksWhereSdkmanPutsThem() throws IOException {
        Path candidates = Files.createDirectories(home.folder().resolve(".sdkman/candidates/java"));
        Files.createSymbolicLink(candidates.resolve("25-tem"), JDK);
        assertLaunches();
    }

    /// The JVM finds only files whose names the locale can hold.
    @Test
    void givesJavaALocaleThatHoldsEveryName() throws IOException {
        home.set("JAVA_HOME", saysItsLocale(temporary.resolve("jdk-25")).toString());
        home.set("LC_ALL", "C");
        assertSays("C.UTF-8");

        home.program("locale", "echo ANSI_X3.4-1968");
        assertSays("C.UTF-8");

        home.program("locale", "echo UTF-8");
        home.set("LC_ALL", "de_DE.UTF-8");
        assertSays("de_DE.UTF-8");
    }

    private void assertSays(String line) {
        try (Started launcher = home.launch("help")) {
            assertThat(launcher.exitCode()).isZero();
            assertThat(launcher.lines()).containsExactly(line);
        }
    }

    private void assertLaunches() {
        try (Started launcher = home.launch("help")) {
            assertThat(launcher.exitCode()).isZero();
            assertThat(launcher.text()).startsWith("Watchparty:").contains("./watchparty demo");
        }
    }

    private static Path older(Path folder) throws IOException {
        return standIn(folder, "17.0.15", "exit 99");
    }

    private static Path saysItsLocale(Path folder) throws IOException {
        return standIn(folder, "25.0.1", "echo \"$LC_ALL\"");
    }

    /// A JDK as far as the start script looks at it.
    private static Path standIn(Path folder, String version, String script) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String program : new String[] {"java", "javac"}) {
            Path file = Files.writeString(folder.resolve("bin").resolve(program), "#!/bin/sh\n" + script + "\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return folder;
    }
}

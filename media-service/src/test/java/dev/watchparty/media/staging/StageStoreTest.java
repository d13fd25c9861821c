package dev.watchparty.media.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watchparty.media.Logged;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StageStoreTest {

    private static final RoomName FRIENDS = new RoomName("friends");

    @TempDir
    Path temp;

    private Path state;
    private Path film0;
    private Path film1;

    @BeforeEach
    void films() throws IOException {
        temp = temp.toRealPath();
        state = temp.resolve("state");
        Path media = Files.createDirectories(temp.resolve("media"));
        film0 = Files.writeString(media.resolve("film-0.mkv"), "film 0!");
        film1 = Files.writeString(media.resolve("film-1.mkv"), "film 1!");
    }

    @Test
    void keeps_a_stage_over_a_restart() throws IOException {
        StagedFile staged = StageSamples.staged(RoomName.MAIN, film0, 10);
        new StageStore(state).commit(staged);

        assertThat(recovered(RoomName.MAIN).at(RoomName.MAIN, film0)).isEqualTo(staged);
        assertThat(Files.readString(state.resolve("symlinks/current.mkv"))).isEqualTo("film 0!");
        assertThat(Files.readSymbolicLink(state.resolve("symlinks/current.mkv")))
                .isEqualTo(Path.of("../../media/film-0.mkv"));
    }

    @Test
    void gives_a_further_room_folders_of_its_own() throws IOException {
        StageStore store = new StageStore(state);
        store.commit(StageSamples.staged(RoomName.MAIN, film0, 10));
        store.commit(StageSamples.staged(FRIENDS, film1, 11));

        assertThat(new StageStore(state).rooms()).containsExactly(RoomName.MAIN, FRIENDS);
        assertThat(recovered(FRIENDS).path()).isEqualTo("film-1.mkv");
        assertThat(Files.readString(state.resolve("rooms/friends/symlinks/current.mkv")))
                .isEqualTo("film 1!");
        assertThat(Files.readString(state.resolve("symlinks/current.mkv"))).isEqualTo("film 0!");
    }

    @Test
    void leaves_no_temporary_files() throws IOException {
        StageStore store = new StageStore(state);
        store.commit(StageSamples.staged(RoomName.MAIN, film0, 10));
        store.commit(StageSamples.staged(RoomName.MAIN, film1, 11));

        assertThat(names(state)).containsExactlyInAnyOrder("staged.json", "symlinks", "symlinks/current.mkv");
    }

    /// A kill leaves the folder as it is at that instant; so does a copy that is made then.
    @Test
    void recovers_to_the_old_or_the_new_stage_when_killed_after_any_step() throws IOException {
        new StageStore(state).commit(StageSamples.staged(RoomName.MAIN, film0, 10));

        Map<StageStore.Step, Path> left = copiesAfterEachStep(StageSamples.staged(RoomName.MAIN, film1, 11));

        for (Map.Entry<StageStore.Step, Path> copy : left.entrySet()) {
            state = copy.getValue();
            boolean committed = copy.getKey().compareTo(StageStore.Step.RECORD_SWAPPED) >= 0;
            assertWhole(RoomName.MAIN, committed ? 11 : 10);
        }
    }

    @Test
    void recovers_to_nothing_or_the_first_stage_when_killed_after_any_step() throws IOException {
        Map<StageStore.Step, Path> left = copiesAfterEachStep(StageSamples.staged(FRIENDS, film1, 11));

        for (Map.Entry<StageStore.Step, Path> copy : left.entrySet()) {
            state = copy.getValue();
            if (copy.getKey().compareTo(StageStore.Step.RECORD_SWAPPED) >= 0) {
                assertWhole(FRIENDS, 11);
            } else {
                assertThat(new StageStore(state).recover(FRIENDS)).isInstanceOf(StageStore.Recovered.Nothing.class);
                assertThat(names(state)).noneMatch(name -> name.contains("current.mkv") || name.endsWith(".tmp"));
            }
        }
    }

    private Map<StageStore.Step, Path> copiesAfterEachStep(StagedFile staged) throws IOException {
        Map<StageStore.Step, Path> copies = new EnumMap<>(StageStore.Step.class);
        StageStore copying = new StageStore(
                state,
                step -> {
                    // Beside the state folder, so that the links' relative targets hold.
                    Path copy = temp.resolve("after-" + step);
                    copyFolder(state, copy);
                    copies.put(step, copy);
                },
                Files::createSymbolicLink);
        copying.commit(staged);
        assertThat(copies.keySet()).containsExactly(StageStore.Step.values());
        return copies;
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        List<Path> parentsFirst;
        try (Stream<Path> paths = Files.walk(from)) {
            parentsFirst = paths.toList();
        }
        for (Path path : parentsFirst) {
            Files.copy(path, to.resolve(from.relativize(path).toString()), LinkOption.NOFOLLOW_LINKS);
        }
    }

    @Test
    void recovers_whole_whenever_it_is_killed() throws Exception {
        Random random = new Random(20260102);
        long told = -1;
        for (int round = 0; round < 4; round++) {
            Process process = stageElsewhere(RoomName.MAIN, told + 1);
            try (BufferedReader output = process.inputReader()) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    if (!line.equals("staging")) {
                        told = Long.parseLong(line);
                    }
                    if (random.nextInt(40) == 0) {
                        process.toHandle().destroyForcibly();
                    }
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            long kept = recovered(RoomName.MAIN).stageRevision();
            // What was told is kept; one more may have been kept without being told.
            assertThat(kept).isBetween(told, told + 1);
            assertWhole(RoomName.MAIN, kept);
            told = kept;
        }
        assertThat(told).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(
            value = StageStore.Step.class,
            names = {"FOLDERS_MADE", "RECORD_WRITTEN", "LINK_MADE", "LINK_SWAPPED"})
    void rolls_back_what_fails_after(StageStore.Step step) throws IOException {
        new StageStore(state).commit(StageSamples.staged(RoomName.MAIN, film0, 10));
        StageStore failing = failingAfter(step);

        assertThatThrownBy(() -> failing.commit(StageSamples.staged(RoomName.MAIN, film1, 11)))
                .isInstanceOf(IOException.class);

        // Without any recovery.
        assertThat(Files.readString(state.resolve("symlinks/current.mkv"))).isEqualTo("film 0!");
        assertThat(names(state)).containsExactlyInAnyOrder("staged.json", "symlinks", "symlinks/current.mkv");
        assertWhole(RoomName.MAIN, 10);
    }

    @Test
    void rolls_a_first_stage_back_to_nothing() throws IOException {
        StageStore failing = failingAfter(StageStore.Step.LINK_SWAPPED);

        assertThatThrownBy(() -> failing.commit(StageSamples.staged(RoomName.MAIN, film1, 11)))
                .isInstanceOf(IOException.class);

        assertThat(names(state)).containsExactly("symlinks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "null",
                "[]",
                "{}",
                "{\"path\":\"film-0.mkv\",\"etag\":\"abc\",\"updatedAt\":1}",
                "\0\0\0\0\0\0\0\0"
            })
    void keeps_garbage_aside_and_starts_with_nothing(String garbage) throws IOException {
        new StageStore(state).commit(StageSamples.staged(RoomName.MAIN, film0, 10));
        Files.writeString(state.resolve("staged.json"), garbage);

        StageStore store = new StageStore(state);
        assertThat(store.recover(RoomName.MAIN)).isInstanceOf(StageStore.Recovered.Corrupt.class);
        assertThat(store.recover(RoomName.MAIN)).isInstanceOf(StageStore.Recovered.Nothing.class);

        assertThat(state.resolve("staged.json.corrupt")).hasContent(garbage);
        assertThat(names(state)).containsExactlyInAnyOrder("staged.json.corrupt", "symlinks");
    }

    @Test
    void keeps_a_record_aside_that_ends_anywhere_too_early() throws IOException {
        StageStore store = new StageStore(state);
        store.commit(StageSamples.staged(RoomName.MAIN, film0, 10));
        byte[] whole = Files.readAllBytes(state.resolve("staged.json"));

        for (int length = 0; length < whole.length; length++) {
            Files.write(state.resolve("staged.json"), java.util.Arrays.copyOf(whole, length));
            assertThat(store.recover(RoomName.MAIN))
                    .as("%d bytes", length)
                    .isInstanceOf(StageStore.Recovered.Corrupt.class);
        }
    }

    static Stream<String> badFields() {
        return Stream.of(
                "\"etag\" : \"../../x\"",
                "\"etag\" : null",
                "\"sampleHash\" : \"\\r\\nX: y\"",
                "\"contentType\" : \"video/mp4\\r\\nX: y\"",
                "\"sizeBytes\" : -1",
                "\"sizeBytes\" : null",
                "\"stageRevision\" : -5",
                "\"durationSeconds\" : -1",
                "\"modifiedAt\" : \"yesterday\"",
                "\"codecs\" : null",
                "\"index\" : null",
                "\"kind\" : \"middle\"",
                "\"fromByte\" : null",
                "\"fromByte\" : 17",
                "\"toByte\" : -1",
                "\"path\" : \"\"");
    }

    @ParameterizedTest
    @MethodSource("badFields")
    void takes_no_record_with(String field) throws IOException {
        StageStore store = new StageStore(state);
        store.commit(StageSamples.staged(RoomName.MAIN, film0, 10));
        String name = field.substring(0, field.indexOf(':'));
        String record = Files.readString(state.resolve("staged.json"));
        String bad = record.replaceFirst(
                java.util.regex.Pattern.quote(name) + ":( \\[[^]]*]|[^,\n]*)",
                java.util.regex.Matcher.quoteReplacement(field));
        assertThat(bad).isNotEqualTo(record);
        Files.writeString(state.resolve("staged.json"), bad);

        assertThat(store.recover(RoomName.MAIN)).isInstanceOf(StageStore.Recovered.Corrupt.class);
    }

    @Test
    void a_state_folder_that_cannot_be_made_is_an_error_with_its_path() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "no folder");

        assertThatThrownBy(() -> new StageStore(file)).hasMessageContaining(file.toString());
    }

    @Test
    void where_there_are_no_symlinks_the_record_alone_decides() throws IOException {
        StageStore store = withoutSymlinks();
        assertThat(store.keepsSymlinks()).isFalse();
        store.commit(StageSamples.staged(RoomName.MAIN, film0, 10));
        StagedFile second = StageSamples.staged(RoomName.MAIN, film1, 11);
        store.commit(second);

        assertThat(((StageStore.Recovered.Stage) withoutSymlinks().recover(RoomName.MAIN))
                        .record()
                        .at(RoomName.MAIN, film1))
                .isEqualTo(second);
        assertThat(names(state)).containsExactlyInAnyOrder("staged.json", "symlinks");
    }

    @Test
    void that_there_are_no_symlinks_is_said_once() throws IOException {
        try (Logged log = Logged.by(StageStore.class)) {
            StageStore store = withoutSymlinks();
            store.commit(StageSamples.staged(RoomName.MAIN, film0, 10));
            store.commit(StageSamples.staged(FRIENDS, film1, 11));
            store.recover(RoomName.MAIN);
            store.pointLink(RoomName.MAIN, film0);

            assertThat(log.count("No symlinks in")).isEqualTo(1);
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void a_link_from_when_there_were_symlinks_does_not_stay_at_another_film() throws IOException {
        new StageStore(state).commit(StageSamples.staged(RoomName.MAIN, film0, 10));
        Path link = state.resolve("symlinks/current.mkv");

        withoutSymlinks().pointLink(RoomName.MAIN, film0);
        assertThat(link.toRealPath()).isEqualTo(film0);
        withoutSymlinks().commit(StageSamples.staged(RoomName.MAIN, film1, 11));
        assertThat(link).doesNotExist();

        new StageStore(state).pointLink(RoomName.MAIN, film0);
        withoutSymlinks().pointLink(RoomName.MAIN, film1);
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_folder_that_takes_no_files_is_an_error_and_not_one_without_symlinks() throws IOException {
        // Nobody makes files there, not even the super user.
        Files.createDirectories(state);
        Files.createSymbolicLink(state.resolve("symlinks"), Path.of("/proc/self/task"));

        try (Logged log = Logged.by(StageStore.class)) {
            assertThatThrownBy(() -> new StageStore(state)).isInstanceOf(IOException.class);
            assertThat(log.lines()).isEmpty();
        }
    }

    /// As on Windows, where a right is needed that nobody has by default.
    private StageStore withoutSymlinks() throws IOException {
        return new StageStore(state, _ -> {}, (link, _) -> {
            throw new FileSystemException(link.toString(), null, "A required privilege is not held by the client.");
        });
    }

    private StageStore failingAfter(StageStore.Step deadly) throws IOException {
        return new StageStore(
                state,
                step -> {
                    if (step == deadly) {
                        throw new IOException("No space left on device");
                    }
                },
                Files::createSymbolicLink);
    }

    private StageRecord recovered(RoomName room) throws IOException {
        return ((StageStore.Recovered.Stage) new StageStore(state).recover(room)).record();
    }

    /// Recovers as a start does and holds record and link against each other.
    private void assertWhole(RoomName room, long revision) throws IOException {
        StageRecord record = recovered(room);
        Path film = film0.resolveSibling(record.path());
        new StageStore(state).pointLink(room, film);

        assertThat(record.at(room, film))
                .isEqualTo(
                        StageSamples.staged(room, film0.resolveSibling("film-" + (revision % 2) + ".mkv"), revision));
        Path folder = room.equals(RoomName.MAIN) ? state : state.resolve("rooms/" + room);
        assertThat(folder.resolve("symlinks/current.mkv").toRealPath()).isEqualTo(film);
        assertThat(names(folder)).containsExactlyInAnyOrder("staged.json", "symlinks", "symlinks/current.mkv");
    }

    private Process stageElsewhere(RoomName room, long revision) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledStage.class.getName(),
                        state.toString(),
                        room.value(),
                        film0.toString(),
                        Long.toString(revision))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.filter(path -> !path.equals(folder))
                    .map(path -> folder.relativize(path).toString())
                    .forEach(names::add);
        }
        return names;
    }
}

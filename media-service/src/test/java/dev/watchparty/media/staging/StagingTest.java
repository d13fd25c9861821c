package dev.watchparty.media.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.Logged;
import dev.watchparty.media.container.Index;
import dev.watchparty.media.container.MatroskaFilms;
import dev.watchparty.media.container.Mp4Films;
import dev.watchparty.media.library.Library;
import dev.watchparty.media.library.LibraryFixture;
import dev.watchparty.media.staging.Staging.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StagingTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

    private static final int MAX_ROOMS = 12;

    @TempDir
    Path temp;

    private Path media;
    private Path state;
    private final List<StagedFile> told = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong();
    private Stages stages = new Stages();
    private FileWatch watch;
    private Staging staging;

    @BeforeEach
    void films() throws IOException {
        temp = temp.toRealPath();
        state = temp.resolve("state");
        media = temp.resolve("media");
        Files.createDirectories(media.resolve("anime"));
        Files.writeString(media.resolve("anime/one.mkv"), "film one");
        Files.writeString(media.resolve("two.mp4"), "film two");
        Files.writeString(media.resolve("notes.txt"), "notes");
        Files.createFile(media.resolve("empty.mkv"));
        start();
    }

    private void start() throws IOException {
        Library library = LibraryFixture.at(media);
        stages = new Stages();
        watch = new FileWatch(library, stages, nanos::get);
        staging = new Staging(library, stages, watch, new StageStore(state), told::add, MAX_ROOMS, now::get);
        staging.recover();
    }

    @Test
    void stages_a_film_and_tells_it() throws Exception {
        StagedFile staged = staged(RoomName.MAIN, "anime/one.mkv");

        assertThat(stages.current(RoomName.MAIN)).contains(staged);
        assertThat(told).containsExactly(staged);
        assertThat(staged.path()).isEqualTo("anime/one.mkv");
        assertThat(staged.file()).isEqualTo(media.resolve("anime/one.mkv"));
        assertThat(staged.sizeBytes()).isEqualTo(8);
        assertThat(staged.updatedAt()).isEqualTo(Instant.parse("2026-01-02T12:00:00.123Z"));
        assertThat(staged.stageRevision()).isEqualTo(staged.updatedAt().toEpochMilli());
        assertThat(staged.etag()).matches("[0-9a-f]{40}");
        assertThat(state.resolve("symlinks/current.mkv").toRealPath()).isEqualTo(staged.file());
    }

    @Test
    void tells_what_the_container_tells_whatever_the_name() throws Exception {
        Files.write(media.resolve("really-mp4.mkv"), Mp4Films.ordinary());
        Files.write(media.resolve("really-matroska.mp4"), MatroskaFilms.ordinary());

        StagedFile mp4 = staged(RoomName.MAIN, "really-mp4.mkv");
        assertThat(mp4.contentType()).isEqualTo("video/mp4");
        assertThat(mp4.durationSeconds()).isEqualTo(60.5);
        assertThat(mp4.codecs()).containsExactly("avc1.640028", "mp4a.40.2");
        assertThat(mp4.index()).isInstanceOf(Index.At.class);
        start();
        assertThat(stages.current(RoomName.MAIN)).contains(mp4);

        StagedFile matroska = staged(RoomName.MAIN, "really-matroska.mp4");
        assertThat(matroska.contentType()).isEqualTo("video/x-matroska");
        assertThat(matroska.durationSeconds()).isEqualTo(1475.041);
        assertThat(staged(RoomName.MAIN, "two.mp4").contentType()).isEqualTo("video/mp4");
    }

    @Test
    void finds_the_same_stage_after_a_restart() throws Exception {
        StagedFile staged = staged(RoomName.MAIN, "anime/one.mkv");
        StagedFile friends = staged(new RoomName("friends"), "two.mp4");

        start();

        assertThat(stages.current(RoomName.MAIN)).contains(staged);
        assertThat(stages.current(new RoomName("friends"))).contains(friends);
        assertThat(watch.check(staged)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "../state/staged.json,400",
        "anime,400",
        "notes.txt,400",
        "empty.mkv,400",
        "three.mkv,404",
        "/etc/passwd,400"
    })
    void refuses_and_changes_nothing(String path, int status) throws Exception {
        StagedFile before = staged(RoomName.MAIN, "anime/one.mkv");

        assertThat(staging.stage(RoomName.MAIN, path))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(status));

        assertThat(told).containsExactly(before);
        start();
        assertThat(stages.current(RoomName.MAIN)).contains(before);
    }

    @Test
    void the_etag_is_stable_and_changes_with_path_size_and_time() throws Exception {
        String etag = staged(RoomName.MAIN, "two.mp4").etag();
        assertThat(staged(RoomName.MAIN, "two.mp4").etag()).isEqualTo(etag);

        FileTime time = Files.getLastModifiedTime(media.resolve("two.mp4"));
        Files.setLastModifiedTime(
                media.resolve("two.mp4"), FileTime.from(time.toInstant().plusNanos(1)));
        String later = staged(RoomName.MAIN, "two.mp4").etag();
        Files.copy(
                media.resolve("two.mp4"), media.resolve("copy.mp4"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        String elsewhere = staged(RoomName.MAIN, "copy.mp4").etag();
        Files.writeString(media.resolve("two.mp4"), "film two, longer");
        Files.setLastModifiedTime(media.resolve("two.mp4"), time);
        String longer = staged(RoomName.MAIN, "two.mp4").etag();

        assertThat(new HashSet<>(List.of(etag, later, elsewhere, longer))).hasSize(4);
    }

    @Test
    void the_revision_grows_even_when_the_clock_goes_back() throws Exception {
        long first = staged(RoomName.MAIN, "two.mp4").stageRevision();
        now.set(NOON.minusSeconds(3600));
        long second = staged(RoomName.MAIN, "anime/one.mkv").stageRevision();
        start();
        long third = staged(RoomName.MAIN, "two.mp4").stageRevision();

        assertThat(List.of(first, second, third)).containsExactly(first, first + 1, first + 2);
    }

    @Test
    void stages_at_once_happen_one_after_the_other() throws Exception {
        List<Future<StagedFile>> answers = new ArrayList<>();
        try (ExecutorService admins = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 64; i++) {
                String path = i % 2 == 0 ? "anime/one.mkv" : "two.mp4";
                RoomName room = i % 4 < 2 ? RoomName.MAIN : new RoomName("friends");
                answers.add(admins.submit(() -> staged(room, path)));
            }
        }
        for (RoomName room : List.of(RoomName.MAIN, new RoomName("friends"))) {
            List<StagedFile> ofRoom = new ArrayList<>();
            for (Future<StagedFile> answer : answers) {
                if (answer.get().room().equals(room)) {
                    ofRoom.add(answer.get());
                }
            }
            StagedFile last = stages.current(room).orElseThrow();
            assertThat(ofRoom)
                    .extracting(StagedFile::stageRevision)
                    .doesNotHaveDuplicates()
                    .hasSize(32);
            assertThat(ofRoom).extracting(StagedFile::stageRevision).allMatch(r -> r <= last.stageRevision());
            List<StagedFile> toldOfRoom =
                    told.stream().filter(staged -> staged.room().equals(room)).toList();
            assertThat(toldOfRoom).extracting(StagedFile::stageRevision).isSorted();
            assertThat(toldOfRoom.getLast()).isEqualTo(last);
            Path folder = room.equals(RoomName.MAIN) ? state : state.resolve("rooms/friends");
            assertThat(folder.resolve("symlinks/current.mkv").toRealPath()).isEqualTo(last.file());
        }
        StagedFile last = stages.current(RoomName.MAIN).orElseThrow();
        start();
        assertThat(stages.current(RoomName.MAIN)).contains(last);
    }

    @Test
    void a_state_folder_that_cannot_be_written_leaves_the_old_stage() throws Exception {
        StagedFile before = staged(RoomName.MAIN, "anime/one.mkv");
        Staging full = new Staging(
                LibraryFixture.at(media),
                stages,
                watch,
                new StageStore(
                        state,
                        step -> {
                            if (step == StageStore.Step.LINK_SWAPPED) {
                                throw new IOException("No space left on device");
                            }
                        },
                        Files::createSymbolicLink),
                told::add,
                MAX_ROOMS,
                now::get);

        assertThat(full.stage(RoomName.MAIN, "two.mp4"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo("not-kept"));

        assertThat(stages.current(RoomName.MAIN)).contains(before);
        assertThat(told).containsExactly(before);
        assertThat(state.resolve("symlinks/current.mkv").toRealPath()).isEqualTo(before.file());
    }

    @Test
    void a_film_that_is_being_written_is_not_staged() throws Exception {
        Path film = media.resolve("growing.mkv");
        Files.write(film, new byte[4 << 20]);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            try (OutputStream out = Files.newOutputStream(film, StandardOpenOption.APPEND)) {
                while (!done.get()) {
                    out.write(1);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            await().untilAsserted(() -> assertThat(staging.stage(RoomName.MAIN, "growing.mkv"))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.problem().code()).isEqualTo("still-written")));
        } finally {
            done.set(true);
            writer.join();
        }
    }

    @Test
    void rooms_are_bounded() throws Exception {
        staged(RoomName.MAIN, "two.mp4");
        for (int i = 1; i < MAX_ROOMS; i++) {
            staged(new RoomName("room-" + i), "two.mp4");
        }

        assertThat(staging.stage(new RoomName("one-more"), "two.mp4"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo("too-many-rooms"));
        assertThat(staged(new RoomName("room-7"), "anime/one.mkv").path()).isEqualTo("anime/one.mkv");
        assertThat(state.resolve("rooms/one-more")).doesNotExist();
        start();
        assertThat(stages.rooms()).isEqualTo(MAX_ROOMS);
    }

    @Test
    void a_changed_film_is_noticed_and_so_is_its_return() throws Exception {
        StagedFile staged = staged(RoomName.MAIN, "two.mp4");
        assertThat(look()).isEmpty();

        Files.writeString(media.resolve("two.mp4"), "another film");
        assertThat(look()).contains(FileProblem.FILE_CHANGED);
        Files.delete(media.resolve("two.mp4"));
        assertThat(look()).contains(FileProblem.FILE_MISSING);
        Files.writeString(media.resolve("two.mp4"), "film two");
        assertThat(look()).contains(FileProblem.FILE_CHANGED);

        Files.setLastModifiedTime(media.resolve("two.mp4"), FileTime.from(staged.modifiedAt()));
        assertThat(look()).isEmpty();
        StagedFile found = stages.current(RoomName.MAIN).orElseThrow();
        assertThat(found.etag()).isEqualTo(staged.etag());
        assertThat(found.isAsStaged(Files.readAttributes(
                        media.resolve("two.mp4"), java.nio.file.attribute.BasicFileAttributes.class)))
                .isTrue();
    }

    @Test
    void other_bytes_of_equal_size_and_time_are_noticed() throws Exception {
        StagedFile staged = staged(RoomName.MAIN, "two.mp4");
        Path other = Files.writeString(media.resolve("other.mp4"), "FILM TWO");
        Files.setLastModifiedTime(other, FileTime.from(staged.modifiedAt()));
        Files.move(other, media.resolve("two.mp4"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(look()).contains(FileProblem.FILE_CHANGED);
    }

    @Test
    void a_film_that_is_away_at_the_start_stays_staged_and_comes_back() throws Exception {
        StagedFile staged = staged(RoomName.MAIN, "anime/one.mkv");
        Files.move(media, temp.resolve("unplugged"));
        start();
        assertThat(stages.current(RoomName.MAIN).map(StagedFile::etag)).contains(staged.etag());
        assertThat(look()).contains(FileProblem.FILE_MISSING);

        Files.move(temp.resolve("unplugged"), media);
        assertThat(look()).isEmpty();
        assertThat(stages.current(RoomName.MAIN)).contains(staged);
    }

    @Test
    void looks_at_most_once_a_second_unless_somebody_noticed() throws Exception {
        StagedFile staged = staged(RoomName.MAIN, "two.mp4");
        assertThat(look()).isEmpty();
        Files.delete(media.resolve("two.mp4"));
        assertThat(watch.check(staged)).isEmpty();

        watch.noticed(staged, FileProblem.FILE_CHANGED);
        assertThat(watch.check(staged)).contains(FileProblem.FILE_MISSING);
    }

    @Test
    void a_record_with_a_path_out_of_the_root_is_kept_aside() throws Exception {
        staged(RoomName.MAIN, "two.mp4");
        String record = Files.readString(state.resolve("staged.json"));
        Files.writeString(state.resolve("staged.json"), record.replace("two.mp4", "../state/staged.json"));

        start();

        assertThat(stages.current(RoomName.MAIN)).isEmpty();
        assertThat(state.resolve("staged.json.corrupt")).exists();
        assertThat(state.resolve("symlinks")).isEmptyDirectory();
    }

    @Test
    void a_record_of_garbage_is_kept_aside_and_said_once() throws Exception {
        staged(RoomName.MAIN, "two.mp4");
        Files.writeString(state.resolve("staged.json"), "garbage");

        try (Logged log = Logged.by(Staging.class)) {
            start();
            assertThat(stages.current(RoomName.MAIN)).isEmpty();
            start();

            assertThat(log.count("cannot be understood")).isEqualTo(1);
        }
        assertThat(state.resolve("staged.json.corrupt")).hasContent("garbage");
    }

    private java.util.Optional<FileProblem> look() {
        nanos.addAndGet(1_000_000_001L);
        return watch.check(stages.current(RoomName.MAIN).orElseThrow());
    }

    private StagedFile staged(RoomName room, String path) throws InterruptedException {
        return ((Outcome.Staged) staging.stage(room, path)).file();
    }
}

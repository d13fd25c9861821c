package dev.watchparty.media.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.watchparty.media.library.Listing.Entries;
import dev.watchparty.media.library.Resolution.Film;
import dev.watchparty.media.library.Resolution.Folder;
import dev.watchparty.media.library.Resolution.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LibraryTest {

    @TempDir
    Path temp;

    private Path root;
    private Library library;

    @BeforeEach
    void films() throws IOException {
        root = Files.createDirectories(temp.resolve("media"));
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret.mkv"), "secret");
        Files.createDirectories(root.resolve("anime"));
        Files.writeString(root.resolve("anime/frieren 10.mkv"), "ten");
        Files.writeString(root.resolve("anime/frieren 2.mkv"), "two");
        Files.writeString(root.resolve("anime/.hidden.mkv"), "hidden");
        Files.writeString(root.resolve("anime/notes.txt"), "notes");
        Files.createDirectories(root.resolve("anime/Season 2"));
        Files.createDirectories(root.resolve("anime/folder.mkv"));
        Files.createDirectories(root.resolve(".trash"));
        Files.writeString(root.resolve(".trash/old.mkv"), "old");
        Files.createSymbolicLink(root.resolve("inside.mkv"), Path.of("anime/frieren 2.mkv"));
        Files.createSymbolicLink(root.resolve("leak.mkv"), outside.resolve("secret.mkv"));
        Files.createSymbolicLink(root.resolve("leaks"), outside);
        Files.createSymbolicLink(root.resolve("dangling.mkv"), root.resolve("gone.mkv"));
        Files.createSymbolicLink(root.resolve("loop.mkv"), Path.of("loop.mkv"));
        library = new Library(root);
    }

    @Test
    void finds_a_film_by_its_path() throws IOException {
        assertThat(library.resolve("anime/frieren 2.mkv"))
                .isEqualTo(new Film(
                        "anime/frieren 2.mkv", root.toRealPath().resolve("anime/frieren 2.mkv"), VideoType.MATROSKA));
    }

    @Test
    void follows_a_symlink_that_stays_inside_the_root() throws IOException {
        assertThat(library.resolve("inside.mkv"))
                .isEqualTo(
                        new Film("inside.mkv", root.toRealPath().resolve("anime/frieren 2.mkv"), VideoType.MATROSKA));
    }

    @Test
    void works_below_a_root_that_is_itself_a_symlink() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);

        assertThat(new Library(link).resolve("inside.mkv")).isInstanceOf(Film.class);
        assertThat(new Library(link).resolve("leak.mkv")).isEqualTo(Refusal.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../outside/secret.mkv",
                "anime/../../outside/secret.mkv",
                "anime/..",
                "/etc/passwd",
                "//etc/passwd",
                "anime/frieren 2.mkv\0.txt",
                "..\\outside\\secret.mkv",
                "anime\\frieren 2.mkv",
                "anime/.hidden.mkv",
                ".trash/old.mkv",
                "anime/new\nline.mkv"
            })
    void refuses_a_path_by_its_text_alone(String path) {
        assertThat(library.resolve(path)).isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void refuses_five_thousand_characters() {
        assertThat(library.resolve("a".repeat(5000))).isEqualTo(Refusal.MALFORMED);
        assertThat(library.resolve("a/".repeat(2500))).isEqualTo(Refusal.MALFORMED);
        assertThat(library.resolve("a".repeat(4000))).isEqualTo(Refusal.MISSING);
        assertThat(library.resolve("é".repeat(200) + ".mkv")).isEqualTo(Refusal.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gone.mkv",
                "leak.mkv",
                "leaks/secret.mkv",
                "leaks/nothing.mkv",
                "leaks",
                "dangling.mkv",
                "%2e%2e/outside/secret.mkv",
                "anime/frieren 2.mkv/x.mkv",
                "anime/notes.txt/x.mkv",
                "\ud800.mkv"
            })
    void tells_a_way_out_of_the_root_as_missing(String path) {
        assertThat(library.resolve(path)).isEqualTo(Refusal.MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anime/notes.txt"})
    void tells_a_file_that_is_no_video(String path) {
        assertThat(library.resolve(path)).isEqualTo(Refusal.NOT_A_VIDEO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anime", "anime/", "anime//", "./anime", "anime/."})
    void forgives_slashes_and_dots_that_change_nothing(String path) throws IOException {
        assertThat(library.resolve(path))
                .isEqualTo(new Folder("anime", root.toRealPath().resolve("anime")));
    }

    @Test
    void a_loop_of_symlinks_ends() {
        assertThat(library.resolve("loop.mkv")).isIn(Refusal.UNREADABLE, Refusal.MISSING);
    }

    @Test
    void lists_folders_first_then_films_as_people_sort() {
        assertThat(entries(library, "anime"))
                .extracting(Entry::name)
                .containsExactly("folder.mkv", "Season 2", "frieren 2.mkv", "frieren 10.mkv");
        assertThat(entries(library, "")).extracting(Entry::name).containsExactly("anime", "inside.mkv");
    }

    @Test
    void describes_a_film_with_size_time_and_true_content_type() throws IOException {
        Path film = root.resolve("anime/frieren 10.mkv");

        assertThat(entries(library, "anime"))
                .contains(new Entry(
                        "anime/frieren 10.mkv",
                        "frieren 10.mkv",
                        Entry.Type.FILE,
                        3L,
                        Files.getLastModifiedTime(film).toMillis(),
                        "video/x-matroska"));
    }

    @Test
    void a_missing_root_is_a_value() {
        assertThat(new Library(temp.resolve("unplugged")).resolve("anime")).isEqualTo(Refusal.LIBRARY_AWAY);
        assertThat(new Library(temp.resolve("unplugged")).resolve("")).isEqualTo(Refusal.LIBRARY_AWAY);
    }

    @Test
    void a_folder_without_permission_is_told_as_unreadable() throws IOException {
        Path locked = Files.createDirectories(root.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(locked), "the super user reads everything");

        assertThat(library.list(new Folder("locked", locked))).isEqualTo(Refusal.UNREADABLE);
    }

    @Test
    void a_folder_removed_meanwhile_is_missing() throws IOException {
        Folder folder = (Folder) library.resolve("anime/Season 2");
        Files.delete(folder.folder());

        assertThat(library.list(folder)).isEqualTo(Refusal.MISSING);
    }

    private static List<Entry> entries(Library library, String path) {
        return ((Entries) library.list((Folder) library.resolve(path))).entries();
    }
}

package dev.watchparty.media.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.library.LibrarySearch.Outcome;
import dev.watchparty.media.library.Resolution.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LibrarySearchTest {

    @TempDir
    Path temp;

    private final AtomicLong nanos = new AtomicLong();
    private Path root;
    private LibrarySearch search;

    @BeforeEach
    void films() throws IOException {
        root = Files.createDirectories(temp.resolve("media"));
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("frieren secret.mkv"), "secret");
        Files.createDirectories(root.resolve("anime/Frieren/Specials"));
        Files.writeString(root.resolve("anime/Frieren/10.mkv"), "ten");
        Files.writeString(root.resolve("anime/Frieren/2.mkv"), "two");
        Files.writeString(root.resolve("anime/Frieren/notes.txt"), "notes");
        Files.writeString(root.resolve("anime/Frieren/Specials/Frieren 0.mkv"), "special");
        Files.writeString(root.resolve("anime/Frieren/.frieren.mkv"), "hidden");
        Files.writeString(root.resolve("Amélie.mkv"), "amelie");
        Files.createSymbolicLink(root.resolve("anime/again"), root.resolve("anime"));
        Files.createSymbolicLink(root.resolve("leak"), outside);
        search = new LibrarySearch(new Library(root), nanos::get);
    }

    @ParameterizedTest
    @CsvSource({
        "FRIEREN, anime/Frieren|anime/Frieren/Specials/Frieren 0.mkv|anime/Frieren/Specials|anime/Frieren/2.mkv"
                + "|anime/Frieren/10.mkv",
        "frieren 10, anime/Frieren/10.mkv",
        "10 anime, anime/Frieren/10.mkv",
        "amelie, Amélie.mkv",
        "AMÉLIE, Amélie.mkv",
        "secret, ''",
        "notes, ''",
        "frieren nowhere, ''",
    })
    void finds_what_holds_every_word_in_its_path_names_first(String words, String found) {
        assertThat(String.join("|", paths(words))).isEqualTo(found);
    }

    @Test
    void tells_when_there_is_more() throws IOException {
        for (int i = 0; i <= LibrarySearch.MOST_TOLD; i++) {
            Files.writeString(root.resolve("many " + i + ".mkv"), "one of many");
        }

        Outcome.Found found = found("many");

        assertThat(found.entries()).hasSize(LibrarySearch.MOST_TOLD);
        assertThat(found.complete()).isFalse();
        assertThat(found("many 7.mkv").complete()).isTrue();
    }

    @Test
    void ends_when_its_time_is_over_with_what_it_has() {
        AtomicInteger folders = new AtomicInteger();

        Outcome outcome = search.find("e", () -> {
            if (folders.incrementAndGet() == 2) {
                nanos.set(LibrarySearch.MOST_NANOS);
            }
            return true;
        });

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Found.class, found -> {
            assertThat(found.complete()).isFalse();
            assertThat(found.entries()).extracting(Entry::path).contains("Amélie.mkv");
        });
    }

    @Test
    void ends_when_nobody_waits_for_it() {
        AtomicInteger folders = new AtomicInteger();

        assertThat(search.find("frieren", () -> folders.incrementAndGet() < 3)).isEqualTo(new Outcome.Abandoned());
        assertThat(folders).hasValue(3);
    }

    @Test
    void tells_that_the_library_is_away() {
        LibrarySearch nowhere = new LibrarySearch(new Library(temp.resolve("unplugged")), nanos::get);

        assertThat(nowhere.find("frieren", () -> true)).isEqualTo(new Outcome.Failed(Refusal.LIBRARY_AWAY));
    }

    private List<String> paths(String words) {
        return found(words).entries().stream().map(Entry::path).toList();
    }

    private Outcome.Found found(String words) {
        return (Outcome.Found) search.find(words, () -> true);
    }
}

package dev.watchparty.media.subtitles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.subtitles.SubtitleFiles.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SubtitleFilesTest {

    private static final String SRT = "1\n00:00:01,000 --> 00:00:02,000\nHi\n";
    private static final String FILM = "shows/film.mkv";

    @TempDir
    Path base;

    private Path shows = Path.of("");
    private SubtitleFiles files = new SubtitleFiles(Path.of(""));

    @BeforeEach
    void aFilm() throws IOException {
        Path root = base.resolve("media");
        shows = Files.createDirectories(root.resolve("shows"));
        Files.write(shows.resolve("film.mkv"), new byte[1]);
        files = new SubtitleFiles(root);
    }

    @Test
    void aFilmHasTheFilesBesideItOfItsOwnName() throws IOException {
        for (String name :
                new String[] {"film.srt", "film.de.srt", "film.en.vtt", "film2.srt", "other.srt", "film.nfo"}) {
            Files.writeString(shows.resolve(name), SRT);
        }
        Files.createDirectory(shows.resolve("film.fr.srt"));

        assertThat(files.beside(FILM)).extracting(SubtitleTrack::key).containsExactly("de.srt", "en.vtt", "srt");
        assertThat(files.read(FILM, "de.srt")).isInstanceOf(Reading.Text.class);
    }

    @Test
    void aSymlinkOutOfTheMediaFolderIsNone() throws IOException {
        Path outside = Files.writeString(base.resolve("secret.srt"), SRT);
        Files.createSymbolicLink(shows.resolve("film.de.srt"), outside);
        Files.createSymbolicLink(shows.resolve("film.en.srt"), shows.resolve("gone.srt"));

        assertThat(files.beside(FILM)).isEmpty();
        assertThat(files.read(FILM, "de.srt")).isInstanceOf(Reading.Missing.class);
        assertThat(files.read(FILM, "en.srt")).isInstanceOf(Reading.Missing.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mkv", "../film.srt", "x/../../../secret.srt", "..\\srt", "\0.srt", "en.srt"})
    void otherKeysNameNothing(String key) throws IOException {
        Files.writeString(base.resolve("secret.srt"), SRT);

        assertThat(files.read(FILM, key)).isInstanceOf(Reading.Missing.class);
    }

    @Test
    void whatIsTooLargeOrNoSubtitlesIsNotShown() throws IOException {
        Files.writeString(shows.resolve("film.en.srt"), "no cues here");
        Files.writeString(shows.resolve("film.de.srt"), SRT + " ".repeat(SubtitleFiles.MAX_BYTES));

        assertThat(files.read(FILM, "en.srt")).isInstanceOf(Reading.Unreadable.class);
        assertThat(files.read(FILM, "de.srt")).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void aFilmHasNoMoreTracksThanAMenuHolds() throws IOException {
        for (int i = 0; i < SubtitleFiles.MAX_TRACKS + 5; i++) {
            Files.writeString(shows.resolve("film.%03d.srt".formatted(i)), SRT);
        }

        assertThat(files.beside(FILM)).hasSize(SubtitleFiles.MAX_TRACKS);
    }

    @Test
    void whereTheFolderIsAwayThereAreNone() {
        assertThat(files.beside("gone/film.mkv")).isEmpty();
    }
}

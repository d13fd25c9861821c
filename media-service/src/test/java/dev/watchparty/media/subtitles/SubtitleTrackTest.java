package dev.watchparty.media.subtitles;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SubtitleTrackTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "film.srt,               srt,               -,       ''",
                "film.VTT,               VTT,               -,       ''",
                "film.de.srt,            de.srt,            de,      ''",
                "film.pt-BR.vtt,         pt-BR.vtt,         pt-BR,   ''",
                "film.zh_Hans.srt,       zh_Hans.srt,       zh-Hans, ''",
                "film.es-419.srt,        es-419.srt,        es-419,  ''",
                "film.en.forced.srt,     en.forced.srt,     en,      forced",
                "film.forced.en.srt,     forced.en.srt,     en,      forced",
                "film.sdh.eng.srt,       sdh.eng.srt,       eng,     sdh",
                "film.Director's cut.srt, Director's cut.srt, -,     Director's cut",
            })
    void itsNameTellsWhatItIs(String name, String key, String language, String label) {
        assertThat(SubtitleTrack.of("film.mkv", name)).contains(new SubtitleTrack(key, language, label));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"film.mkv", "film2.srt", "Film.srt", "film-de.srt", "film.de.ass", "other.de.srt", "film.", ""})
    void whatIsNoneOfItsFilesIsNoTrack(String name) {
        assertThat(SubtitleTrack.of("film.mkv", name)).isEmpty();
    }
}

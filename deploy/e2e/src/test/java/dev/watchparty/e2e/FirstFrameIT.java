package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The page shows the film as soon as its first data can be shown, over a line that would take long to bring all of it.
class FirstFrameIT {

    private static final long BYTES_PER_SECOND = 250_000;

    @RegisterExtension
    static final Pair pair = Pair.running(FirstFrameIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    static Stream<Film> films() {
        return Stream.of(Film.BUNNY, Film.INDEX_LAST, Film.MIRRORED);
    }

    @ParameterizedTest
    @MethodSource("films")
    void thePictureIsThereBeforeTheFileIs(Film film) throws IOException {
        pair.show("main", film.putInto(pair.library(), ""));
        long size = Files.size(film.file());
        try (SlowLine line = SlowLine.to(pair.front(), BYTES_PER_SECOND)) {
            Viewer ann = chromium.viewer(line.front(), "/").join().awaitPicture(film);
            long passed = line.bytesDown();

            Report.say("first picture of %s after %,d of %,d bytes".formatted(film.fileName(), passed, size));
            assertThat(passed)
                    .as("bytes that the browser has got, pages and all")
                    .isLessThan(size / 2);
            assertThat(ann.player().bufferedEndSeconds()).isLessThan(film.seconds() / 2.0);
        }
    }

    @Test
    void thePlayerIsHiddenAndTheDoorIsNotUntilThereIsSomethingToShow() throws IOException {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        try (SlowLine line = SlowLine.to(pair.front(), BYTES_PER_SECOND)) {
            Viewer ann = chromium.stranger().watchScreen();
            ann.tab().open(line.front());
            ann.tab().button("Join").waitFor();

            ann.join().awaitPicture(Film.BUNNY);

            assertThat(ann.screensWatched())
                    .as("screens drawn before the first picture")
                    .isPositive();
            assertThat(ann.emptyPlayersShown())
                    .as("of these, with an empty player on it")
                    .isZero();
        }
    }
}

package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Films that cannot be shown: viewer and host are told in words, and the next film is shown.
class UnplayableIT {

    @RegisterExtension
    static final Pair pair = Pair.running(UnplayableIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void aPictureThatTheBrowserCannotDecodeIsNamedToTheViewerAndToTheHost() {
        pair.show("hevc", Film.HEVC.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "hevc")) {
            Viewer ann = chromium.viewer(pair.front(), "/r/hevc").joinAs("Ann");
            Admin admin = chromium.admin(pair.front());
            admin.tab().open(pair.front().resolve("/admin.html?room=hevc"));
            admin.signIn(pair.adminKey());
            // The film is as short as what tells of it is long.
            eventually().until(() -> ann.player().readyState() >= 3);
            host.play();

            ann.tab().awaitWords("This browser cannot play the film");
            admin.tab().awaitWords("Ann's Chrome shows no picture: it cannot play HEVC (H.265)");

            pair.show("hevc", Film.BUNNY.putInto(pair.library(), ""));
            ann.awaitPicture(Film.BUNNY);
        }
    }

    @Test
    void soundThatTheBrowserCannotDecodeAndAFileThatIsNoFilmAreToldToBothToo() throws IOException {
        pair.show("main", Film.AC3.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "main")) {
            Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.AC3);
            Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
            host.play();

            ann.tab().awaitWords("It shows the picture but plays no sound: the sound is AC-3 (Dolby Digital)");
            admin.tab().awaitWords("Ann's Chrome plays no sound: it cannot play AC-3 (Dolby Digital)");

            Files.writeString(pair.library().resolve("letter.mkv"), "Dear Ann, this is no film.");
            pair.show("main", "letter.mkv");
            ann.tab().awaitWords("It cannot open a file of this kind: Matroska (.mkv).");
            admin.tab().awaitWords("Ann's Chrome cannot play MKV");
        }
    }

    @Test
    void aFileDeletedInTheMiddleOfItIsSaidToBeGone() throws IOException {
        String path = Film.BUNNY.putInto(pair.library(), "deleted");
        pair.show("deleted", path);
        try (SlowLine line = SlowLine.to(pair.front(), 400_000);
                Host host = new Host(pair, "deleted")) {
            Viewer ann = chromium.viewer(line.front(), "/r/deleted").join().awaitPicture(Film.BUNNY);
            ann.tab().expectOutage();
            host.play();
            ann.awaitPlaying(Film.BUNNY);

            Files.delete(pair.library().resolve(path));
            host.seek(Film.BUNNY.seconds() - 5.0);

            ann.tab().awaitWords("The film cannot be fetched");
            Look.at(ann.tab(), "viewer-film-gone");
            assertThat(pair.get("/media/deleted/current.mkv").statusCode()).isIn(404, 503);
            assertThat(pair.get("/q/health").statusCode()).isEqualTo(200);

            pair.show("deleted", Film.MIRRORED.putInto(pair.library(), ""));
            ann.awaitPicture(Film.MIRRORED);
            host.play();
            ann.awaitPlaying(Film.MIRRORED);
        }
    }
}

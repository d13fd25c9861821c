package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A viewer who has the film on their own disk plays it from there.
class OwnCopyIT {

    private static final String STILL_THERE = """
            address => new Promise(done => {
              const video = document.createElement("video");
              video.onerror = () => done(false);
              video.onloadedmetadata = () => done(true);
              video.src = address;
            })""";

    @RegisterExtension
    static final Pair pair = Pair.running(OwnCopyIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void theSameFileIsPlayedFromDiskInStepUntilAnotherFilmIsOn() {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "main")) {
            Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
            Viewer ben = chromium.viewer(pair.front(), "/").joinAs("Ben").awaitPicture(Film.BUNNY);
            Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());

            pick(ann, Film.MIRRORED.file());
            ann.tab().awaitWords("That is another file: it has another size.");
            assertThat(source(ann)).startsWith("http");

            pick(ann, Film.BUNNY.file());
            ann.tab().button("Playing from your disk. Stream again").waitFor();
            ann.awaitPicture(Film.BUNNY);
            assertThat(source(ann)).startsWith("blob:");
            admin.tab().awaitWords("own copy");

            host.play();
            ann.awaitPlaying(Film.BUNNY);
            ben.awaitPlaying(Film.BUNNY);
            new DriftMeter(ann, ben).assertInStep("from disk beside a stream");
            Look.at(ann.tab(), "viewer-own-copy-plays");
            Look.byKeyboard(ann.tab());

            String copy = source(ann);
            pair.show("main", Film.MIRRORED.putInto(pair.library(), ""));
            ann.awaitPicture(Film.MIRRORED);
            assertThat(source(ann)).startsWith("http");
            // The browser itself tells of what it does not find.
            ann.tab().expectOutage();
            assertThat(ann.tab().page().evaluate(STILL_THERE, copy))
                    .as("the page still holds the file")
                    .isEqualTo(false);
            ann.tab().awaitWords("from your own disk.");
            ann.tab().button("Go on streaming").click();
            eventually().until(() -> !ann.tab().button("Go on streaming").isVisible());
        }
    }

    @Test
    void aReloadedPageAsksForTheFileAgainAndStreamsMeanwhile() {
        pair.show("again", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/again").join().awaitPicture(Film.BUNNY);
        pick(ann, Film.BUNNY.file());
        ann.tab().button("Playing from your disk. Stream again").waitFor();

        ann.tab().page().reload();
        ann.join().awaitPicture(Film.BUNNY);

        assertThat(source(ann)).startsWith("http");
        ann.tab().button("Pick the file").waitFor();
        Look.at(ann.tab(), "viewer-own-copy");
        Look.byKeyboard(ann.tab());
        pick(ann, Film.BUNNY.file());
        eventually().untilAsserted(() -> assertThat(source(ann)).startsWith("blob:"));
    }

    @Test
    void whereTheBrowserComparesNothingSizeAndLengthAreEnoughAndThatIsSaid() {
        pair.show("plain", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.frontElsewhere(), "/r/plain").join().awaitPicture(Film.BUNNY);
        assertThat(ann.tab().page().evaluate("isSecureContext")).isEqualTo(false);

        pick(ann, Film.BUNNY.file());

        ann.tab().awaitWords("This page cannot compare more without https.");
        ann.awaitPicture(Film.BUNNY);
        assertThat(source(ann)).startsWith("blob:");
    }

    private static void pick(Viewer viewer, Path file) {
        viewer.tab().page().locator("own-copy input[type=file]").setInputFiles(file);
    }

    private static String source(Viewer viewer) {
        return String.valueOf(viewer.video().evaluate("video => video.currentSrc"));
    }
}

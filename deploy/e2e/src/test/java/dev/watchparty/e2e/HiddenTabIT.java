package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A viewer who looks at another tab meanwhile, or whose browser lays the page to sleep.
class HiddenTabIT {

    /// What people hardly notice; how near it is, the skew tests tell.
    private static final double APART_SECONDS = 0.1;

    @RegisterExtension
    static final Pair pair = Pair.running(HiddenTabIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void comesBackInStepWhateverTheHostDidMeanwhile() {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
        try (Host host = new Host(pair, "main");
                BackgroundTab ben = chromium.backgroundTab(pair.front())) {
            ben.join();
            host.play();
            ann.awaitPlaying(Film.BUNNY);
            assertInStep(ann, ben);

            ben.hide();
            host.seek(20);
            ann.awaitPlaying(Film.BUNNY);
            ben.show();
            assertInStep(ann, ben);

            ben.hide();
            ben.freeze();
            double stillAt = host.pause();
            ann.awaitPausedAt(stillAt, 0.25);
            host.seek(35);
            host.play();
            ann.awaitPlaying(Film.BUNNY);
            assertThat(ben.place().positionSeconds())
                    .as("a page that sleeps hears nothing")
                    .isLessThan(34);
            ben.thaw();
            ben.show();
            assertInStep(ann, ben);
            assertThat(host.line().playing()).isTrue();
        }
    }

    private static void assertInStep(Viewer ann, BackgroundTab ben) {
        eventually().untilAsserted(() -> {
            BackgroundTab.Place there = ben.place();
            Player here = ann.player();
            assertThat(there.playing()).as("%s", there).isTrue();
            assertThat(here.playing()).as("%s", here).isTrue();
            assertThat(there.positionSeconds())
                    .isBetween(
                            here.positionSecondsAt(there.atMs()) - APART_SECONDS,
                            here.positionSecondsAt(there.atMs()) + APART_SECONDS);
        });
    }
}

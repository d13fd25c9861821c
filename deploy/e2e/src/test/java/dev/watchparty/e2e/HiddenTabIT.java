package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A viewer who looks at another tab meanwhile, or whose browser lays the page to sleep.
class HiddenTabIT {

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
            ben.awaitPlaying(Film.BUNNY);
            new DriftMeter(ann, ben).assertInStep("with a tab in front");

            ben.hide();
            host.seek(20);
            ann.awaitPlaying(Film.BUNNY);
            ben.show();
            ben.awaitPlaying(Film.BUNNY);
            new DriftMeter(ann, ben).assertInStep("back from behind another tab");

            ben.hide();
            ben.freeze();
            double stillAt = host.pause();
            ann.awaitPausedAt(stillAt, 0.25);
            host.seek(stillAt + 10);
            host.play();
            ann.awaitPlaying(Film.BUNNY);
            assertThat(ben.player().positionSeconds())
                    .as("a page that sleeps hears nothing")
                    .isLessThan(stillAt + 9);
            ben.thaw();
            ben.show();
            ben.awaitPlaying(Film.BUNNY);
            new DriftMeter(ann, ben).assertInStep("back from sleep");
            assertThat(host.line().playing()).isTrue();
        }
    }
}

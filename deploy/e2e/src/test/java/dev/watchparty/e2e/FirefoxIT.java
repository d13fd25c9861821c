package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A friend with another browser than the others'.
class FirefoxIT {

    /// Starts that Firefox misses are done again, three times at most.
    private static final double SETTLED_SECONDS = 4;

    @RegisterExtension
    static final Pair pair = Pair.running(FirefoxIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @RegisterExtension
    static final Firefox firefox = new Firefox();

    @Test
    void aFirefoxAndAChromiumSeeTheSame() {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
        FirefoxTab ben = firefox.viewer(pair.front(), "/").click("Join");
        ben.awaitPicture(Film.BUNNY);
        try (Host host = new Host(pair, "main")) {
            host.play();
            ann.awaitPlaying(Film.BUNNY);
            ben.awaitPlaying(Film.BUNNY);
            settle(ben, SETTLED_SECONDS);
            new DriftMeter(ann, ben).assertInStep("Firefox beside Chromium, MP4");

            host.seek(25);
            ann.awaitPlaying(Film.BUNNY);
            ben.awaitPlaying(Film.BUNNY);
            settle(ben, 25 + SETTLED_SECONDS);
            new DriftMeter(ann, ben).assertInStep("Firefox beside Chromium, after a seek");

            double stillAt = host.pause();
            ann.awaitPausedAt(stillAt, 0.05);
            ben.awaitPausedAt(stillAt, 0.05);

            pair.show("main", Film.MIRRORED.putInto(pair.library(), ""));
            ann.awaitPicture(Film.MIRRORED);
            ben.awaitPicture(Film.MIRRORED);
            host.play();
            ann.awaitPlaying(Film.MIRRORED);
            ben.awaitPlaying(Film.MIRRORED);
            settle(ben, SETTLED_SECONDS);
            new DriftMeter(ann, ben).assertInStep("Firefox beside Chromium, MKV");
        }
    }

    private static void settle(FirefoxTab tab, double atSeconds) {
        eventually().until(() -> tab.player().positionSeconds() > atSeconds);
    }
}

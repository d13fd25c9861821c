package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A friend with another browser than the others'.
class FirefoxIT {

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
            new DriftMeter(ann, ben).assertInStep("Firefox beside Chromium, MP4");

            host.seek(40);
            ann.awaitPlaying(Film.BUNNY);
            ben.awaitPlaying(Film.BUNNY);
            assertThat(ben.player().positionSeconds()).isGreaterThan(39);
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
            new DriftMeter(ann, ben).assertInStep("Firefox beside Chromium, MKV");
        }
    }
}

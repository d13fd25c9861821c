package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A room that waits until everybody can start together.
class WaitingIT {

    /// About a quarter of what the film needs.
    private static final int SLOW_BYTES_PER_SECOND = 30_000;

    @RegisterExtension
    static final Pair pair = Pair.running(WaitingIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void everybodyIsToldForWhomAndTheAdminStartsWithoutThem() {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
        try (SlowLine line = SlowLine.to(pair.front(), SLOW_BYTES_PER_SECOND)) {
            Viewer ben = chromium.viewer(line.front(), "/").joinAs("Ben").awaitPicture(Film.BUNNY);
            admin.tab().page().getByLabel("Wait before the film starts").selectOption("everyone");

            admin.play();
            admin.seekTo(0.7);
            ann.tab().awaitWords("Waiting for Ben");
            assertThat(ann.player().playing())
                    .as("Ann plays while the room waits")
                    .isFalse();
            admin.tab().awaitWords("Waiting for Ben");
            assertThat(ann.tab().button("Start without Ben").isVisible()).isFalse();
            ben.tab().awaitWords("Waiting for you");
            assertThat(ben.tab().button("Start without you").isVisible()).isFalse();

            admin.tab().button("Start without Ben").click();

            ann.awaitPlaying(Film.BUNNY);
            // The line ends before the page does.
            ben.tab().expectOutage();
        }
    }
}

package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The house rules at work on viewers' pages, changed while they watch.
class HouseRulesIT {

    /// Twice what the film needs.
    private static final int AMPLE_BYTES_PER_SECOND = 400_000;
    /// Next to nothing: what is buffered is used up.
    private static final int STUCK_BYTES_PER_SECOND = 2_000;
    /// Long, so that it is not all there yet when the line gets stuck, whatever was to be waited for until then.
    private static final Film LONG = Film.coded(24, 120);
    /// What a page that says it is ready has of film, and a second.
    private static final double LEFT_SECONDS = 6;

    @RegisterExtension
    static final Pair pair = Pair.running(HouseRulesIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void whoPlaysAndPausesIsDecidedWhileTheFilmRuns() {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
        Viewer ben = chromium.viewer(pair.front(), "/").joinAs("Ben").awaitPicture(Film.BUNNY);
        admin.play();
        ann.awaitPlaying(Film.BUNNY);
        ann.tab().page().keyboard().press("k");
        ann.awaitPlaying(Film.BUNNY);

        Locator lock = rule(admin, "Only the host plays and pauses");
        lock.click();
        ann.press(ann.tab().button("Pause"), () -> ann.player().paused());
        eventually().until(() -> ann.player().paused());
        ben.awaitPlaying(Film.BUNNY);
        eventually().until(() -> ann.tab().page().getByText("Back to the party").isVisible());

        // What was theirs to do is not any more: undone at once, as it would be now.
        lock.click();
        ann.awaitPlaying(Film.BUNNY);
        ann.video().evaluate("video => video.pause()");
        ann.awaitPlaying(Film.BUNNY);
        new DriftMeter(ann, ben).assertInStep("after the host has taken the pause back");
    }

    @Test
    void whoGoesAlongIsTheHostsToDecideUntilAViewerChoosesAndStaysSoOverAReload() {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
        Viewer ben = chromium.viewer(pair.front(), "/").joinAs("Ben").awaitPicture(Film.BUNNY);
        assertThat(follows(ann)).isTrue();

        rule(admin, "Viewers follow the host").click();
        eventually().until(() -> !follows(ann) && !follows(ben));
        ben.tab().button("Follow the host's jumps").click();
        eventually().until(() -> follows(ben));
        ben.tab().page().reload();
        ben.join().awaitPicture(Film.BUNNY);
        assertThat(follows(ben)).isTrue();

        try (Host host = new Host(pair, "main")) {
            host.seek(30);
            ben.awaitPausedAt(30, 0.1);
            assertThat(ann.player().positionSeconds()).isLessThan(1);
            eventually().until(() -> admin.tab().page().getByText("Ben").count() > 0);
        }

        rule(admin, "Viewers follow the host").click();
        ann.tab().page().getByText("Back to the party").click();
        ann.awaitPausedAt(30, 0.1);
    }

    @Test
    void aViewerWhoRunsDryStopsEverybodyForAMomentWhereTheHostWantsIt() {
        pair.show("dry", LONG.putInto(pair.library(), ""));
        Admin admin = chromium.admin(pair.front(), "dry").signIn(pair.adminKey());
        Viewer ann = chromium.viewer(pair.front(), "/r/dry").joinAs("Ann").awaitPicture(LONG);
        try (Host host = new Host(pair, "dry");
                SlowLine line = SlowLine.to(pair.front(), AMPLE_BYTES_PER_SECOND)) {
            Viewer ben = chromium.viewer(line.front(), "/r/dry").joinAs("Ben").awaitPicture(LONG);
            admin.tab().page().getByLabel("When somebody runs dry").selectOption("pause-for-all");
            admin.play();
            ann.awaitPlaying(LONG);
            ben.awaitPlaying(LONG);
            new DriftMeter(ann, ben).assertInStep("before the line gets stuck");

            line.carry(STUCK_BYTES_PER_SECOND);
            double hasSeconds = ben.player().bufferedEndSeconds();
            assertThat(hasSeconds).isBetween(LEFT_SECONDS, LONG.seconds() - 30.0);
            // Where little is left to be used up.
            host.pause();
            host.seek(hasSeconds - LEFT_SECONDS);
            host.awaitReady("Ben", hasSeconds - LEFT_SECONDS);
            host.play();
            ann.tab().awaitWords("Waiting for Ben");
            eventually().until(() -> ann.player().paused());

            // The wait is bounded: Ben is still stuck when the film goes on.
            ann.awaitPlaying(LONG);
            eventually()
                    .untilAsserted(() -> assertThat(ben.player().readyState())
                            .as("Ben has data")
                            .isLessThan(3));
            // A start that was not good enough is made again, by a jump.
            ann.tab().awaitWords("In step");
            ann.watchJumps();
            line.carry(AMPLE_BYTES_PER_SECOND);
            ben.awaitPlaying(LONG);
            new DriftMeter(ann, ben).assertInStep("once the line is free again");
            assertThat(ann.jumps()).as("jumps of who was never stuck").isZero();
            // The line ends before the page does.
            ben.tab().expectOutage();
        }
    }

    private static Locator rule(Admin admin, String name) {
        return admin.tab().page().getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName(name));
    }

    private static boolean follows(Viewer viewer) {
        return "true".equals(viewer.tab().button("Follow the host's jumps").getAttribute("aria-pressed"));
    }
}

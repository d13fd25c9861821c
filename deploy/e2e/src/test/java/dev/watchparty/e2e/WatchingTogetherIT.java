package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The main job: an admin shows films, viewers see the same picture at the same moment.
class WatchingTogetherIT {

    @RegisterExtension
    static final Pair pair = Pair.running(WatchingTogetherIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void theAdminShowsAnMp4AndThenAnMkvToTwoViewers() {
        Film.BUNNY.putInto(pair.library(), "cartoons");
        Film.INDEX_LAST.putInto(pair.library(), "cartoons");
        Film.MIRRORED.putInto(pair.library(), "");
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann");
        Viewer ben = chromium.viewer(pair.front(), "/").joinAs("Ben");
        ann.tab().awaitWords("Nothing is on yet");
        ben.tab().awaitWords("Nothing is on yet");

        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        admin.openFolder("cartoons").stage(Film.BUNNY);
        ann.awaitPicture(Film.BUNNY).awaitPausedAt(0, 0.1);
        ben.awaitPicture(Film.BUNNY).awaitPausedAt(0, 0.1);

        admin.play();
        ann.awaitPlaying(Film.BUNNY);
        ben.awaitPlaying(Film.BUNNY);
        assertInStep("after play", ann, ben);

        admin.pause();
        assertTogetherAndStill(ann, ben);

        admin.seekTo(0.27);
        double soughtSeconds = Film.BUNNY.seconds() * 0.27;
        ann.awaitPausedAt(soughtSeconds, 1);
        ben.awaitPausedAt(soughtSeconds, 1);
        assertTogetherAndStill(ann, ben);
        admin.play();
        ann.awaitPlaying(Film.BUNNY);
        ben.awaitPlaying(Film.BUNNY);
        photograph(ann, admin);
        assertInStep("after a seek", ann, ben);

        admin.openTop().stage(Film.MIRRORED);
        ann.awaitPicture(Film.MIRRORED).awaitPausedAt(0, 0.1);
        ben.awaitPicture(Film.MIRRORED).awaitPausedAt(0, 0.1);
        admin.play();
        ann.awaitPlaying(Film.MIRRORED);
        ben.awaitPlaying(Film.MIRRORED);
        assertInStep("after the second film's play", ann, ben);
    }

    @Test
    void aWrongKeyDoesNotOpenTheAdminsPage() {
        Admin admin = chromium.admin(pair.front());
        // The browser reports the refusal itself.
        admin.tab().expectOutage();

        admin.signIn("guess");

        admin.tab().awaitWords("That key is not right.");
        assertThat(admin.tab().button("Play for everyone").isVisible()).isFalse();
    }

    @Test
    void theJoinClickItselfPlaysTheOnlyVideoSoThatSoundIsAllowed() {
        pair.show("door", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "door")) {
            host.play();
            Viewer ann = chromium.stranger().watchPlay();
            ann.tab().open(pair.front().resolve("/r/door"));

            ann.join().awaitPlaying(Film.BUNNY);

            assertThat(ann.playsInsideAClick()).isPositive();
            assertThat(ann.video().evaluate("video => video.muted")).isEqualTo(false);
        }
    }

    @Test
    void aViewerCannotPause() {
        pair.show("firm", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "firm")) {
            host.play();
            Viewer ann = chromium.viewer(pair.front(), "/r/firm").join().awaitPlaying(Film.BUNNY);
            Viewer ben = chromium.viewer(pair.front(), "/r/firm").join().awaitPlaying(Film.BUNNY);
            long rev = host.line().rev();

            assertThat(ann.tab()
                            .button("Pause")
                            .and(ann.tab().page().locator(":enabled:not([aria-disabled=true])"))
                            .count())
                    .as("buttons that would pause")
                    .isZero();
            ann.video().click();
            ann.tab().page().keyboard().press("Space");
            ann.tab().page().keyboard().press("k");
            ann.awaitPlaying(Film.BUNNY);
            // What headphones and the system's media keys do.
            ann.video().evaluate("video => video.pause()");
            ann.awaitPlaying(Film.BUNNY);

            ben.awaitPlaying(Film.BUNNY);
            assertThat(host.line().playing()).isTrue();
            assertThat(host.line().rev()).as("commands since").isEqualTo(rev);
            assertInStep("after a viewer's pauses", ann, ben);
        }
    }

    @Test
    void aViewerCannotPlayWhatTheHostHasPaused() {
        pair.show("quiet", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "quiet")) {
            Viewer ann = chromium.viewer(pair.front(), "/r/quiet").join().awaitPicture(Film.BUNNY);
            long rev = host.line().rev();

            ann.video().evaluate("video => { video.play(); }");

            ann.awaitPausedAt(0, 1);
            assertThat(host.line().playing()).isFalse();
            assertThat(host.line().rev()).isEqualTo(rev);
        }
    }

    @Test
    void whoComesLateJoinsInStepAndDisturbsNobody() {
        pair.show("late", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "late")) {
            host.seek(12);
            host.play();
            Viewer ann = chromium.viewer(pair.front(), "/r/late").join().awaitPlaying(Film.BUNNY);
            long rev = host.line().rev();
            ann.tab().awaitWords("In step");
            ann.watchJumps();

            Viewer ben = chromium.viewer(pair.front(), "/r/late").join().awaitPlaying(Film.BUNNY);

            assertInStep("with a late joiner", ann, ben);
            assertThat(ann.jumps()).as("jumps of who was there before").isZero();
            assertOnTheLine(host, ann);
            assertThat(host.line().rev()).isEqualTo(rev);
        }
    }

    @Test
    void aReloadedPageComesBackInStep() {
        pair.show("again", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "again")) {
            host.play();
            Viewer ann = chromium.viewer(pair.front(), "/r/again").join().awaitPlaying(Film.BUNNY);
            Viewer ben = chromium.viewer(pair.front(), "/r/again").join().awaitPlaying(Film.BUNNY);

            ben.tab().page().reload();
            ben.join().awaitPlaying(Film.BUNNY);

            assertInStep("after a reload", ann, ben);
        }
    }

    @Test
    void everyoneLoadsTheFilmAgainWhenTheHostSaysSo() {
        String etag = pair.show("reload", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "reload")) {
            host.seek(12);
            host.play();
            Viewer ann = chromium.viewer(pair.front(), "/r/reload").join().awaitPlaying(Film.BUNNY);
            Viewer ben = chromium.viewer(pair.front(), "/r/reload").join().awaitPlaying(Film.BUNNY);
            ann.watchLoads();
            ben.watchLoads();

            host.load(etag);

            // A player that is told of a source stands at 0 at once, with the picture that it had.
            eventually().until(() -> ann.loads() > 0 && ben.loads() > 0);
            ann.awaitPicture(Film.BUNNY).awaitPausedAt(0, 0.1);
            ben.awaitPicture(Film.BUNNY).awaitPausedAt(0, 0.1);

            host.play();
            ann.awaitPlaying(Film.BUNNY);
            ben.awaitPlaying(Film.BUNNY);
            assertThat(ann.loads()).as("loads of Ann's player").isEqualTo(1);
            assertThat(ben.loads()).as("loads of Ben's player").isEqualTo(1);
            assertInStep("after everyone loaded again", ann, ben);
        }
    }

    @Test
    void aRoomOfItsOwnHasAFilmAndATimelineOfItsOwn() {
        pair.show("friends", Film.MIRRORED.putInto(pair.library(), ""));
        pair.show("family", Film.BUNNY.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "friends")) {
            Viewer friend = chromium.viewer(pair.front(), "/r/friends").join().awaitPicture(Film.MIRRORED);
            Viewer aunt = chromium.viewer(pair.front(), "/r/family").join().awaitPicture(Film.BUNNY);

            host.play();
            friend.awaitPlaying(Film.MIRRORED);

            aunt.awaitPausedAt(0, 0.1);
        }
    }

    @Test
    void theEndOfTheFilmIsTheEndForEveryone() {
        pair.show("end", Film.MIRRORED.putInto(pair.library(), ""));
        try (Host host = new Host(pair, "end")) {
            Viewer ann = chromium.viewer(pair.front(), "/r/end").join().awaitPicture(Film.MIRRORED);
            host.seek(Film.MIRRORED.seconds() - 3);
            host.play();

            eventually().untilAsserted(() -> assertThat(host.line().playing()).isFalse());
            assertThat(host.line().timeSeconds())
                    .isBetween(Film.MIRRORED.seconds() - 0.5, Film.MIRRORED.seconds() + 0.5);
            eventually().untilAsserted(() -> {
                assertThat(ann.player().paused()).isTrue();
                assertThat(ann.player().positionSeconds()).isGreaterThan(Film.MIRRORED.seconds() - 0.5);
            });
        }
    }

    @Test
    void aRoomThatNobodyMadeIsSaidToBeMissing() {
        Viewer lost = chromium.stranger();
        lost.tab().expectOutage();
        lost.tab().open(pair.front().resolve("/r/nobody-made-it"));

        lost.join().tab().awaitWords("There is no such room");
        Look.at(lost.tab(), "viewer-no-such-room");
        Look.byKeyboard(lost.tab());
    }

    /// For the README: the viewer's page, and the host's at night down to the list of viewers.
    private static void photograph(Viewer ann, Admin admin) {
        // The controls show while the pointer moves.
        ann.tab().page().mouse().move(640, 600);
        ann.tab().photograph("viewer");
        Page desk = admin.tab().page();
        desk.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        desk.setViewportSize(1280, 1360);
        admin.tab().photograph("admin");
        desk.setViewportSize(1280, 800);
    }

    private static void assertInStep(String when, Viewer... viewers) {
        new DriftMeter(viewers).assertInStep(when);
    }

    private static void assertOnTheLine(Host host, Viewer viewer) {
        eventually().untilAsserted(() -> {
            Host.Line line = host.line();
            Player player = viewer.player();
            double offMs = (player.positionSeconds() - line.positionSecondsAt(player.atMs())) * 1_000;
            assertThat(Math.abs(offMs))
                    .as("off the room's line, %s, %s", line, player)
                    .isLessThanOrEqualTo(DriftMeter.APART_MS);
            Report.say("off the room's line: %.1f ms".formatted(offMs));
        });
    }

    private static void assertTogetherAndStill(Viewer... viewers) {
        eventually().untilAsserted(() -> {
            List<Player> players = List.of(viewers).stream().map(Viewer::player).toList();
            assertThat(players).allMatch(Player::paused).noneMatch(Player::seeking);
            double first = players.getFirst().positionSeconds();
            assertThat(players)
                    .allSatisfy(player -> assertThat(player.positionSeconds())
                            .isBetween(first - DriftMeter.APART_MS / 1_000, first + DriftMeter.APART_MS / 1_000));
        });
    }
}

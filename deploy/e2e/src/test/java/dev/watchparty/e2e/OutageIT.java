package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Services that die in the middle of a film, by SIGKILL, so that nothing is tidied up first, and responses that are
/// cut.
class OutageIT {

    /// What a kill may lose: the last 100 ms before it are perhaps not on disk, and the players' own margin.
    private static final double OFF_MS = 350;

    @RegisterExtension
    static final Pair pair = Pair.running(OutageIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void theFilmGoesOnWhileTheSyncServiceIsDeadAndInStepOnceItIsBack() {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/").join().awaitPicture(Film.BUNNY);
        Viewer ben = chromium.viewer(pair.front(), "/").join().awaitPicture(Film.BUNNY);
        ann.tab().expectOutage();
        ben.tab().expectOutage();
        Host.Line before;
        try (Host host = new Host(pair, "main")) {
            host.play();
            ann.awaitPlaying(Film.BUNNY);
            ben.awaitPlaying(Film.BUNNY);
            // A start that was not good enough is made again, by a jump.
            ann.tab().awaitWords("In step");
            ben.tab().awaitWords("In step");
            eventually().untilAsserted(() -> assertOnLine(host.line(), ann));
            before = host.line();
        }

        ann.watchJumps();
        ben.watchJumps();
        pair.sync().kill();
        assertThat(pair.get("/api/rooms").statusCode()).isEqualTo(503);
        ann.awaitPlaying(Film.BUNNY);
        pair.sync().start();
        pair.sync().awaitHealthy();

        try (Host host = new Host(pair, "main")) {
            Host.Line after = host.line();
            assertThat(after.playing()).isTrue();
            double nowMs = System.currentTimeMillis();
            Report.say("a restart of the sync service moved the room's line by %.1f ms"
                    .formatted((after.positionSecondsAt(nowMs) - before.positionSecondsAt(nowMs)) * 1_000));
            assertThat(after.positionSecondsAt(nowMs))
                    .isBetween(
                            before.positionSecondsAt(nowMs) - OFF_MS / 1_000,
                            before.positionSecondsAt(nowMs) + OFF_MS / 1_000);
            host.awaitViewers(2);
            ann.awaitPlaying(Film.BUNNY);
            ben.awaitPlaying(Film.BUNNY);
            eventually().untilAsserted(() -> assertOnLine(host.line(), ann));
            eventually().untilAsserted(() -> assertOnLine(host.line(), ben));
            assertThat(ann.jumps()).as("jumps that Ann saw").isZero();
            assertThat(ben.jumps()).as("jumps that Ben saw").isZero();

            double stillAt = host.pause();
            ann.awaitPausedAt(stillAt, 0.25);
            ben.awaitPausedAt(stillAt, 0.25);
        }
    }

    @Test
    void theFilmGoesOnAfterTheMediaServiceWasKilledInTheMiddleOfIt() throws IOException {
        pair.show("media-dies", Film.BUNNY.putInto(pair.library(), ""));
        // Fast enough to play, too slow to have the whole film before the kill.
        try (SlowLine line = SlowLine.to(pair.front(), 400_000)) {
            Viewer ann = chromium.viewer(pair.front(), "/r/media-dies").join().awaitPicture(Film.BUNNY);
            Viewer ben = chromium.viewer(line.front(), "/r/media-dies").join().awaitPicture(Film.BUNNY);
            ann.tab().expectOutage();
            ben.tab().expectOutage();
            try (Host host = new Host(pair, "media-dies")) {
                host.play();
                ann.awaitPlaying(Film.BUNNY);
                ben.awaitPlaying(Film.BUNNY);
            }
            assertThat(ben.player().bufferedEndSeconds()).isLessThan(Film.BUNNY.seconds() - 5.0);

            pair.media().kill();
            pair.media().start();
            pair.media().awaitHealthy();

            try (Host host = new Host(pair, "media-dies")) {
                host.awaitViewers(2);
                // A film that runs may be over before the pages are back.
                host.pause();
                double elsewhere = Film.BUNNY.seconds() - 15.0;
                host.seek(elsewhere);
                ann.awaitPausedAt(elsewhere, 0.25);
                ben.awaitPausedAt(elsewhere, 0.25);
                host.play();
                ann.awaitPlaying(Film.BUNNY);
                ben.awaitPlaying(Film.BUNNY);
                eventually().untilAsserted(() -> assertOnLine(host.line(), ann));
                eventually().untilAsserted(() -> assertOnLine(host.line(), ben));
            }
        }
    }

    @Test
    void aPausedPlayerWhoseResponseWasCutPlaysOnFromThereByRange() throws IOException {
        pair.show("cut", Film.BUNNY.putInto(pair.library(), ""));
        // So slow that little of the film waits in the browser's socket.
        try (Host host = new Host(pair, "cut");
                SlowLine slow = SlowLine.to(pair.front(), 1_500_000);
                CutLine line = CutLine.to(slow.front())) {
            Viewer ann = chromium.viewer(line.front(), "/r/cut").join().awaitPicture(Film.BUNNY);
            ann.tab().expectOutage();
            host.play();
            ann.awaitPlaying(Film.BUNNY);
            host.pause();
            // It has read as far ahead as it wants.
            eventually().until(() -> line.parts().getLast().standsFor(Duration.ofSeconds(1)));
            CutLine.FilmPart cut = line.parts().getLast();
            int answered = line.parts().size();
            double hasSeconds = ann.player().bufferedEndSeconds();
            assertThat(hasSeconds).isLessThan(Film.BUNNY.seconds() - 10.0);

            cut.cut();
            double againSeconds = hasSeconds - 3;
            host.seek(againSeconds);
            ann.awaitPausedAt(againSeconds, 0.1);
            assertThat(line.parts()).as("nothing is asked for in a pause").hasSize(answered);
            host.play();

            eventually().untilAsserted(() -> {
                Player now = ann.player();
                assertThat(now.playing()).as("playing: %s", now).isTrue();
                assertThat(now.positionSeconds()).isGreaterThan(hasSeconds + 1);
                assertThat(line.parts()).hasSizeGreaterThan(answered);
            });
            CutLine.FilmPart next = line.parts().get(answered);
            Report.say("cut after byte %,d, with film until %.1f s; read on from %,d"
                    .formatted(cut.reachedByte(), hasSeconds, next.fromByte()));
            assertThat(next.fromByte()).isBetween(cut.reachedByte(), cut.reachedByte() + CutLine.PIECE);
            eventually().until(() -> next.reachedByte() > next.fromByte());
        }
    }

    @Test
    void eitherServiceMayStartLongAfterTheOtherAndWhatIsStagedOutlivesBoth() throws IOException {
        try (Pair mortal = Pair.stopped("start-apart")) {
            mortal.media().start();
            mortal.media().awaitHealthy();
            String etag = mortal.stage("main", Film.BUNNY.putInto(mortal.library(), ""));
            String friends = mortal.stage("friends", Film.MIRRORED.putInto(mortal.library(), ""));
            mortal.sync().start();
            mortal.sync().awaitHealthy();

            mortal.awaitShown("main", etag);
            mortal.awaitShown("friends", friends);

            mortal.media().kill();
            mortal.sync().kill();
            mortal.sync().start();
            mortal.sync().awaitHealthy();
            mortal.media().start();
            mortal.media().awaitHealthy();

            assertThat(mortal.read(mortal.get("/api/staged")).path("etag").asText())
                    .isEqualTo(etag);
            mortal.awaitShown("main", etag);
            assertThat(Files.isSameFile(
                            mortal.state().resolve("symlinks/current.mkv"),
                            mortal.library().resolve(Film.BUNNY.fileName())))
                    .isTrue();
            mortal.show("main", Film.MIRRORED.fileName());
        }
    }

    private static void assertOnLine(Host.Line line, Viewer viewer) {
        Player player = viewer.player();
        assertThat(player.positionSeconds())
                .as("%s on %s", player, line)
                .isBetween(
                        line.positionSecondsAt(player.atMs()) - OFF_MS / 1_000,
                        line.positionSecondsAt(player.atMs()) + OFF_MS / 1_000);
    }
}

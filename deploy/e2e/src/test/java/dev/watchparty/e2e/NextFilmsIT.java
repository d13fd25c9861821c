package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The queue: films that follow each other by themselves.
class NextFilmsIT {

    @RegisterExtension
    static final Pair pair = Pair.running(NextFilmsIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void filmsFollowEachOtherInTheHostsOrderOverAKillAndWithoutTheHost() throws IOException {
        Film.MIRRORED.putInto(pair.library(), "");
        String last = Film.INDEX_LAST.putInto(pair.library(), "");
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
        ann.tab().expectOutage();
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        admin.tab().expectOutage();

        admin.tab().button("Add bunny-index-last.mp4 to the queue").click();
        admin.tab().button("Add mirrored.mkv to the queue").click();
        awaitQueue(admin, "bunny-index-last", "mirrored");
        admin.tab().button("Move mirrored up").focus();
        admin.tab().page().keyboard().press("Alt+ArrowUp");
        awaitQueue(admin, "mirrored", "bunny-index-last");
        admin.tab().page().keyboard().press("Alt+ArrowDown");
        awaitQueue(admin, "bunny-index-last", "mirrored");
        films(admin).nth(1).dragTo(films(admin).first());
        awaitQueue(admin, "mirrored", "bunny-index-last");

        playTheEnd();
        ann.tab().awaitWords("Next: mirrored");
        admin.tab().awaitWords("Next: mirrored in");
        admin.tab().button("Stop").click();
        eventually().until(() -> !ann.tab().page().getByText("Next: mirrored").isVisible());

        playTheEnd();
        ann.tab().awaitWords("Next: mirrored");
        pair.sync().kill();
        pair.sync().start();
        pair.sync().awaitHealthy();
        admin.tab().page().close();
        ann.tab().awaitWords("Next: mirrored");
        ann.awaitPlaying(Film.MIRRORED);

        Admin again = chromium.admin(pair.front()).signIn(pair.adminKey());
        awaitQueue(again, "bunny-index-last");
        Files.delete(pair.library().resolve(last));
        again.tab().button("Add bunny.mp4 to the queue").click();
        awaitQueue(again, "bunny-index-last", "bunny");
        again.tab().button("Put the next one on now").click();
        ann.awaitPlaying(Film.BUNNY);
        again.tab().awaitWords("“bunny-index-last” was left out: it is not in the media folder any more.");
        again.tab().awaitWords("Nothing is queued.");
    }

    @Test
    void aFilmThatDoesNotTellItsLengthIsOverWhenThePagesSaySo() {
        String next = Film.MIRRORED.putInto(pair.library(), "");
        pair.show("live", Film.LIVE.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/live").joinAs("Ann").awaitPicture(Film.LIVE);
        try (Host host = new Host(pair, "live")) {
            host.queue(next);
            host.play();

            ann.tab().awaitWords("Next: mirrored");
            Host.Line line = host.line();
            assertThat(line.playing()).isFalse();
            assertThat(line.timeSeconds()).isCloseTo(Film.LIVE.seconds(), within(0.5));
        }
    }

    private static void playTheEnd() {
        try (Host host = new Host(pair, "main")) {
            host.seek(Film.BUNNY.seconds() - 1.5);
            host.play();
        }
    }

    private static Locator films(Admin admin) {
        return admin.tab().page().locator("queue-panel li[draggable]");
    }

    private static void awaitQueue(Admin admin, String... names) {
        eventually()
                .untilAsserted(() -> assertThat(films(admin).locator(".name").allTextContents())
                        .containsExactly(names));
    }
}

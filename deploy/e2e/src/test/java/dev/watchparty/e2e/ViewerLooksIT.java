package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The viewer's page in each of its states, looked at.
class ViewerLooksIT {

    private static final Pattern FILM_BYTES = Pattern.compile("/media/.*current");

    private static final String NOT_READY = """
            {"cmd":"status","time":0,"bufferedAheadSeconds":0,"ready":false,"following":true,"ownCopy":false}""";

    private static final Pattern OWN_TAB = Pattern.compile("\"you\":\\{\"tab\":\"([^\"]+)\"");

    private static final String AT_ITS_END = """
            log => log.scrollTop > 0 && log.scrollHeight - log.scrollTop - log.clientHeight < 2""";

    @RegisterExtension
    static final Pair pair = Pair.running(ViewerLooksIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @BeforeAll
    static void putFilms() throws IOException {
        Film.BUNNY.putInto(pair.library(), "");
        Film.HEVC.putInto(pair.library(), "");
        for (String language : new String[] {"de", "en", "fr", "pt-BR"}) {
            Files.writeString(
                    pair.library().resolve("bunny." + language + ".srt"),
                    "1\n00:00:00,000 --> 00:01:00,000\nA bird laughs at whoever reads this,\nand at the squirrels\n");
        }
    }

    @Test
    void theDoorAndARoomWithoutAFilm() {
        pair.show("door", Film.BUNNY.fileName());
        Viewer ann = chromium.viewer(pair.front(), "/r/door");
        ann.tab().awaitWords("Showing: bunny");
        Look.at(ann.tab(), "viewer-join");
        Look.byKeyboard(ann.tab());

        Viewer ben = chromium.viewer(pair.front(), "/").join();
        ben.tab().awaitWords("Nothing is on yet");
        Look.at(ben.tab(), "viewer-nothing-staged");
        Look.byKeyboard(ben.tab());
    }

    @Test
    void theFilmAndWhatOpensOverIt() {
        pair.show("film", Film.BUNNY.fileName());
        try (Host host = new Host(pair, "film")) {
            Viewer ann = chromium.viewer(pair.front(), "/r/film").join().awaitPicture(Film.BUNNY);
            Page page = ann.tab().page();
            ann.tab().awaitWords("Paused by the host");
            Look.at(ann.tab(), "viewer-paused");
            Look.byKeyboard(ann.tab());

            page.keyboard().press("c");
            ann.tab().button("Subtitles").click();
            Look.at(ann.tab(), "viewer-subtitles");
            Look.byKeyboard(ann.tab());
            page.keyboard().press("Escape");

            page.locator("sync-chip button").click();
            Look.at(ann.tab(), "viewer-truth");
            aPassingWordLeavesTheTruthFree(ann, 320, 640);
            aPassingWordLeavesTheTruthFree(ann, 844, 390);
            page.setViewportSize(1280, 800);
            page.locator("sync-chip button").click();

            page.keyboard().press("?");
            Look.at(ann.tab(), "viewer-help");
            Look.byKeyboard(ann.tab());
            page.keyboard().press("Escape");

            ann.tab().button("Follow the host's jumps").click();
            page.keyboard().press("5");
            ann.tab().awaitWords("Back to the party");
            Look.at(ann.tab(), "viewer-on-ones-own");
            ann.tab().button("Follow the host's jumps").click();
            page.getByText("Back to the party").click();

            host.seek(15);
            host.play();
            ann.awaitPlaying(Film.BUNNY);
            Look.at(ann.tab(), "viewer-playing");
            Look.byKeyboard(ann.tab());
        }
    }

    @Test
    void theChatBesideTheFilm() {
        pair.show("chat", Film.BUNNY.fileName());
        Viewer ann = chromium.viewer(pair.front(), "/r/chat")
                .joinAs("Benedetta Maria von und zu Hohenlohe")
                .awaitPicture(Film.BUNNY);
        ann.tab().button("Open the chat").click();
        Locator field =
                ann.tab().page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Say something"));
        for (String line : List.of("Hello", "See https://example.org/bunny?a=b", "Donaudampfschiff".repeat(20))) {
            field.fill(line);
            field.press("Enter");
            ann.tab().awaitWords(line.substring(0, 5));
        }
        Look.at(ann.tab(), "viewer-chat");
        Look.byKeyboard(ann.tab());

        // A telephone, its keyboard open.
        ann.tab().page().setViewportSize(320, 480);
        Locator log = ann.tab().page().getByRole(AriaRole.LOG);
        eventually().untilAsserted(() -> assertThat(log.evaluate(AT_ITS_END)).isEqualTo(true));
    }

    @Test
    void waitingForOthers() {
        pair.show("wait", Film.BUNNY.fileName());
        try (Host host = new Host(pair, "wait");
                RoomSocket ben = RoomSocket.open(pair.front(), "/ws/wait");
                ScheduledExecutorService reports = Executors.newSingleThreadScheduledExecutor()) {
            Viewer ann = chromium.viewer(pair.front(), "/r/wait").joinAs("Ann").awaitPicture(Film.BUNNY);
            ben.say("{\"cmd\":\"hello\",\"name\":\"Benedetta Maria von und zu Hohenlohe\"}");
            var _ = reports.scheduleAtFixedRate(() -> ben.say(NOT_READY), 0, 1, TimeUnit.SECONDS);
            host.play();
            host.policy("waitForReady", "everyone");
            host.seek(40);
            ann.tab().awaitWords("Waiting for Benedetta");

            Look.at(ann.tab(), "viewer-waiting");
        }
    }

    @Test
    void whatAViewerDoesWhileTheNextFilmIsCountedDownAndWhileTheyAreWaitedFor() {
        pair.show("next", Film.BUNNY.fileName());
        Viewer ann = chromium.stranger();
        Page page = ann.tab().page();
        AtomicReference<WebSocketRoute> room = new AtomicReference<>();
        AtomicReference<String> tab = new AtomicReference<>();
        List<String> said = new CopyOnWriteArrayList<>();
        page.routeWebSocket(Pattern.compile("/ws/next$"), socket -> {
            WebSocketRoute service = socket.connectToServer();
            service.onMessage(frame -> {
                Matcher own = OWN_TAB.matcher(frame.text());
                if (own.find()) {
                    tab.set(own.group(1));
                }
                socket.send(frame.text());
            });
            socket.onMessage(frame -> {
                said.add(frame.text());
                service.send(frame.text());
            });
            room.set(socket);
        });
        ann.tab().open(pair.front().resolve("/r/next"));
        ann.join().awaitPicture(Film.BUNNY);

        // A countdown and a wait that are longer than what is done meanwhile.
        long inTenMinutes = System.currentTimeMillis() + 600_000;
        String next = """
                {"cmd":"next","next":{"path":"A film whose name is longer than a telephone is wide.mkv","atMs":%d}}""".formatted(inTenMinutes);
        room.get().send(next);
        ann.tab().awaitWords("Next: A film whose name");
        Look.at(ann.tab(), "viewer-next");
        Look.byKeyboard(ann.tab());

        ann.press(action(ann, "Write in the chat"), page.getByRole(AriaRole.LOG)::isVisible);
        page.keyboard().type("What a film!");
        page.keyboard().press("Enter");
        ann.tab().awaitWords("What a film!");
        page.keyboard().press("Escape");

        try (Host host = new Host(pair, "next")) {
            host.chat(false);
        }
        ann.press(action(ann, "Full screen"), action(ann, "Leave full screen")::isVisible);
        action(ann, "Leave full screen").waitFor();
        assertThat(page.evaluate("document.fullscreenElement?.localName")).isEqualTo("watch-page");
        ann.press(action(ann, "Leave full screen"), action(ann, "Full screen")::isVisible);
        action(ann, "Full screen").waitFor();

        ann.watchLoads();
        room.get().send("""
                {"cmd":"waiting","names":["Guest"],"tabs":["%s"],"others":0,"untilMs":%d,"plays":true}""".formatted(tab.get(), inTenMinutes));
        ann.tab().awaitWords("Waiting for you");
        ann.press(action(ann, "Load again"), () -> ann.loads() > 0);
        eventually().until(() -> ann.loads() > 0);

        try (Host host = new Host(pair, "next")) {
            host.cohost(tab.get());
        }
        ann.tab().awaitWords("You are a co-host");
        room.get().send(next);
        BooleanSupplier stopped = () -> said.stream().anyMatch(message -> message.contains("next-stop"));
        ann.press(action(ann, "Stop the countdown"), stopped);
        eventually().until(stopped::getAsBoolean);

        String name = "N".repeat(24);
        room.get().send("""
                {"cmd":"waiting","names":["%1$s","%1$s","%1$s"],"tabs":["a","b","c"],"others":0,"untilMs":%2$d,"plays":true}""".formatted(name, inTenMinutes));
        page.setViewportSize(320, 640);
        for (Locator told : List.of(page.locator("status-panel button"), page.locator("status-panel h2"))) {
            eventually().untilAsserted(() -> {
                BoundingBox box = told.boundingBox();
                assertThat(box.x).isNotNegative();
                assertThat(box.x + box.width).isLessThanOrEqualTo(320);
                assertThat(told.evaluate("element => element.scrollWidth <= element.clientWidth"))
                        .isEqualTo(true);
            });
        }
    }

    private static void aPassingWordLeavesTheTruthFree(Viewer ann, int width, int height) {
        Page page = ann.tab().page();
        page.setViewportSize(width, height);
        page.keyboard().press("k");
        Locator word = page.locator("passing-word p");
        word.filter(new Locator.FilterOptions().setHasText("The host plays and pauses"))
                .waitFor();
        eventually().untilAsserted(() -> {
            BoundingBox said = word.boundingBox();
            BoundingBox truth = page.locator("sync-chip .truth").boundingBox();
            assertThat(said.x + said.width <= truth.x || said.y >= truth.y + truth.height)
                    .as("beside or below, %d px wide", width)
                    .isTrue();
            assertThat(said.y + said.height).isLessThanOrEqualTo(height);
        });
    }

    /// The one button of what the page tells.
    private static Locator action(Viewer viewer, String name) {
        return viewer.tab()
                .page()
                .locator("status-panel")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void aRoomThatDoesNotAnswerYet() {
        Viewer ann = chromium.stranger();
        Page page = ann.tab().page();
        // An attempt that is never given up.
        page.addInitScript("""
                const later = setTimeout;
                window.setTimeout = (action, ms, ...rest) => ms >= 10_000 ? 0 : later(action, ms, ...rest);""");
        page.routeWebSocket(Pattern.compile("/ws$"), socket -> {});
        ann.tab().open(pair.front());
        ann.join().tab().awaitWords("Connecting to the party…");
        Look.at(ann.tab(), "viewer-connecting");
        Look.byKeyboard(ann.tab());
    }

    @Test
    void aRoomThatIsFull() {
        Viewer ann = chromium.stranger();
        ann.tab().page().routeWebSocket(Pattern.compile("/ws$"), socket -> {
            socket.send("""
                    {"cmd":"error","code":"room-full","message":"The room is full."}""");
            socket.close(new WebSocketRoute.CloseOptions().setCode(1013));
        });
        ann.tab().open(pair.front());
        ann.join().tab().awaitWords("The party turned this page away");
        ann.tab().awaitWords("The room is full.");
        Look.at(ann.tab(), "viewer-full");
        Look.byKeyboard(ann.tab());
    }

    @Test
    void aConnectionThatIsLost() {
        pair.show("lost", Film.BUNNY.fileName());
        Viewer ann;
        try (SlowLine line = SlowLine.to(pair.front(), 10_000_000)) {
            ann = chromium.viewer(line.front(), "/r/lost").join().awaitPicture(Film.BUNNY);
            ann.tab().expectOutage();
        }
        ann.tab().awaitWords("Connection lost");
        Look.at(ann.tab(), "viewer-reconnecting");
    }

    @Test
    void aFilmThatDoesNotCome() {
        pair.show("late", Film.BUNNY.fileName());
        try (Host host = new Host(pair, "late")) {
            Viewer ann = chromium.stranger();
            Page page = ann.tab().page();
            // Held, never answered.
            page.route(FILM_BYTES, route -> {});
            ann.tab().open(pair.front().resolve("/r/late"));
            ann.join().tab().awaitWords("Getting the film…");
            Look.at(ann.tab(), "viewer-loading");
            page.unroute(FILM_BYTES);

            host.play();
            ann.awaitPlaying(Film.BUNNY);
            page.route(FILM_BYTES, route -> {});
            host.seek(Film.BUNNY.seconds() - 20.0);
            ann.tab().awaitWords("Waiting for more of the film");
            Look.at(ann.tab(), "viewer-stalled");
        }
    }

    @Test
    void aFilmThatCannotBeShown() {
        pair.show("hevc", Film.HEVC.fileName());
        try (Host host = new Host(pair, "hevc")) {
            Viewer ann = chromium.viewer(pair.front(), "/r/hevc").join();
            // The film is as short as what tells of it is long.
            eventually().until(() -> ann.player().readyState() >= 3);
            host.play();
            ann.tab().awaitWords("This browser cannot play the film");
            Look.at(ann.tab(), "viewer-cannot-play");
        }
    }
}

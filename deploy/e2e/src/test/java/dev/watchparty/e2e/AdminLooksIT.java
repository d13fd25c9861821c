package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The host's page in each of its states, looked at.
class AdminLooksIT {

    private static final String NOT_READY = """
            {"cmd":"status","time":0,"bufferedAheadSeconds":0,"ready":false,"following":true,"ownCopy":false}""";

    private static final String FOLDER = "A folder of films whose name is longer than its column is wide";
    private static final String HOSTILE = "<img src=x onerror=window.ran=1>";
    private static final String MIRRORED = FOLDER + "/" + Film.MIRRORED.fileName();

    @RegisterExtension
    static final Pair pair = Pair.running(AdminLooksIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @BeforeAll
    static void putFilms() throws IOException {
        Film.BUNNY.putInto(pair.library(), "");
        Film.MIRRORED.putInto(pair.library(), FOLDER);
        // As long as a file's name may be, and turned round where it is taken at its word.
        Files.writeString(pair.library().resolve(HOSTILE + "\u202E" + "\uD83D\uDC30".repeat(50) + ".mkv"), "no film");
        for (int i = 1; i <= 12; i++) {
            Files.writeString(pair.library().resolve("Episode %d.mkv".formatted(i)), "no film");
        }
    }

    @Test
    void theDoor() {
        Admin admin = chromium.admin(pair.front());
        Look.at(admin.tab(), "admin-sign-in");
        Look.byKeyboard(admin.tab());

        // The browser itself complains of the refusal.
        admin.tab().expectOutage();
        admin.signIn("wrong");
        admin.tab().awaitWords("That key is not right.");
        Look.at(admin.tab(), "admin-wrong-key");
    }

    @Test
    void theDoorOfAServiceThatIsAway() {
        Admin admin;
        try (Relay line = Relay.to(pair.front(), 0, InputStream::transferTo, InputStream::transferTo)) {
            admin = chromium.admin(line.front());
            admin.tab().expectOutage();
        }
        admin.signIn(pair.adminKey());
        admin.tab().awaitWords("Watchparty does not answer. Is it running?");
        Look.at(admin.tab(), "admin-unreachable");
        Look.byKeyboard(admin.tab());
    }

    @Test
    void theDeskWithNothingOnAndARoomThatIsNamed() {
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        admin.tab().button("Stage " + Film.BUNNY.fileName()).waitFor();
        admin.tab().awaitWords(HOSTILE);
        Locator rows = admin.tab().page().locator("library-browser");
        assertThat(rows.locator("img").count())
                .as("pictures out of a file's name")
                .isZero();
        assertThat(rows.textContent()).doesNotContain("\u202E");
        assertThat(admin.tab().page().evaluate("window.ran")).isNull();
        Look.at(admin.tab(), "admin-library");

        admin.tab().button("New room").click();
        admin.tab().page().keyboard().type("-");
        admin.tab().page().keyboard().press("Enter");
        admin.tab().awaitWords("Use small letters, digits and dashes");
        Look.at(admin.tab(), "admin-new-room");
        Look.byKeyboard(admin.tab());
    }

    @Test
    void theLibraryAsItIsSearchedAndThenWithoutItsDisk() {
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        Page page = admin.tab().page();
        page.getByRole(AriaRole.SEARCHBOX).fill("mirr");
        admin.tab().button("Stage " + Film.MIRRORED.fileName()).waitFor();
        Look.at(admin.tab(), "admin-search");
        Look.byKeyboard(admin.tab());

        admin.tab().expectOutage();
        page.route(
                Pattern.compile("/api/media\\?"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/problem+json")
                        .setBody("{\"status\":503,\"code\":\"library-away\",\"detail\":\"The folder is away.\"}")));
        page.getByRole(AriaRole.SEARCHBOX).fill("");
        admin.tab().button("Look again").click();
        admin.tab().awaitWords("The media folder is not there. Is its disk plugged in?");
        Look.at(admin.tab(), "admin-library-away");
    }

    @Test
    void theDeskFromBeforeAnUpgrade() {
        Admin admin = chromium.admin(pair.front());
        admin.tab().page().routeWebSocket(Pattern.compile("/ws$"), socket -> {
            WebSocketRoute service = socket.connectToServer();
            service.onMessage(frame -> socket.send(frame.text().replace("\"protocol\":1", "\"protocol\":2")));
        });
        admin.tab().open(pair.front().resolve("/admin.html"));
        admin.signIn(pair.adminKey());
        admin.tab().awaitWords("This page is out of date");
        admin.tab().button("Load the page again").waitFor();
        Look.at(admin.tab(), "admin-outdated");
        Look.byKeyboard(admin.tab());
    }

    @Test
    void theDeskOfAnEmptyLibraryWithARefusalAndFilmsThatWereLeftOutAndThenTriedAgain() {
        Admin admin = chromium.admin(pair.front());
        Page page = admin.tab().page();
        AtomicReference<WebSocketRoute> room = new AtomicReference<>();
        page.routeWebSocket(Pattern.compile("/ws$"), socket -> {
            WebSocketRoute service = socket.connectToServer();
            service.onMessage(frame -> {
                socket.send(frame.text());
                // With this welcome comes the room's own queue, the last that the room says of one by itself.
                if (frame.text().contains("\"role\":\"admin\"")) {
                    room.set(socket);
                }
            });
        });
        page.route(
                Pattern.compile("/api/media\\?"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("[]")));
        admin.tab().open(pair.front().resolve("/admin.html"));
        admin.signIn(pair.adminKey());
        admin.tab().awaitWords("The library is empty");
        eventually().until(() -> {
            // A route is told of frames only while its page is spoken to.
            page.title();
            return room.get() != null;
        });
        room.get().send("""
                {"cmd":"queue","rev":1,"paths":["One more.mkv"],"stuck":"no-answer",
                "skipped":[{"path":"A film whose name is longer than its column is wide, and a half.mkv","reason":"no-such-file"},
                {"path":"Notes.mkv","reason":"not-a-video"}]}""");
        admin.tab().awaitWords("“Notes” was left out");
        room.get().send("""
                {"cmd":"error","code":"no-such-viewer","message":"There is no such viewer."}""");
        admin.tab().awaitWords("They are not here any more.");
        Look.at(admin.tab(), "admin-refused");
        Look.byKeyboard(admin.tab());
        admin.tab().button("Dismiss").click();
        eventually().until(() -> !page.getByText("They are not here any more.").isVisible());

        // Within a second the page would try again by itself.
        page.evaluate("() => { window.setTimeout = () => 0; }");
        room.get().close();
        admin.tab().awaitWords("Connection lost");
        admin.tab().button("Try now").click();
        admin.tab().awaitWords("Connected");
    }

    @Test
    void theDeskWhileTheRoomWaits() {
        pair.show("wait", Film.BUNNY.fileName());
        try (Host host = new Host(pair, "wait");
                RoomSocket ann = RoomSocket.open(pair.front(), "/ws/wait");
                ScheduledExecutorService reports = Executors.newSingleThreadScheduledExecutor()) {
            Admin admin = chromium.admin(pair.front());
            admin.tab().open(pair.front().resolve("/admin.html?room=wait"));
            admin.signIn(pair.adminKey());
            ann.say("{\"cmd\":\"hello\",\"name\":\"Annabella Christina Theodora Wilhelmine\"}");
            var _ = reports.scheduleAtFixedRate(() -> ann.say(NOT_READY), 0, 1, TimeUnit.SECONDS);
            admin.tab().awaitWords("loading");
            host.play();
            host.policy("waitForReady", "everyone");
            host.seek(40);
            admin.tab().awaitWords("Waiting for Annabella");

            Look.at(admin.tab(), "admin-waiting");
            admin.tab().awaitWords("Start without Annabella");
        }
    }

    @Test
    void theDeskDuringAParty() {
        pair.show("party", Film.BUNNY.fileName());
        Admin admin = chromium.admin(pair.front());
        admin.tab().open(pair.front().resolve("/admin.html?room=party"));
        admin.signIn(pair.adminKey());
        try (Host host = new Host(pair, "party");
                RoomSocket ann = RoomSocket.open(pair.front(), "/ws/party");
                RoomSocket ben = RoomSocket.open(pair.front(), "/ws/party")) {
            ann.say("{\"cmd\":\"hello\",\"name\":\"Annabella Christina Theodora Wilhelmine\"}");
            ann.say("""
                    {"cmd":"status","time":0,"bufferedAheadSeconds":12.3,"ready":true,"driftMs":4,"clockErrorMs":3,
                    "rttMs":48,"droppedFrames":2,"following":true,"ownCopy":true}""");
            ben.say("{\"cmd\":\"hello\",\"name\":\"Ben\"}");
            ben.say("""
                    {"cmd":"status","time":0,"bufferedAheadSeconds":0,"ready":false,"following":true,"ownCopy":false,
                    "problem":"not-supported","formats":["mkv","hvc1.2.4.L120.90"]}""");
            host.seek(15);
            admin.tab().button("Remove Ben from the party").waitFor();
            Look.at(admin.tab(), "admin-party");
            Look.byKeyboard(admin.tab());

            admin.tab().button("Remove Ben from the party").click();
            admin.tab()
                    .page()
                    .getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions())
                    .waitFor();
            Look.at(admin.tab(), "admin-dialog");
            Look.byKeyboard(admin.tab());
        }
    }

    @Test
    void theDeskWithACountdownAndATalkAndThenWithoutAConnection() {
        pair.show("late", Film.BUNNY.fileName());
        Admin admin;
        try (Relay line = Relay.to(pair.front(), 0, InputStream::transferTo, InputStream::transferTo);
                Host host = new Host(pair, "late");
                RoomSocket ann = RoomSocket.open(pair.front(), "/ws/late")) {
            admin = chromium.admin(line.front());
            admin.tab().open(line.front().resolve("/admin.html?room=late"));
            admin.signIn(pair.adminKey());
            ann.say("{\"cmd\":\"hello\",\"name\":\"Annabella Christina Theodora Wilhelmine\"}");
            ann.say("{\"cmd\":\"chat\",\"text\":\"Is it over? https://example.org/%s\"}".formatted("long".repeat(40)));
            ann.say("{\"cmd\":\"chat\",\"text\":\"One more!\"}");
            host.queue(MIRRORED, "Episode 1.mkv", "Episode 2.mkv");
            admin.tab().awaitWords("One more!");
            admin.tab().button("Take mirrored off the queue").waitFor();
            Look.byKeyboard(admin.tab());

            host.seek(Film.BUNNY.seconds() - 1.5);
            host.play();
            admin.tab().awaitWords("Next: mirrored in");
            Look.at(admin.tab(), "admin-next");
            admin.tab().expectOutage();
        }
        admin.tab().awaitWords("Connection lost");
        admin.tab().button("Try now").waitFor();
        Look.at(admin.tab(), "admin-away");
        Look.byKeyboard(admin.tab());
    }
}

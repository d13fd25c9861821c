package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the host does at the desk: the line, the house rules, the transport.
class AdminDeskIT {

    private static final String MILLISECONDS = "[0-9.]+ ms";

    private static final int TOLD_MILLISECONDS = 1_000;

    @RegisterExtension
    static final Pair pair = Pair.running(AdminDeskIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    /// Once: a file that is written again is another film to the rooms that have it on.
    @BeforeAll
    static void putFilms() {
        Film.BUNNY.putInto(pair.library(), "");
        Film.INDEX_LAST.putInto(pair.library(), "");
    }

    @Test
    void theLineIsSetFromThePageAndFeedsSoManyViewers() {
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());

        admin.tab().page().getByLabel("What your line carries").selectOption("fixed");
        admin.tab().page().getByLabel("Megabits a second").fill("12.5");
        admin.tab().button("Set").click();

        admin.tab().awaitWords("Set.");
        eventually().untilAsserted(() -> assertThat(rateBitsPerSecond()).isEqualTo(12_500_000));
        admin.tab().button("Stage " + Film.INDEX_LAST.fileName()).hover();
        admin.tab().awaitWords("Feeds ");

        admin.tab().page().getByLabel("Megabits a second").fill("0");
        admin.tab().button("Set").click();
        admin.tab().awaitWords("Give a number of megabits a second");
        assertThat(rateBitsPerSecond()).isEqualTo(12_500_000);
    }

    @Test
    void theHouseRulesAreTheRooms() {
        pair.show("rules", Film.BUNNY.fileName());
        Admin admin = chromium.admin(pair.front());
        admin.tab().open(pair.front().resolve("/admin.html?room=rules"));
        admin.signIn(pair.adminKey());

        admin.tab().page().getByLabel("Wait before the film starts").selectOption("on");

        eventually().untilAsserted(() -> {
            try (RoomSocket newcomer = RoomSocket.open(pair.front(), "/ws/rules")) {
                assertThat(newcomer.next("welcome")
                                .path("policy")
                                .path("waitForReady")
                                .asText())
                        .isEqualTo("on");
            }
        });
    }

    @Test
    void theTransportMovesTheRoomAndTheKeyStaysWithTheTabUntilTheHostSignsOut() {
        pair.show("desk", Film.BUNNY.fileName());
        Admin admin = chromium.admin(pair.front());
        Tab tab = admin.tab();
        tab.open(pair.front().resolve("/admin.html?room=desk"));
        admin.signIn(pair.adminKey());

        tab.button("Forward 10 seconds").click();
        tab.awaitWords("0:10 / 1:00");
        tab.button("Forward 10 seconds").click();
        tab.awaitWords("0:20 / 1:00");
        tab.button("Back 10 seconds").click();
        tab.awaitWords("0:10 / 1:00");
        tab.page().getByLabel("Speed").selectOption("1.5");
        try (Host host = new Host(pair, "desk")) {
            eventually().untilAsserted(() -> {
                assertThat(host.line().timeSeconds()).isEqualTo(10);
                assertThat(host.line().rate()).isEqualTo(1.5);
            });
        }
        tab.button("Hide preview").click();
        assertThat(tab.page().locator("film-player").count()).isZero();
        tab.button("Show preview").click();
        tab.page().locator("film-player").waitFor();

        tab.page().reload();
        tab.button("Sign out").waitFor();
        assertThat(tab.page().getByLabel("Link for your friends").inputValue())
                .isEqualTo(pair.front().resolve("/r/desk").toString());
        tab.button("Sign out").click();
        tab.page().getByLabel("Admin key").waitFor();
        tab.page().reload();
        tab.page().getByLabel("Admin key").waitFor();
    }

    @Test
    void aRoomIsMadeInThePageAndItsLinkIsCopied() {
        Admin admin = chromium.admin(pair.front());
        Tab tab = admin.tab();
        // The first question shows the key; the answer to the second waits for somebody to be in the middle of a name.
        List<Route> lists = new ArrayList<>();
        tab.page().route(Pattern.compile("/api/rooms$"), route -> {
            lists.add(route);
            if (lists.size() != 2) {
                route.resume();
            }
        });
        admin.signIn(pair.adminKey());
        tab.page()
                .context()
                .grantPermissions(
                        List.of("clipboard-read", "clipboard-write"),
                        new BrowserContext.GrantPermissionsOptions()
                                .setOrigin(pair.front().toString()));
        Locator name = tab.page().getByLabel("Name of the new room");

        tab.button("New room").click();
        name.fill("Anna & Ben");
        name.press("Enter");
        tab.awaitWords("Use small letters, digits and dashes");
        name.fill("Anna-and-Ben");
        tab.page().waitForCondition(() -> lists.size() == 2);
        lists.get(1)
                .fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("[{\"room\":\"late\",\"viewers\":0}]"));
        tab.page()
                .locator("room-picker option[value=late]")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        assertThat(name.isVisible()).isTrue();
        assertThat(name.inputValue()).isEqualTo("Anna-and-Ben");
        tab.button("Make room").click();

        String link = pair.front().resolve("/r/anna-and-ben").toString();
        Locator room = tab.page().getByLabel("Room", new Page.GetByLabelOptions().setExact(true));
        eventually().untilAsserted(() -> {
            assertThat(tab.page().getByLabel("Link for your friends").inputValue())
                    .isEqualTo(link);
            assertThat(room.inputValue()).isEqualTo("anna-and-ben");
        });
        copyLink(tab, "Copied");
        String copied = String.valueOf(tab.page().evaluate("navigator.clipboard.readText()"));
        assertThat(copied).isEqualTo(link);
        Viewer ann = chromium.viewer(pair.front(), URI.create(copied).getPath()).join();
        ann.tab().awaitWords("Nothing is on yet");
    }

    @Test
    void aTelephoneReadsTheLinkOffThePageWhereFriendsCanReachIt() {
        Admin admin = chromium.admin(pair.frontElsewhere()).signIn(pair.adminKey());
        Page page = admin.tab().page();
        Locator code = page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("The link as a QR code"));

        code.waitFor();
        assertThat(QrReader.textOf(page, code))
                .isEqualTo(pair.frontElsewhere().resolve("/").toString());

        // No page may write to the clipboard that came without https.
        copyLink(admin.tab(), "Press Ctrl+C to copy");
        Locator link = page.getByLabel("Link for your friends");
        assertThat(link.evaluate("""
                        field => field.matches(":focus") && field.value.slice(field.selectionStart, field.selectionEnd)""")).isEqualTo(link.inputValue());
    }

    @Test
    void viewersAndHostReadHowFarApartThePlayersAre() {
        pair.show("main", Film.BUNNY.fileName());
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
        chromium.viewer(pair.front(), "/").joinAs("Ben").awaitPicture(Film.BUNNY);
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        admin.play();

        Locator chip = ann.awaitPlaying(Film.BUNNY).tab().page().locator("sync-chip");
        ann.press(chip.getByRole(AriaRole.BUTTON), chip.locator(".truth")::isVisible);
        eventually().untilAsserted(() -> {
            List<String> figures = chip.locator("dd").allTextContents();
            assertThat(figures.get(0)).as("off by").matches(MILLISECONDS + " (ahead|behind)");
            assertThat(figures.get(1)).as("clock known to").matches("± " + MILLISECONDS);
            assertThat(figures.get(2)).as("round trip").matches(MILLISECONDS);
        });

        Locator viewers = admin.tab().page().locator("viewers-table");
        eventually()
                .untilAsserted(() -> assertThat(viewers.locator(".skew dd").textContent())
                        .matches(MILLISECONDS + " ± " + MILLISECONDS));
        for (String name : List.of("Ann", "Ben")) {
            Locator offBy = viewers.locator("tr", new Locator.LocatorOptions().setHasText(name))
                    .locator("td[data-label='Off by']");
            eventually()
                    .untilAsserted(() -> assertThat(offBy.textContent())
                            .as("how far %s is off", name)
                            .containsPattern(MILLISECONDS + " (ahead|behind)"));
        }

        ann.watchLoads();
        admin.tab().button("Reload for everyone").click();
        eventually().until(() -> ann.loads() > 0);
        ann.awaitPicture(Film.BUNNY).awaitPausedAt(0, 0.1);
        assertThat(ann.loads()).as("loads of Ann's player").isEqualTo(1);
    }

    /// Until it has told so, which it does for 2 s only.
    private static void copyLink(Tab tab, String told) {
        eventually().ignoreExceptionsMatching(TimeoutError.class::isInstance).untilAsserted(() -> {
            tab.button("Copy link").click();
            tab.button(told).waitFor(new Locator.WaitForOptions().setTimeout(TOLD_MILLISECONDS));
        });
    }

    private static long rateBitsPerSecond() {
        return pair.read(pair.get("/api/delivery")).path("rateBitsPerSecond").asLong();
    }
}

package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Viewers talk beside the film, and the host has the last word.
class ChattingIT {

    private static final String MARKUP = "<img src=x onerror=\"window.ran=1\"> see https://example.org/a?b=1.";

    /// Keeps of each reaction, which lives for a moment only, what it is and how many places its keyframes put it at.
    private static final String WATCH_RAIN = """
            rain => {
              window.floated = [];
              new MutationObserver(changes => {
                for (const drop of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
                  const frames = drop.getAnimations().flatMap(each => each.effect.getKeyframes());
                  window.floated.push(`${drop.textContent} ${new Set(frames.flatMap(({ translate }) => translate ?? [])).size}`);
                }
              }).observe(rain.shadowRoot, { childList: true, subtree: true });
            }""";

    @RegisterExtension
    static final Pair pair = Pair.running(ChattingIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void whatOneWritesTheOthersReadAsTextAndAnAddressIsALink() {
        pair.show("words", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/words").joinAs("Ann").awaitPicture(Film.BUNNY);
        Viewer ben =
                chromium.viewer(pair.front(), "/r/words").joinAs("<b>Ben</b>").awaitPicture(Film.BUNNY);

        ben.tab().button("Open the chat").click();
        write(ben, MARKUP);
        ann.tab().button("Open the chat, 1 new").click();
        ann.tab().awaitWords("<img src=x");

        Page page = ann.tab().page();
        assertThat(log(ann.tab()).locator("img, b").count()).isZero();
        assertThat(log(ann.tab()).textContent()).contains("<b>Ben</b>", MARKUP);
        assertThat(page.evaluate("window.ran")).isNull();
        Locator link = log(ann.tab()).locator("a");
        assertThat(link.getAttribute("href")).isEqualTo("https://example.org/a?b=1");
        assertThat(link.getAttribute("target")).isEqualTo("_blank");
        assertThat(link.getAttribute("rel")).contains("noopener", "noreferrer", "nofollow");
        assertThat(ann.tab().button("Close the chat").isVisible()).isTrue();

        write(ann, "k m f 5");
        ben.tab().awaitWords("k m f 5");
        assertThat(ann.video().evaluate("video => video.muted || document.fullscreenElement !== null"))
                .as("what was written has worked the player")
                .isEqualTo(false);
        ann.awaitPausedAt(0, 0.1);

        page.reload();
        ann.join().tab().awaitWords("k m f 5");
        page.keyboard().press("Tab");
        ann.tab().button("Close the chat").press("Enter");
        eventually().until(() -> !log(ann.tab()).isVisible());

        page.reload();
        ann.join().awaitPicture(Film.BUNNY);
        write(ben, "Are you back?");
        ann.tab().button("Open the chat, 1 new").waitFor();
    }

    @Test
    void theChatIsBesideTheFilmOrBelowItAndNeverOverIt() {
        pair.show("places", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/places").joinAs("Ann").awaitPicture(Film.BUNNY);
        ann.tab().button("Open the chat").click();
        Locator side = ann.tab().page().getByRole(AriaRole.COMPLEMENTARY);

        BoundingBox beside = side.boundingBox();
        BoundingBox film = ann.video().boundingBox();
        assertThat(film.x + film.width).isLessThanOrEqualTo(beside.x);
        assertThat(beside.height).isEqualTo(800);
        write(ann, "What a film! https://example.org/bunny");
        ann.tab().awaitWords("What a film!");
        ann.tab().photograph("chat-beside");

        ann.tab().page().setViewportSize(375, 667);
        eventually().untilAsserted(() -> {
            BoundingBox above = ann.video().boundingBox();
            BoundingBox below = side.boundingBox();
            assertThat(above.y + above.height).isLessThanOrEqualTo(below.y);
            assertThat(above.height).isGreaterThan(300);
            assertThat(below.width).isEqualTo(375);
            assertThat(below.y + below.height).isLessThanOrEqualTo(667);
        });
        ann.tab().photograph("chat-below");
    }

    @Test
    void aReactionFloatsOverEverybodysFilmAndIsGone() {
        pair.show("hearts", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/r/hearts").joinAs("Ann").awaitPicture(Film.BUNNY);
        Viewer ben = chromium.viewer(pair.front(), "/r/hearts").joinAs("Ben").awaitPicture(Film.BUNNY);
        ben.tab().page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        ben.tab().button("Open the chat").click();
        for (Viewer each : List.of(ann, ben)) {
            rain(each).evaluate(WATCH_RAIN);
        }

        ben.tab().button("Confetti").click();

        eventually().untilAsserted(() -> {
            assertThat(floated(ann)).as("what floats, and its places").isEqualTo(List.of("\uD83C\uDF89 2"));
            assertThat(floated(ben)).as("for who wants less motion").isEqualTo(List.of("\uD83C\uDF89 1"));
        });
        for (Viewer each : List.of(ann, ben)) {
            eventually().until(() -> rain(each).locator("span").count() == 0);
        }
    }

    @Test
    void theHostMutesClearsAndTurnsTheChatOff() {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
        ann.tab().button("Open the chat").click();
        write(ann, "Hello there");
        admin.tab().awaitWords("Hello there");

        admin.tab().button("Mute Ann").click();
        Locator field = ann.tab().page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Say"));
        eventually().until(() -> !field.isEditable());
        assertThat(field.getAttribute("placeholder")).isEqualTo("The host has muted you.");

        admin.tab().button("Let Ann write again").first().click();
        eventually().until(field::isEditable);

        write(admin.tab().page(), "Be kind");
        ann.tab().awaitWords("Be kind");
        admin.tab().photograph("chat-admin");
        admin.tab().button("Clear what Ann wrote").click();
        admin.tab()
                .page()
                .getByRole(AriaRole.DIALOG)
                .getByText("Clear", exactly())
                .click();
        eventually()
                .untilAsserted(() -> assertThat(List.of(
                                log(ann.tab()).textContent(), log(admin.tab()).textContent()))
                        .allSatisfy(said -> assertThat(said).contains("Be kind").doesNotContain("Hello there")));
        admin.tab().button("Clear the chat").click();
        admin.tab()
                .page()
                .getByRole(AriaRole.DIALOG)
                .getByText("Clear the chat", exactly())
                .click();
        ann.tab().awaitWords("Nobody has said anything yet.");
        admin.tab().awaitWords("Nobody has said anything yet.");

        field.pressSequentially("Wait for");
        admin.tab().page().getByLabel("Chat and reactions").click();
        eventually().until(() -> !field.isEditable());
        ann.tab().page().keyboard().type(" me, m f 5");
        assertThat(field.inputValue()).isEqualTo("Wait for");
        ann.tab().awaitWords("The host has turned the chat off.");
        assertThat(ann.video().evaluate("video => video.muted || document.fullscreenElement !== null"))
                .as("what was written has worked the player")
                .isEqualTo(false);
        ann.awaitPausedAt(0, 0.1);

        ann.tab().page().keyboard().press("Escape");
        eventually().until(() -> !log(ann.tab()).isVisible());
        assertThat(ann.tab().button("Close the chat").isVisible()).isFalse();
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static void write(Viewer viewer, String text) {
        write(viewer.tab().page(), text);
    }

    /// As people do, key by key, and with Enter at the end.
    private static void write(Page page, String text) {
        Locator field = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Say something"));
        field.pressSequentially(text);
        field.press("Enter");
    }

    private static Locator log(Tab tab) {
        return tab.page().getByRole(AriaRole.LOG);
    }

    private static Locator rain(Viewer viewer) {
        return viewer.tab().page().locator("reaction-rain");
    }

    private static Object floated(Viewer viewer) {
        return viewer.tab().page().evaluate("floated");
    }
}

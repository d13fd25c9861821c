package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The admin shares the room's controls with a viewer, takes them back, and removes somebody.
class HandOverIT {

    @RegisterExtension
    static final Pair pair = Pair.running(HandOverIT.class);

    @RegisterExtension
    static final Chromium chromium = new Chromium();

    @Test
    void aCohostMovesTheRoomUntilTheRoleIsTakenBack() {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        Viewer ann = chromium.viewer(pair.front(), "/").joinAs("Ann").awaitPicture(Film.BUNNY);
        Viewer ben = chromium.viewer(pair.front(), "/").joinAs("Ben").awaitPicture(Film.BUNNY);
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());

        admin.tab().button("Make co-host: Ann").click();
        ann.tab().awaitWords("You are a co-host");
        ann.tab().button("Play for everyone").click();
        ann.awaitPlaying(Film.BUNNY);
        ben.awaitPlaying(Film.BUNNY);
        ann.tab().page().keyboard().press("k");
        eventually().until(() -> ann.player().paused() && ben.player().paused());
        double before = stillAt("main");
        ann.tab().page().keyboard().press("l");
        ben.awaitPausedAt(before + 10, 0.5);
        ann.awaitPausedAt(before + 10, 0.5);

        admin.tab().button("Take back the co-host's role from Ann").click();
        ann.tab().awaitWords("You are no longer a co-host.");
        eventually().until(() -> ann.tab().button("Play for everyone").count() == 0);
        ann.tab().page().keyboard().press("k");
        ann.tab().page().keyboard().press("l");

        // Ann's jump is her own now, and the room stands where it stood.
        ann.awaitPausedAt(before + 20, 0.5);
        ben.awaitPausedAt(before + 10, 0.5);
    }

    @Test
    void whoIsRemovedByKeyboardIsToldInOneSentenceAndDoesNotComeBack() {
        Admin admin = chromium.admin(pair.front()).signIn(pair.adminKey());
        Viewer cleo = chromium.viewer(pair.front(), "/").joinAs("<i>Cleo</i>");
        Locator remove = admin.tab().button("Remove <i>Cleo</i> from the party");

        remove.press("Enter");
        Locator dialog = admin.tab().page().getByRole(AriaRole.DIALOG);
        assertThat(dialog.textContent()).contains("Remove <i>Cleo</i> from the party?");
        admin.tab().page().keyboard().press("Escape");
        eventually().until(() -> !dialog.isVisible());
        assertThat(remove.evaluate("button => button.matches(':focus')")).isEqualTo(true);

        remove.press("Enter");
        admin.tab().page().keyboard().press("Tab");
        admin.tab().page().keyboard().press("Enter");

        cleo.tab().awaitWords("The host has removed you from this party.");
        Look.at(cleo.tab(), "viewer-removed");
        eventually().until(() -> remove.count() == 0);
        cleo.tab().page().evaluate("() => window.dispatchEvent(new Event('online'))");
        cleo.tab().page().reload();
        cleo.tab().awaitWords("The host has removed you from this party.");
        assertThat(cleo.tab()
                        .page()
                        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions())
                        .count())
                .as("buttons")
                .isZero();
    }

    /// Where the room stands.
    private static double stillAt(String room) {
        try (Host host = new Host(pair, room)) {
            Host.Line line = host.line();
            assertThat(line.playing()).isFalse();
            return line.timeSeconds();
        }
    }
}

package dev.watchparty.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;

/// The admin at the host's page.
final class Admin {

    private final Tab tab;

    Admin(Tab tab) {
        this.tab = tab;
    }

    Tab tab() {
        return tab;
    }

    Admin signIn(String key) {
        tab.page().getByLabel("Admin key").fill(key);
        tab.button("Sign in").click();
        return this;
    }

    Admin openFolder(String name) {
        tab.button("Open folder " + name).click();
        return this;
    }

    /// Back to the top of the library.
    Admin openTop() {
        tab.button("All films").click();
        return this;
    }

    Admin stage(Film film) {
        tab.button("Stage " + film.fileName()).click();
        return this;
    }

    Admin play() {
        tab.button("Play for everyone").click();
        return this;
    }

    Admin pause() {
        tab.button("Pause for everyone").click();
        return this;
    }

    /// Clicks the position bar.
    ///
    /// @param part of its length, 0 to 1
    Admin seekTo(double part) {
        Locator bar =
                tab.page().getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Position of the party"));
        BoundingBox box = bar.boundingBox();
        bar.click(new Locator.ClickOptions().setPosition(box.width * part, box.height / 2));
        return this;
    }
}

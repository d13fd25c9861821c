package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One tab of somebody's browser, and what its page complains about: uncaught errors and console errors, among them all
/// breaches of the content security policy. Things are found by what they are called, as people find them.
public final class Tab {

    /// What the browser itself writes when a request fails: no fault of the page while a service is down.
    private static final Pattern NETWORK = Pattern.compile("Failed to load resource|WebSocket connection to ");

    /// What the browser itself writes of every page that came without https from another machine.
    private static final Pattern PLAIN = Pattern.compile("^The Cross-Origin-Opener-Policy header has been ignored");

    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private boolean outage;

    Tab(Page page) {
        this.page = page;
        page.onPageError(error -> complaints.add("uncaught: " + error));
        page.onCrash(crashed -> complaints.add("the tab crashed"));
        page.onConsoleMessage(this::listen);
    }

    public Page page() {
        return page;
    }

    void open(URI address) {
        page.navigate(address.toString());
    }

    /// From now on requests may fail, because the test makes them fail.
    void expectOutage() {
        outage = true;
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /// Waits until the page shows these words.
    void awaitWords(String words) {
        Locator shown = page.getByText(words).filter(new Locator.FilterOptions().setVisible(true));
        eventually().untilAsserted(() -> assertThat(shown.count()).as(words).isPositive());
    }

    /// A picture for the README, in `target/screenshots`.
    void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Output.folder("screenshots").resolve(name + ".png"))
                .setAnimations(ScreenshotAnimations.DISABLED));
    }

    private void listen(ConsoleMessage message) {
        boolean wrong = message.type().equals("error") || message.text().contains("Content Security Policy");
        if (wrong
                && !PLAIN.matcher(message.text()).find()
                && !(outage && NETWORK.matcher(message.text()).find())) {
            complaints.add("%s (%s)".formatted(message.text(), message.location()));
        }
    }
}

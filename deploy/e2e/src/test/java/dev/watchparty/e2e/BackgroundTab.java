package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// A viewer's tab that can be hidden behind another one. Playwright tells all its pages that they are in front,
/// whatever lies over them, so this one is opened past it, by the browser's own protocol.
final class BackgroundTab implements Screen, AutoCloseable {

    private final CDPSession browser;
    private final String context;
    private final String tab;
    private final String session;
    private final String cover;
    private final Map<Integer, JsonObject> answers = new HashMap<>();
    private int asked;

    private BackgroundTab(CDPSession browser) {
        this.browser = browser;
        browser.on("Target.receivedMessageFromTarget", event -> {
            JsonObject message =
                    JsonParser.parseString(event.get("message").getAsString()).getAsJsonObject();
            if (message.has("id")) {
                answers.put(message.get("id").getAsInt(), message);
            }
        });
        context = browser.send("Target.createBrowserContext")
                .get("browserContextId")
                .getAsString();
        tab = create();
        JsonObject attach = new JsonObject();
        attach.addProperty("targetId", tab);
        attach.addProperty("flatten", false);
        session = browser.send("Target.attachToTarget", attach).get("sessionId").getAsString();
        cover = create();
        show();
    }

    static BackgroundTab open(Browser browser, URI address) {
        BackgroundTab tab = new BackgroundTab(browser.newBrowserCDPSession());
        JsonObject where = new JsonObject();
        where.addProperty("url", address.toString());
        tab.ask("Page.navigate", where);
        return tab;
    }

    /// The one click that browsers want before they play sound, once the page is there.
    void join() {
        eventually().until(() -> text(PageScript.click("Join")).equals("true"));
    }

    /// Another tab is in front.
    void hide() {
        activate(cover);
        awaitVisibility("hidden");
    }

    void show() {
        activate(tab);
        awaitVisibility("visible");
    }

    /// What browsers do to save power: the page's tasks stand still.
    void freeze() {
        lifecycle("frozen");
    }

    void thaw() {
        lifecycle("active");
    }

    @Override
    public Player player() {
        return PageScript.player(this::text);
    }

    @Override
    public void close() {
        JsonObject mine = new JsonObject();
        mine.addProperty("browserContextId", context);
        browser.send("Target.disposeBrowserContext", mine);
        browser.detach();
    }

    private String create() {
        JsonObject blank = new JsonObject();
        blank.addProperty("url", "about:blank");
        blank.addProperty("browserContextId", context);
        return browser.send("Target.createTarget", blank).get("targetId").getAsString();
    }

    private void activate(String target) {
        JsonObject which = new JsonObject();
        which.addProperty("targetId", target);
        browser.send("Target.activateTarget", which);
    }

    private void awaitVisibility(String state) {
        eventually()
                .untilAsserted(
                        () -> assertThat(text("document.visibilityState")).isEqualTo(state));
    }

    private void lifecycle(String state) {
        JsonObject to = new JsonObject();
        to.addProperty("state", state);
        ask("Page.setWebLifecycleState", to);
    }

    private String text(String expression) {
        JsonObject script = new JsonObject();
        script.addProperty("expression", expression);
        script.addProperty("returnByValue", true);
        script.addProperty("userGesture", true);
        return ask("Runtime.evaluate", script)
                .getAsJsonObject("result")
                .get("value")
                .getAsString();
    }

    private JsonObject ask(String method, JsonObject params) {
        int id = ++asked;
        JsonObject message = new JsonObject();
        message.addProperty("id", id);
        message.addProperty("method", method);
        message.add("params", params);
        JsonObject envelope = new JsonObject();
        envelope.addProperty("sessionId", session);
        envelope.addProperty("message", message.toString());
        browser.send("Target.sendMessageToTarget", envelope);
        // Events arrive while something else is asked.
        eventually().until(() -> {
            browser.send("Browser.getVersion");
            return answers.containsKey(id);
        });
        JsonObject answer = Objects.requireNonNull(answers.remove(id));
        if (answer.has("error")) {
            throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.getAsJsonObject("result");
    }
}

package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// Somebody's tab in Firefox, with cookies and storage of its own. Clicks are a mouse's, which is what earns the right
/// to sound.
final class FirefoxTab implements Screen {

    private final BiDi session;
    private final String somebody;
    private final String context;

    private FirefoxTab(BiDi session, String somebody, String context) {
        this.session = session;
        this.somebody = somebody;
        this.context = context;
    }

    static FirefoxTab open(BiDi session, URI address) {
        String somebody = session.ask("browser.createUserContext", Map.of())
                .path("userContext")
                .asText();
        String context = session.ask("browsingContext.create", Map.of("type", "tab", "userContext", somebody))
                .path("context")
                .asText();
        session.ask(
                "browsingContext.setViewport",
                Map.of("context", context, "viewport", Map.of("width", 1280, "height", 800)));
        session.ask(
                "browsingContext.navigate", Map.of("context", context, "url", address.toString(), "wait", "complete"));
        return new FirefoxTab(session, somebody, context);
    }

    /// Clicks a button once it is there, wherever it is when the mouse gets there. One that is drawn anew meanwhile is
    /// looked for again: nothing was pressed then.
    FirefoxTab click(String button) {
        eventually().untilAsserted(() -> {
            String element = ask(PageScript.button(button)).path("sharedId").asText();
            assertThat(element).as(button).isNotEmpty();
            session.ask("input.performActions", Map.of("context", context, "actions", List.of(clickOn(element))));
        });
        return this;
    }

    private static Map<String, Object> clickOn(String element) {
        Map<String, Object> origin = Map.of("type", "element", "element", Map.of("sharedId", element));
        return Map.of(
                "type",
                "pointer",
                "id",
                "mouse",
                "actions",
                List.of(
                        Map.of("type", "pointerMove", "x", 0, "y", 0, "origin", origin),
                        Map.of("type", "pointerDown", "button", 0),
                        Map.of("type", "pointerUp", "button", 0)));
    }

    /// Closes it, and forgets its cookies and storage.
    void close() {
        session.ask("browser.removeUserContext", Map.of("userContext", somebody));
    }

    @Override
    public Player player() {
        return PageScript.player(this::evaluate);
    }

    private String evaluate(String expression) {
        return ask(expression).path("value").asText();
    }

    private JsonNode ask(String expression) {
        JsonNode result = session.ask(
                "script.evaluate",
                Map.of("expression", expression, "target", Map.of("context", context), "awaitPromise", false));
        assertThat(result.path("type").asText()).as("%s", result).isEqualTo("success");
        return result.path("result");
    }
}

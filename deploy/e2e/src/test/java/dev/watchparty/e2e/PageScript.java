package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;

import java.util.function.UnaryOperator;

/// Expressions for browsers that are spoken to without Playwright. Elements are found inside of whatever shadow roots
/// they are in; what comes back is JSON text, or an element.
final class PageScript {

    private static final String NONE = "null";

    private static final String PLAYER = in("""
            (video => JSON.stringify(video && (%s)(video)))(find(document, e => e.tagName === "VIDEO"))""".formatted(Player.READ));

    private static final String BUTTON = """
            find(document, e => e.tagName === "BUTTON" && e.checkVisibility()
                && (e.ariaLabel ?? e.textContent).trim() === "%s")""";

    private PageScript() {}

    /// The page's player, once it has one.
    ///
    /// @param evaluate returns what an expression is on the page
    static Player player(UnaryOperator<String> evaluate) {
        return Player.parse(eventually().until(() -> evaluate.apply(PLAYER), text -> !text.equals(NONE)));
    }

    /// Clicks a button; tells whether it can be seen.
    static String click(String button) {
        return in("(button => JSON.stringify(button !== null && (button.click(), true)))(%s)"
                .formatted(BUTTON.formatted(button)));
    }

    /// A button that can be seen, `null` while it is not there: the element itself.
    static String button(String button) {
        return in(BUTTON.formatted(button));
    }

    private static String in(String expression) {
        return """
                (() => {
                  const find = (root, wanted) => {
                    for (const element of root.querySelectorAll("*")) {
                      if (wanted(element)) return element;
                      const inside = element.shadowRoot && find(element.shadowRoot, wanted);
                      if (inside) return inside;
                    }
                    return null;
                  };
                  return %s;
                })()""".formatted(expression);
    }
}

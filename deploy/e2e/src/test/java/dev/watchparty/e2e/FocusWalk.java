package dev.watchparty.e2e;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/// Goes through a page by the Tab key alone, as those do who point at nothing.
final class FocusWalk {

    private static final int MOST_STOPS = 120;

    /// Tells of the element that has the focus, whatever shadow tree it is in: `end` where there is none or the walk
    /// has been there.
    private static final String STOP = """
            () => {
              let at = document.activeElement;
              while (at?.shadowRoot?.activeElement) { at = at.shadowRoot.activeElement; }
              window.stops ??= new Set();
              if (!at || at === document.body || at.localName === "dialog" || window.stops.has(at)) return "end";
              window.stops.add(at);
              // An input that lies unseen over what it works has its outline drawn on that.
              const around = at.parentElement ?? at.getRootNode();
              const drawn = [at, ...(getComputedStyle(at).opacity === "0" ? around.querySelectorAll("*") : [])];
              const shown = drawn.some(each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
              const outlined = drawn.some(each => {
                const { outlineStyle, outlineWidth, opacity } = getComputedStyle(each);
                return opacity !== "0" && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
              });
              const name = `${at.localName} "${(at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent)
                  .trim().slice(0, 40)}"`;
              return shown && outlined ? "seen" : `${name} has the focus and ${shown ? "no outline" : "cannot be seen"}`;
            }""";

    /// Of radio buttons of one name one stop is enough: arrows go on from there.
    private static final String MISSED = """
            () => {
              const all = root => [...root.querySelectorAll("*")]
                  .flatMap(element => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
              const shown = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
              const groups = new Set([...stops].filter(each => each.type === "radio").map(each => each.name));
              const inside = element => {
                const modal = all(document).find(each => each.matches("dialog:modal"));
                return !modal || element.closest("dialog") === modal;
              };
              return all(document)
                  .filter(element => element.matches("button, a[href], input, select, textarea, summary, [tabindex='0']"))
                  .filter(element => shown(element) && inside(element) && !element.disabled && element.tabIndex >= 0)
                  .filter(element => !stops.has(element) && !(element.type === "radio" && groups.has(element.name)))
                  .map(element => `${element.localName} "${(element.getAttribute("aria-label") ?? element.textContent)
                      .trim().slice(0, 40)}" is not reached by Tab`);
            }""";

    private FocusWalk() {}

    /// What is wrong on the way, in words; empty is good.
    static List<String> faults(Page page) {
        List<String> faults = new ArrayList<>();
        page.evaluate("() => { window.stops = new Set(); }");
        int ends = 0;
        for (int i = 0; i < MOST_STOPS && ends < 2; i++) {
            page.keyboard().press("Tab");
            String stop = String.valueOf(page.evaluate(STOP));
            switch (stop) {
                case "end" -> ends++;
                case "seen" -> {}
                default -> faults.add(stop);
            }
        }
        ((List<?>) page.evaluate(MISSED)).forEach(missed -> faults.add(String.valueOf(missed)));
        return faults;
    }
}

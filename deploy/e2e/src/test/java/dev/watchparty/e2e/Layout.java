package dev.watchparty.e2e;

import com.microsoft.playwright.Page;
import java.util.List;

/// Where a page's controls lie: all of them within it, none over another, each large enough for a finger; and that no
/// list in a page that scrolls keeps the scrolling to itself.
final class Layout {

    /// Controls below what lies over the page for a moment (a dialog, the door, an open menu) are left out, and so is
    /// what is scrolled out of sight. A control in a label is as large as its label.
    private static final String FAULTS = """
            () => {
              const SMALLEST = 24;
              const INTERACTIVE = "button, a[href], input, select, textarea, summary, [role=slider], [tabindex='0']";
              const OVERLAYS = ".menu, .truth, .bubble, .door";
              const slack = 0.75;
              const faults = [];
              const all = root => [...root.querySelectorAll("*")]
                  .flatMap(element => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
              const parentOf = element => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
              const within = (inner, outer) => {
                for (let at = inner; at; at = parentOf(at)) { if (at === outer) return true; }
                return false;
              };
              const seen = element =>
                  element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
              const rectOf = element => {
                const { left, top, right, bottom } = element.getBoundingClientRect();
                return { left, top, right, bottom };
              };
              const cut = (a, b) => ({
                left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
                right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom),
              });
              const empty = r => r.right - r.left <= slack || r.bottom - r.top <= slack;
              const named = element => `${element.localName}${element.className ? "." + element.className : ""} "${
                  (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 30)}"`;
              const elements = all(document).filter(seen);
              const modal = elements.find(element => element.matches("dialog:modal"));
              const overlays = modal ? [modal] : elements.filter(element => element.matches(OVERLAYS));
              const controls = [];
              for (const element of elements.filter(each => each.matches(INTERACTIVE))) {
                if (modal && !within(element, modal)) continue;
                const label = element.labels?.[0];
                const box = label && within(element, label) && seen(label) ? label : element;
                const whole = rectOf(box);
                if (element.matches("input[type=file]") || empty(whole)) continue;
                let visible = whole;
                let scrolled = false;
                let aside = false;
                for (let at = parentOf(box); at && at !== document.documentElement; at = parentOf(at)) {
                  const { overflowX, overflowY, position } = getComputedStyle(at);
                  if (overflowX !== "visible" || overflowY !== "visible") {
                    // What lies before the start of a list is not reached by scrolling, and not counted as its width.
                    const wide = at.scrollWidth > at.clientWidth + 1;
                    scrolled ||= wide || at.scrollHeight > at.clientHeight + 1;
                    const edge = rectOf(at);
                    aside ||= !wide && (visible.left < edge.left - slack || visible.right > edge.right + slack);
                    visible = cut(visible, edge);
                  }
                  if (position === "fixed") break;
                }
                if (aside) faults.push(`${named(element)} is cut at a side`);
                if (empty(visible)) {
                  if (!scrolled) faults.push(`${named(element)} is cut away`);
                  continue;
                }
                const covered = overlays.some(overlay => !within(element, overlay) && !empty(cut(visible, rectOf(overlay))));
                if (covered) continue;
                controls.push({ element, box, whole, visible });
                if (whole.right - whole.left < SMALLEST - slack || whole.bottom - whole.top < SMALLEST - slack) {
                  faults.push(`${named(element)} is small: ${Math.round(whole.right - whole.left)} by ${
                      Math.round(whole.bottom - whole.top)}`);
                }
                const down = document.scrollingElement;
                const below = visible.bottom > innerHeight + slack && down.scrollHeight <= innerHeight;
                if (visible.left < -slack || visible.right > innerWidth + slack || visible.top < -slack && down.scrollTop === 0
                    || below) {
                  faults.push(`${named(element)} is outside: ${JSON.stringify(visible)}`);
                }
              }
              controls.forEach((a, i) => controls.slice(i + 1).forEach(b => {
                const related = a.box === b.box || within(a.element, b.box) || within(b.element, a.box);
                if (!related && !empty(cut(a.visible, b.visible))) {
                  faults.push(`${named(a.element)} and ${named(b.element)} overlap`);
                }
              }));
              for (const overlay of overlays) {
                const { left, right } = overlay.getBoundingClientRect();
                if (left < -slack || right > innerWidth + slack) faults.push(`${named(overlay)} is cut away`);
              }
              const { scrollWidth, scrollHeight } = document.scrollingElement;
              if (scrollHeight > innerHeight) {
                // A finger that has come to the end of an inner list goes on with the page.
                for (const element of elements.filter(each => !overlays.some(overlay => within(each, overlay)))) {
                  const { overflowY, overscrollBehaviorY } = getComputedStyle(element);
                  if (/auto|scroll/.test(overflowY) && overscrollBehaviorY !== "auto") {
                    faults.push(`${named(element)} traps the scrolling`);
                  }
                }
              }
              if (scrollWidth > innerWidth) faults.push(`the page is ${scrollWidth} wide`);
              return faults;
            }""";

    private Layout() {}

    /// What is wrong with the layout as it is now, in words; empty is good.
    static List<String> faults(Page page) {
        return ((List<?>) page.evaluate(FAULTS)).stream().map(String::valueOf).toList();
    }
}

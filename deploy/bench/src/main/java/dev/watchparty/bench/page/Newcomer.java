package dev.watchparty.bench.page;

import com.microsoft.playwright.Page;
import java.util.List;

/// What somebody's browser went through from the address to the first picture.
///
/// @param bytes that came over the wire for the page and all that it asked for but the film
/// @param requests that these were
/// @param shifted cumulative layout shift, as in the Layout Instability specification
/// @param longTasksMs the tasks that held the main thread up for 50 ms or more, as in the Long Tasks specification
record Newcomer(int bytes, int requests, double shifted, List<Double> longTasksMs) {

    /// Watches from the next page load on.
    static final String WATCH = """
            (() => {
              window.shifted = 0;
              window.longTasksMs = [];
              new PerformanceObserver(list => {
                for (const entry of list.getEntries()) { window.shifted += entry.hadRecentInput ? 0 : entry.value; }
              }).observe({ type: "layout-shift", buffered: true });
              new PerformanceObserver(list => {
                for (const entry of list.getEntries()) { window.longTasksMs.push(entry.duration); }
              }).observe({ type: "longtask", buffered: true });
            })();""";

    private static final String LOADED = """
            (() => {
              const own = performance.getEntriesByType("resource").filter(e => !e.name.includes("/media/"));
              const all = [...performance.getEntriesByType("navigation"), ...own];
              return { requests: all.length, bytes: all.reduce((sum, e) => sum + e.transferSize, 0) };
            })()""";

    Newcomer {
        longTasksMs = List.copyOf(longTasksMs);
    }

    static Newcomer at(Page page) {
        List<?> longTasksMs = (List<?>) page.evaluate("longTasksMs");
        return new Newcomer(
                number(page, LOADED + ".bytes").intValue(),
                number(page, LOADED + ".requests").intValue(),
                number(page, "shifted").doubleValue(),
                longTasksMs.stream().map(task -> ((Number) task).doubleValue()).toList());
    }

    /// The longest task, or 0 where none was as long as 50 ms.
    double longestTaskMs() {
        return longTasksMs.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static Number number(Page page, String expression) {
        return (Number) page.evaluate(expression);
    }
}

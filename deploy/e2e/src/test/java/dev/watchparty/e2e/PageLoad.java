package dev.watchparty.e2e;

import com.microsoft.playwright.Page;
import java.util.List;

/// What somebody's browser went through from the address to the first picture.
///
/// @param bytes that came over the wire for the page and all that it asked for but the film
/// @param requests that these were
/// @param shifted cumulative layout shift, as in the Layout Instability specification
/// @param longTasks what held the main thread up for 50 ms or more, as in the Long Tasks specification
public record PageLoad(int bytes, int requests, double shifted, List<LongTask> longTasks) {

    /// A task.
    ///
    /// @param startMs since the page was asked for
    /// @param lengthMs 50 or more
    public record LongTask(double startMs, double lengthMs) {

        /// @param entry start and length
        private static LongTask of(List<?> entry) {
            return new LongTask(((Number) entry.get(0)).doubleValue(), ((Number) entry.get(1)).doubleValue());
        }

        /// Such as `54 at 120`.
        @Override
        public String toString() {
            return "%.0f at %.0f".formatted(lengthMs, startMs);
        }
    }

    /// Watches from the next page load on.
    public static final String WATCH = """
            (() => {
              window.shifted = 0;
              window.longTasks = [];
              new PerformanceObserver(list => {
                for (const entry of list.getEntries()) { window.shifted += entry.hadRecentInput ? 0 : entry.value; }
              }).observe({ type: "layout-shift", buffered: true });
              new PerformanceObserver(list => {
                for (const { startTime, duration } of list.getEntries()) { window.longTasks.push([startTime, duration]); }
              }).observe({ type: "longtask", buffered: true });
            })();""";

    private static final String LOADED = """
            (() => {
              const own = performance.getEntriesByType("resource").filter(e => !e.name.includes("/media/"));
              const all = [...performance.getEntriesByType("navigation"), ...own];
              return { requests: all.length, bytes: all.reduce((sum, e) => sum + e.transferSize, 0) };
            })()""";

    public PageLoad {
        longTasks = List.copyOf(longTasks);
    }

    /// What there was of it so far, in a page that has watched.
    public static PageLoad at(Page page) {
        List<?> longTasks = (List<?>) page.evaluate("longTasks");
        return new PageLoad(
                number(page, LOADED + ".bytes").intValue(),
                number(page, LOADED + ".requests").intValue(),
                number(page, "shifted").doubleValue(),
                longTasks.stream().map(entry -> LongTask.of((List<?>) entry)).toList());
    }

    private static Number number(Page page, String expression) {
        return (Number) page.evaluate(expression);
    }
}

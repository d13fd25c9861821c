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
    /// @param clickMs when the page was first clicked, since it was asked for; infinite where nobody has
    /// @param work scripts, style and layout with their milliseconds, by the Long Animation Frames API
    public record LongTask(double startMs, double lengthMs, double clickMs, String work) {

        /// @param entry start, length and work
        private static LongTask of(List<?> entry, double clickMs) {
            double startMs = ((Number) entry.get(0)).doubleValue();
            double lengthMs = ((Number) entry.get(1)).doubleValue();
            return new LongTask(startMs, lengthMs, clickMs, (String) entry.get(2));
        }

        /// Such as `54 at 120, before the click: script 31 (TimerHandler:setTimeout draw viewer.js:120)`.
        @Override
        public String toString() {
            String when = startMs < clickMs ? "before the click" : "%.0f after the click".formatted(startMs - clickMs);
            return "%.0f at %.0f, %s: %s".formatted(lengthMs, startMs, when, work.isEmpty() ? "untold" : work);
        }
    }

    /// Watches from the next page load on.
    public static final String WATCH = """
            (() => {
              window.shifted = 0;
              window.clickedAt = Infinity;
              addEventListener("click", event => { clickedAt = Math.min(clickedAt, event.timeStamp); }, true);
              const tasks = [], frames = [];
              const watch = (type, keep) =>
                  new PerformanceObserver(list => list.getEntries().forEach(keep)).observe({ type, buffered: true });
              watch("layout-shift", entry => { window.shifted += entry.hadRecentInput ? 0 : entry.value; });
              watch("longtask", entry => tasks.push(entry));
              watch("long-animation-frame", entry => frames.push(entry));
              const ms = value => Math.round(value);
              const inside = (task, startTime, endTime) =>
                  startTime < task.startTime + task.duration && endTime > task.startTime;
              const script = ({ invoker, duration, forcedStyleAndLayoutDuration, sourceURL, sourceFunctionName,
                  sourceCharPosition }) =>
                  `script ${ms(duration)} (${invoker} ${sourceFunctionName}`
                  + ` ${sourceURL.split("/").pop()}:${sourceCharPosition}`
                  + `${forcedStyleAndLayoutDuration >= 1 ? `, layout ${ms(forcedStyleAndLayoutDuration)} of it` : ""})`;
              const work = task => frames.flatMap(frame => {
                const end = frame.startTime + frame.duration;
                const drawn = frame.styleAndLayoutStart;
                return [
                  ...frame.scripts.filter(s => inside(task, s.startTime, s.startTime + s.duration)).map(script),
                  ...drawn > 0 && inside(task, drawn, end) ? [`style, layout and paint ${ms(end - drawn)}`] : [],
                ];
              }).join(", ");
              window.longTasks = () => tasks.map(task => [task.startTime, task.duration, work(task)]);
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
        List<?> longTasks = (List<?>) page.evaluate("longTasks()");
        double clickMs = number(page, "clickedAt").doubleValue();
        return new PageLoad(
                number(page, LOADED + ".bytes").intValue(),
                number(page, LOADED + ".requests").intValue(),
                number(page, "shifted").doubleValue(),
                longTasks.stream()
                        .map(entry -> LongTask.of((List<?>) entry, clickMs))
                        .toList());
    }

    private static Number number(Page page, String expression) {
        return (Number) page.evaluate(expression);
    }
}

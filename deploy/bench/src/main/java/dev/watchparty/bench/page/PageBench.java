package dev.watchparty.bench.page;

import com.microsoft.playwright.Page;
import dev.watchparty.e2e.Chromium;
import dev.watchparty.e2e.Film;
import dev.watchparty.e2e.Host;
import dev.watchparty.e2e.PageLoad;
import dev.watchparty.e2e.Pair;
import dev.watchparty.e2e.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// `./watchparty bench page`: newcomers one after another, each with an empty cache, open the page of a room whose film
/// stands or plays, join, and see their first picture. Prints what came over the wire and what held the page's main
/// thread up meanwhile.
public final class PageBench {

    private static final Film FILM = Film.coded(24, 300);
    private static final double LONG_TASK_MS = 50;
    private static final Duration SETTLES = Duration.ofSeconds(2);

    private final int rounds;

    private PageBench(int rounds) {
        this.rounds = rounds;
    }

    /// Measures and prints.
    ///
    /// @param arguments `rounds=N` for so many newcomers to each of the two rooms; 10 where nothing is said
    public static void main(String[] arguments) throws InterruptedException {
        int rounds = 10;
        for (String argument : arguments) {
            if (!argument.matches("rounds=[1-9][0-9]?")) {
                System.err.println("There is no part " + argument + ": only rounds=N (1 to 99).");
                System.exit(2);
            }
            rounds = Integer.parseInt(argument.substring("rounds=".length()));
        }
        new PageBench(rounds).run();
    }

    private void run() throws InterruptedException {
        row("", "", "measured", "to reach");
        try (Pair pair = Pair.stopped("bench-page").start();
                Chromium chromium = Chromium.bare().start()) {
            pair.show("stands", FILM.putInto(pair.library(), ""));
            newcomers("stands", pair, chromium);
            pair.show("plays", FILM.putInto(pair.library(), ""));
            try (Host host = new Host(pair, "plays")) {
                host.play();
                newcomers("plays", pair, chromium);
            }
        }
    }

    private void newcomers(String room, Pair pair, Chromium chromium) throws InterruptedException {
        List<PageLoad> newcomers = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Viewer viewer = chromium.stranger();
            Page page = viewer.tab().page();
            page.addInitScript(PageLoad.WATCH);
            // A newcomer is a window, whose own tool bar is a page: that takes 300 ms of a core to start, beside which
            // tasks of 5 ms took 60.
            Thread.sleep(SETTLES);
            page.navigate(pair.front().resolve("/r/" + room).toString());
            Thread.sleep(SETTLES);
            // By keys, which only the page handles: whoever looks for a button runs scripts of 100 ms in the page.
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            Thread.sleep(SETTLES);
            newcomers.add(PageLoad.at(page));
            viewer.awaitPicture(FILM);
            page.context().close();
        }
        List<List<PageLoad.LongTask>> heldUp = newcomers.stream()
                .map(newcomer -> newcomer.longTasks().stream()
                        .filter(task -> task.lengthMs() > LONG_TASK_MS)
                        .toList())
                .filter(tasks -> !tasks.isEmpty())
                .toList();
        row(room, "bytes before the film, most", "%.0f".formatted(most(newcomers, PageLoad::bytes)), "60000");
        row(room, "requests before the film, most", "%.0f".formatted(most(newcomers, PageLoad::requests)), "12");
        row(room, "cumulative layout shift, most", "%.4f".formatted(most(newcomers, PageLoad::shifted)), "0");
        row(room, "newcomers of %d held up by a task over 50 ms".formatted(rounds), heldUp.size() + "", "0");
        for (List<PageLoad.LongTask> tasks : heldUp) {
            row(room, "a newcomer's, ms since the page was asked for", tasks.toString(), "");
        }
    }

    private static double most(List<PageLoad> newcomers, ToDoubleFunction<PageLoad> figure) {
        return newcomers.stream().mapToDouble(figure).max().orElseThrow();
    }

    private static void row(String room, String figure, String measured, String toReach) {
        System.out.printf(Locale.ROOT, "%-8s %-50s %24s   %s%n", room, figure, measured, toReach);
    }
}

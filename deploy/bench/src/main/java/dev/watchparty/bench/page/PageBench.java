package dev.watchparty.bench.page;

import dev.watchparty.e2e.Chromium;
import dev.watchparty.e2e.Film;
import dev.watchparty.e2e.Host;
import dev.watchparty.e2e.Pair;
import dev.watchparty.e2e.Viewer;
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
        List<Newcomer> newcomers = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Viewer viewer = chromium.stranger();
            viewer.tab().page().addInitScript(Newcomer.WATCH);
            viewer.tab().page().navigate(pair.front().resolve("/r/" + room).toString());
            viewer.join().awaitPicture(FILM);
            // By then the first picture has set off all that it sets off, and the browser has told of it.
            Thread.sleep(1_000);
            newcomers.add(Newcomer.at(viewer.tab().page()));
            viewer.tab().page().context().close();
        }
        List<Double> longestMs = newcomers.stream()
                .map(Newcomer::longestTaskMs)
                .filter(longest -> longest > LONG_TASK_MS)
                .sorted()
                .toList();
        row(room, "bytes before the film, most", "%.0f".formatted(most(newcomers, Newcomer::bytes)), "61440");
        row(room, "requests before the film, most", "%.0f".formatted(most(newcomers, Newcomer::requests)), "12");
        row(room, "cumulative layout shift, most", "%.4f".formatted(most(newcomers, Newcomer::shifted)), "0");
        row(room, "newcomers of %d held up by a task over 50 ms".formatted(rounds), longestMs.size() + "", "0");
        row(room, "the longest task of each of these, ms", longestMs.toString(), "");
    }

    private static double most(List<Newcomer> newcomers, ToDoubleFunction<Newcomer> figure) {
        return newcomers.stream().mapToDouble(figure).max().orElseThrow();
    }

    private static void row(String room, String figure, String measured, String toReach) {
        System.out.printf(Locale.ROOT, "%-8s %-50s %24s   %s%n", room, figure, measured, toReach);
    }
}

package dev.watchparty.bench.sync;

import dev.watchparty.e2e.Chromium;
import dev.watchparty.e2e.Film;
import dev.watchparty.e2e.Output;
import dev.watchparty.e2e.Pair;
import dev.watchparty.e2e.Party;
import dev.watchparty.skew.Playout;
import dev.watchparty.skew.Recording;
import dev.watchparty.skew.Skew;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// `./watchparty bench sync`: the pair as processes, four pages of 480p in Chromium, each behind a route of its own,
/// and what a script that is not theirs sees of their players. Figures of a machine that does something else meanwhile
/// say nothing, which the counts of starved pages show.
public final class SyncBench {

    private static final List<String> PARTS =
            List.of("routes", "frames", "asymmetric", "oneside", "seek", "restart", "cost", "long");
    /// Most films have 24 pictures a second.
    private static final int FRAMES_PER_SECOND = 24;

    private static final int FILM_SECONDS = 300;
    private static final double SETTLED_MS = 3_000;
    private static final double BAND_MS = 10;
    private static final double PICTURE_MS = 1_000.0 / FRAMES_PER_SECOND;

    private static final double AWAY_MS = 3_000;
    /// From the kill to the end of what is looked at.
    private static final double RESTART_MS = 34_000;
    /// Events of a player this long before and after a jump may have to do with it.
    private static final double NEAR_MS = 500;

    private final List<String> parts;
    private final int minutes;

    private SyncBench(List<String> parts, int minutes) {
        this.parts = parts;
        this.minutes = minutes;
    }

    /// Measures and prints.
    ///
    /// @param arguments which of [#PARTS], all where none is named, and `minutes=N` for the long one
    public static void main(String[] arguments) throws InterruptedException, IOException {
        int minutes = 2;
        for (String argument : arguments) {
            if (argument.matches("minutes=[1-9][0-9]?")) {
                minutes = Integer.parseInt(argument.substring("minutes=".length()));
            } else if (!PARTS.contains(argument)) {
                System.err.println("There is no part " + argument + ": " + String.join(", ", PARTS)
                        + ", and minutes=N (1 to 99) for the long one.");
                System.exit(2);
            }
        }
        List<String> named = List.of(arguments).stream().filter(PARTS::contains).toList();
        new SyncBench(named.isEmpty() ? PARTS : named, minutes).run();
    }

    private void run() throws InterruptedException, IOException {
        row("", "", "", "measured", "to reach");
        for (String part : parts) {
            try (Pair pair = Pair.stopped("bench-" + part).start();
                    Chromium chromium = Chromium.recording().start()) {
                measure(part, pair, chromium);
            }
        }
    }

    private void measure(String part, Pair pair, Chromium chromium) throws InterruptedException, IOException {
        switch (part) {
            case "routes" -> routes(part, pair, chromium, FRAMES_PER_SECOND, 60_000);
            case "frames" -> routes(part, pair, chromium, 30, 30_000);
            case "asymmetric" -> asymmetric(pair, chromium);
            case "oneside" -> oneSide(pair, chromium);
            case "seek" -> seek(pair, chromium);
            case "restart" -> restart(pair, chromium);
            case "cost" -> cost(pair, chromium);
            case "long" -> longPlay(pair, chromium);
            default -> throw new IllegalArgumentException(part);
        }
    }

    /// Behind 0, 40, 120 and 250 ms.
    private static void routes(String part, Pair pair, Chromium chromium, int framesPerSecond, double lengthMs) {
        try (Party party = new Party(pair, chromium, "main", Film.coded(framesPerSecond, FILM_SECONDS))) {
            joinFour(party);
            double fromMs = party.play() + SETTLED_MS;
            double toMs = fromMs + lengthMs;
            party.recordUntil(toMs);
            Playout playout = party.playout();
            String when = "%d pictures a second, %.0f s: ".formatted(framesPerSecond, lengthMs / 1_000);
            skew(part, when, playout, fromMs, toMs);
            tracking(part, playout, fromMs, toMs);
            List<Double> ahead = playout.pictureAhead(fromMs, toMs);
            row(
                    part,
                    "what the browser itself puts between picture and media time, p5 to p95, ms",
                    "",
                    "%.0f to %.0f".formatted(Skew.quantile(ahead, 0.05), Skew.quantile(ahead, 0.95)),
                    "");
            Playout.Misread misread = playout.misread(fromMs, toMs, framesPerSecond);
            row(
                    part,
                    "pictures whose blocks differ from what the browser tells",
                    "of " + misread.pictures(),
                    (misread.torn() + misread.other()) + "",
                    "");
        }
    }

    private static void asymmetric(Pair pair, Chromium chromium) {
        try (Party party = new Party(pair, chromium, "main", Film.coded(FRAMES_PER_SECOND, FILM_SECONDS))) {
            for (String name : List.of("Ann", "Ben", "Cem", "Dan")) {
                party.join(name, Duration.ofMillis(20), Duration.ofMillis(120));
            }
            double fromMs = party.play() + SETTLED_MS;
            party.recordUntil(fromMs + 30_000);
            skew("asymmetric", "all behind 20/120: ", party.playout(), fromMs, fromMs + 30_000);
        }
    }

    private static void oneSide(Pair pair, Chromium chromium) {
        try (Party party = new Party(pair, chromium, "main", Film.coded(FRAMES_PER_SECOND, FILM_SECONDS))) {
            party.join("Ann", Duration.ofMillis(20), Duration.ofMillis(120));
            for (String name : List.of("Ben", "Cem", "Dan")) {
                party.join(name, Duration.ofMillis(40));
            }
            double fromMs = party.play() + SETTLED_MS;
            double toMs = fromMs + 30_000;
            party.recordUntil(toMs);
            double clockErrorMs = party.host().clockErrorMs("Ann");
            List<Double> aside = party.playout().aside(0, fromMs, toMs).stream()
                    .map(Math::abs)
                    .toList();
            row(
                    "oneside",
                    "one behind 20/120, three behind 40: from the mean of the three, p95, ms",
                    "",
                    "%.1f".formatted(Skew.quantile(aside, 0.95)),
                    "60");
            row("oneside", "clock error that this page states, ms", "", "%.1f".formatted(clockErrorMs), "above that");
        }
    }

    private static void seek(Pair pair, Chromium chromium) {
        try (Party party = new Party(pair, chromium, "main", Film.coded(FRAMES_PER_SECOND, FILM_SECONDS))) {
            for (int oneWayMs : new int[] {0, 40, 120}) {
                party.join("Behind " + oneWayMs, Duration.ofMillis(oneWayMs));
            }
            party.recordUntil(party.play() + 8_000);

            party.join("Late", Duration.ofMillis(250));
            while (party.recording(3).frames().isEmpty()) {
                party.recordUntil(System.currentTimeMillis() + 100.0);
            }
            double firstMs = party.recording(3).frames().getFirst().displayedMs();
            party.recordUntil(firstMs + 15_000);
            row(
                    "seek",
                    "a late joiner behind 250 ms, from its first picture to 10 ms, s",
                    "",
                    seconds(party.playout().inBandFrom(firstMs, firstMs + 15_000, BAND_MS), firstMs),
                    "2");

            double sinceMs = System.currentTimeMillis();
            party.host().seek(200);
            party.recordUntil(sinceMs + 20_000);
            double dataMs = party.playout().allHaveData(sinceMs).orElse(Double.NaN);
            row(
                    "seek",
                    "a seek to where nothing is buffered: until all have data, s",
                    "",
                    "%.2f".formatted((dataMs - sinceMs) / 1_000),
                    "");
            row(
                    "seek",
                    "from then to 10 ms, s",
                    "",
                    seconds(party.playout().inBandFrom(dataMs, sinceMs + 20_000, BAND_MS), dataMs),
                    "2.5");
        }
    }

    private static void restart(Pair pair, Chromium chromium) {
        try (Party party = new Party(pair, chromium, "main", Film.coded(FRAMES_PER_SECOND, FILM_SECONDS))) {
            joinFour(party);
            party.recordUntil(party.play() + 15_000);
            double besideMs = System.currentTimeMillis();
            recordBesideAnother(party, besideMs);
            jumps("while another such service starts and nobody is killed", party, besideMs, besideMs + RESTART_MS);

            double killedMs = System.currentTimeMillis();
            pair.sync().kill();
            party.recordUntil(killedMs + AWAY_MS);
            pair.sync().startBehindOthers();
            pair.sync().awaitHealthy();
            double backMs = Double.NaN;
            while (Double.isNaN(backMs)) {
                party.recordUntil(System.currentTimeMillis() + 500.0);
                backMs = party.welcomedMs(killedMs).orElse(Double.NaN);
            }
            double endMs = backMs + 20_000;
            party.recordUntil(endMs);
            Playout playout = party.playout();
            row(
                    "restart",
                    "kill -9 to the last page's welcome, s",
                    "at the lowest priority",
                    "%.1f".formatted((backMs - killedMs) / 1_000),
                    "");
            skew("restart", "meanwhile: ", playout, killedMs, backMs);
            row("restart", "seeks since the kill", "", playout.seeks(killedMs, endMs) + "", "0");
            jumps("since the kill", party, killedMs, endMs);
            row(
                    "restart",
                    "from the last welcome to 10 ms, s",
                    "",
                    seconds(playout.inBandFrom(backMs, endMs, BAND_MS), backMs),
                    "3");
            skew("restart", "3 s to 20 s after it: ", playout, backMs + 3_000, endMs);
        }
    }

    /// Lets the film run as long as a restart takes, beside another sync service that starts meanwhile and has nothing
    /// to do with the party: what a player does then is the machine's doing.
    private static void recordBesideAnother(Party party, double fromMs) {
        party.recordUntil(fromMs + AWAY_MS);
        try (Pair other = Pair.stopped("bench-restart-beside")) {
            other.sync().startBehindOthers();
            party.recordUntil(fromMs + RESTART_MS);
        }
    }

    private static void jumps(String when, Party party, double fromMs, double toMs) {
        List<Playout.Jump> jumps = party.playout().jumps(fromMs, toMs, 0);
        double largestMs =
                jumps.isEmpty() ? Double.NaN : Math.abs(jumps.getFirst().jumpMs());
        row(
                "restart",
                "largest jump of a player " + when + ", ms",
                "",
                "%.0f".formatted(largestMs),
                "%.0f, a picture".formatted(PICTURE_MS));
        for (Playout.Jump jump : party.playout().jumps(fromMs, toMs, PICTURE_MS / 2)) {
            Recording recording = party.recording(jump.player());
            String near = recording.events().stream()
                    .filter(event -> Math.abs(event.atMs() - jump.toMs()) < NEAR_MS)
                    .map(event -> "%s %+.0f".formatted(event.type(), event.atMs() - jump.toMs()))
                    .collect(Collectors.joining(", "));
            row(
                    "restart",
                    "  page %d at %.2f s within %.0f ms; events: %s"
                            .formatted(
                                    jump.player() + 1,
                                    (jump.toMs() - fromMs) / 1_000,
                                    jump.toMs() - jump.fromMs(),
                                    near.isEmpty() ? "none" : near),
                    "",
                    "%+.0f".formatted(jump.jumpMs()),
                    "");
        }
    }

    private static void cost(Pair pair, Chromium chromium) throws InterruptedException, IOException {
        try (Party party = new Party(pair, chromium, "main", Film.coded(FRAMES_PER_SECOND, FILM_SECONDS))) {
            joinFour(party);
            party.recordUntil(party.play() + 5_000);
            for (int i = 0; i < party.viewers().size(); i++) {
                Path kept = Output.folder("profiles").resolve("page-%d.cpuprofile".formatted(i + 1));
                ScriptCost cost =
                        ScriptCost.measure(party.viewers().get(i).tab().page(), Duration.ofSeconds(20), kept);
                row(
                        "cost",
                        "part of a core in the page's own script, sync and all else, page %d".formatted(i + 1),
                        "%.2f %% in any".formatted(100 * cost.all()),
                        "%.2f %%".formatted(100 * cost.own()),
                        "1 %");
            }
        }
    }

    private void longPlay(Pair pair, Chromium chromium) {
        int filmSeconds = Math.max(FILM_SECONDS, minutes * 60 + 60);
        try (Party party = new Party(pair, chromium, "main", Film.coded(FRAMES_PER_SECOND, filmSeconds))) {
            joinFour(party);
            double fromMs = party.play() + SETTLED_MS;
            double toMs = fromMs + minutes * 60_000.0;
            party.recordUntil(toMs);
            skew("long", minutes + " minutes: ", party.playout(), fromMs, toMs);
            tracking("long", party.playout(), fromMs, toMs);
        }
    }

    private static void joinFour(Party party) {
        for (int oneWayMs : new int[] {0, 40, 120, 250}) {
            party.join("Behind " + oneWayMs, Duration.ofMillis(oneWayMs));
        }
    }

    private static void skew(String part, String when, Playout playout, double fromMs, double toMs) {
        Skew position = playout.byPosition(fromMs, toMs);
        Skew picture = playout.byPicture(fromMs, toMs);
        Skew number = playout.byNumber(fromMs, toMs);
        row(part, when + "skew by media time, p95, ms", spread(position), "%.1f".formatted(position.p95()), "10");
        row(
                part,
                when + "by pictures and the time since them, p95, ms",
                spread(picture),
                "%.1f".formatted(picture.p95()),
                "");
        row(
                part,
                when + "by the pictures on the screens, p95, frames",
                spread(number),
                "%.0f".formatted(number.p95()),
                "1");
        row(
                part,
                when + "instants with a player that stood, with a starved page",
                "of " + (position.samples() + position.standing() + position.silent()),
                position.standing() + ", " + position.silent(),
                "0, 0");
    }

    private static void tracking(String part, Playout playout, double fromMs, double toMs) {
        Playout.Rates rates = playout.rates(fromMs, toMs);
        row(part, "seeks while tracking", "", playout.seeks(fromMs, toMs) + "", "0");
        row(part, "rates", "", "%.3f-%.3f".formatted(rates.lowest(), rates.highest()), "0.95-1.05");
    }

    private static String spread(Skew skew) {
        return String.format(Locale.ROOT, "p50 %.1f, max %.1f", skew.median(), skew.max());
    }

    private static String seconds(OptionalDouble atMs, double sinceMs) {
        return atMs.isEmpty()
                ? "not reached"
                : String.format(Locale.ROOT, "%.2f", (atMs.getAsDouble() - sinceMs) / 1_000);
    }

    private static void row(String part, String figure, String aside, String measured, String toReach) {
        System.out.printf(Locale.ROOT, "%-10s %-82s %-22s %12s   %s%n", part, figure, aside, measured, toReach);
    }
}

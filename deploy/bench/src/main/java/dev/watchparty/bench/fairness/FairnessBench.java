package dev.watchparty.bench.fairness;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `./watchparty bench fairness`: lays a line of 20 Mbit/s between two network namespaces (as root, on Linux) and
/// measures, for the media service, the same with `FAIR_DELIVERY=0`, and nginx, what viewers at its far end get.
///
/// Started outside, it lays the line and starts itself again at the line's far end. Where it is not root's, the line is
/// a proxy of its own, behind which services know clients by what they say and hear nothing of the kernel's queues.
final class FairnessBench {

    private static final List<String> PARTS =
            List.of("line", "tunnel", "films", "auto", "pause", "memory", "crowd", "free");
    private static final String SECONDS = "seconds=";

    private static final String FILM = "film.mkv";
    private static final long FILM_BYTES = 2L << 30;
    private static final double UPLINK_MEGABITS = 19;
    /// Between 5 and 10 ms of the uplink, as the service has it.
    private static final long QUANTUM_BYTES = 16 << 10;

    /// What a tunnel's near end swallows at once of what it is to carry.
    private static final int LARGE_BUFFER = 4 << 20;

    private static final int SMALL_BUFFER = 1 << 20;

    private static final double FILM_BYTES_PER_SECOND = 2e6 / 8;
    private static final int BROWSERS = 2;
    /// Odd, so that one of them is the median.
    private static final int ROUNDS = 9;

    private final Path home;
    private final Path folder;
    private final Line line;
    private final List<String> only;
    private final int filmSeconds;

    private FairnessBench(Path home, Path folder, Line line, List<String> arguments) {
        this.home = home;
        this.folder = folder;
        this.line = line;
        this.only = arguments.stream().filter(PARTS::contains).toList();
        this.filmSeconds = arguments.stream()
                .filter(argument -> argument.startsWith(SECONDS))
                .mapToInt(argument -> Integer.parseInt(argument.substring(SECONDS.length())))
                .findFirst()
                .orElse(180);
    }

    /// Measures and prints.
    ///
    /// @param arguments which of [#PARTS], all where none is named, and `seconds=N` for the films and the pause
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("watchparty.home", "")).toAbsolutePath();
        if (arguments.length > 1 && arguments[0].equals("--within")) {
            List<String> rest = List.of(arguments).subList(3, arguments.length);
            new FairnessBench(home, Path.of(arguments[2]), NamespaceLine.of(arguments[1]), rest).run();
            return;
        }
        for (String argument : arguments) {
            if (!PARTS.contains(argument) && !argument.matches(SECONDS + "[1-9][0-9]{0,2}")) {
                System.err.println("There is no part " + argument + ": " + String.join(", ", PARTS)
                        + ", and seconds=N (1 to 999) for how long films are played.");
                System.exit(2);
            }
        }
        String name = "wp" + ProcessHandle.current().pid();
        Path folder = Files.createTempDirectory("watchparty-bench");
        if (!System.getProperty("user.name").equals("root")) {
            try (Line line = new ProxyLine()) {
                new FairnessBench(home, folder, line, List.of(arguments)).run();
            }
            delete(folder);
            return;
        }
        try (NamespaceLine laid = NamespaceLine.lay(name)) {
            List<String> command = new ArrayList<>(List.of(NamespaceLine.within(
                    laid.clients,
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Dwatchparty.home=" + home,
                    FairnessBench.class.getName(),
                    "--within",
                    name,
                    folder.toString())));
            command.addAll(List.of(arguments));
            int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exitCode != 0) {
                throw new IOException("the benchmark failed; logs are in " + folder);
            }
        }
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        Path film = Files.createDirectories(folder.resolve("media")).resolve(FILM);
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
            file.setLength(FILM_BYTES);
        }
        line.narrow(20);
        row("", "", "fair", "direct", "nginx", "to reach");
        if (wanted("line")) {
            behindTheLine();
        }
        if (wanted("tunnel")) {
            behindATunnel();
        }
        if (wantedOfTheKernel("films")) {
            films();
        }
        if (wantedOfTheKernel("auto")) {
            auto();
        }
        if (wantedOfTheKernel("pause")) {
            pause();
        }
        if (wanted("memory")) {
            memory();
        }
        if (wanted("crowd")) {
            crowd();
        }
        if (wanted("free")) {
            free();
        }
    }

    private boolean wanted(String part) {
        return only.isEmpty() || only.contains(part);
    }

    private boolean wantedOfTheKernel(String part) {
        if (wanted(part) && !line.isOfTheKernel()) {
            row(part, "left out: it takes a line that root lays", "", "", "", "");
        }
        return wanted(part) && line.isOfTheKernel();
    }

    private static Map<String, String> uplink(String uplink) {
        return Map.of("WATCHPARTY_FAIR_UPLINK", uplink);
    }

    private interface Start {
        Service start() throws IOException, InterruptedException;
    }

    private List<Start> servers() {
        return List.of(
                () -> Service.media(home, folder, line.behind(0), uplink("19M")),
                () -> Service.media(home, folder, line.behind(0), Map.of("FAIR_DELIVERY", "0")),
                () -> Service.nginx(folder, line.behind(0)));
    }

    private void behindTheLine() throws IOException, InterruptedException {
        String[] jain = new String[3];
        String[] used = new String[3];
        String[] most = new String[3];
        String[] greedyJain = new String[3];
        String[] greedyShare = new String[3];
        String[] ninth = new String[3];
        for (int i = 0; i < 3; i++) {
            try (Service service = servers().get(i).start()) {
                Figures equal = equal(service.target(), 1);
                jain[i] = "%.3f".formatted(equal.worstJain());
                used[i] = "%.1f %%".formatted(100 * equal.megabits() / UPLINK_MEGABITS);
                most[i] = "%.1f %%".formatted(100 * equal.mostMegabitsInASecond(QUANTUM_BYTES) / UPLINK_MEGABITS);
                Figures greedy = equal(service.target(), 8);
                greedyJain[i] = "%.3f".formatted(greedy.worstJain());
                greedyShare[i] = "%.2f".formatted(greedy.partOfAShare(0));
                double seconds = ninth(service.target());
                double fair = 9 * (1 << 20) * 8 / (UPLINK_MEGABITS * 1e6);
                ninth[i] = "%.2f x".formatted(seconds / fair);
            }
        }
        row("line", "8 equal viewers, least Jain's index of 5 s", jain, "0.99");
        row("line", "uplink used, of 19 Mbit/s", used, "97 %");
        row("line", "the most in any second, less a quantum, of 19 Mbit/s", most, "102 %");
        row("line", "one opens 8 connections, least Jain's index", greedyJain, "0.99");
        row("line", "its part of a share", greedyShare, "1.05");
        row("line", "a ninth's first MiB, of what is fair", ninth, "1.5 x");
    }

    private static Figures equal(Client.Target target, int connectionsOfTheFirst)
            throws IOException, InterruptedException {
        try (Audience audience = new Audience(target)) {
            for (int i = 0; i < 8; i++) {
                audience.download(i, i == 0 ? connectionsOfTheFirst : 1);
            }
            // Until buffers on the way are as full as they get.
            Thread.sleep(4_000);
            return Figures.watch(audience.clients(), 20);
        }
    }

    private static double ninth(Client.Target target) throws IOException, InterruptedException {
        try (Audience audience = new Audience(target)) {
            for (int i = 0; i < 8; i++) {
                audience.download(i, 1);
            }
            Thread.sleep(5_000);
            long start = System.nanoTime();
            Client ninth = audience.download(8, 1);
            while (ninth.bytes() < 1 << 20 && System.nanoTime() - start < 60e9) {
                Thread.sleep(5);
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private void behindATunnel() throws IOException, InterruptedException {
        String[] jain = new String[3];
        String[] greedyJain = new String[3];
        String[] greedyShare = new String[3];
        for (int i = 0; i < 3; i++) {
            try (Service service = servers().get(i).start();
                    Tunnel tunnel = service.tunnel(line, LARGE_BUFFER)) {
                jain[i] = "%.3f".formatted(equal(tunnel.target(), 1).worstJain());
                Figures greedy = equal(tunnel.target(), 8);
                greedyJain[i] = "%.3f".formatted(greedy.worstJain());
                greedyShare[i] = "%.2f".formatted(greedy.partOfAShare(0));
            }
        }
        row("tunnel", "8 equal viewers, least Jain's index of 5 s", jain, "0.99");
        row("tunnel", "one opens 8 connections, least Jain's index", greedyJain, "0.99");
        row("tunnel", "its part of a share", greedyShare, "1.05");
    }

    /// Eight viewers of a film of 2 Mbit/s, two of them real browsers, beside a download without limit.
    private void films() throws IOException, InterruptedException {
        Path film = folder.resolve("media").resolve(FILM);
        Path sparse = folder.resolve("sparse");
        Files.move(film, sparse);
        encode(film);
        String[] stalls = new String[3];
        String[] positions = new String[3];
        for (int i = 0; i < 3; i++) {
            try (Service service = servers().get(i).start();
                    Audience audience = new Audience(service.target())) {
                audience.download(8, 8);
                for (int viewer = 0; viewer < 8; viewer++) {
                    if (viewer < BROWSERS) {
                        audience.join(Browser.play(service.target(), Line.client(viewer), folder));
                    } else {
                        audience.play(viewer, FILM_BYTES_PER_SECOND);
                    }
                }
                Thread.sleep(Duration.ofSeconds(filmSeconds));
                List<Client> clients = audience.clients();
                List<Browser> browsers = audience.browsers();
                long playing = clients.stream().filter(Client::isPlaying).count()
                        + browsers.stream()
                                .filter(browser -> browser.positionSeconds() > 0)
                                .count();
                stalls[i] = "%d+%d of %d"
                        .formatted(
                                clients.stream().mapToInt(Client::stalls).sum(),
                                browsers.stream().mapToInt(Browser::stalls).sum(),
                                playing);
                positions[i] = browsers.stream()
                        .map(browser -> "%.0f".formatted(browser.positionSeconds()))
                        .collect(Collectors.joining("+"));
            }
        }
        Files.move(sparse, film, StandardCopyOption.REPLACE_EXISTING);
        row("films", "8 films of 2 Mbit/s, a download: stalls of models + Chromiums", stalls, "0+0 of 8");
        row("films", "how far the Chromiums came in %d s, s".formatted(filmSeconds), positions, "");
    }

    /// A Chromium that plays, pauses for three minutes and plays on, where a response may wait for half an hour, as it
    /// is by default, and where it is cut after a minute, unless the browser itself has hung up before.
    private void pause() throws IOException, InterruptedException {
        int playing = 20;
        Path film = folder.resolve("media").resolve(FILM);
        Path sparse = folder.resolve("sparse");
        Files.move(film, sparse);
        encode(film);
        try (Service waits = Service.media(home, folder, line.behind(0), uplink("19M"));
                Service cuts = Service.media(
                        home,
                        folder,
                        line.behind(1),
                        Map.of("WATCHPARTY_FAIR_UPLINK", "19M", "WATCHPARTY_FAIR_IDLE", "1m"));
                Audience audience = new Audience(waits.target())) {
            List<Service> services = List.of(waits, cuts);
            for (int i = 0; i < services.size(); i++) {
                audience.join(Browser.pause(services.get(i).target(), Line.client(i), folder, playing, filmSeconds));
            }
            Thread.sleep(Duration.ofSeconds(playing + filmSeconds - 5));
            String[] held = new String[services.size()];
            for (int i = 0; i < held.length; i++) {
                held[i] = audience.browsers().get(i).isPaused() + ", "
                        + services.get(i).responses();
            }
            Thread.sleep(Duration.ofSeconds(35));
            for (int i = 0; i < held.length; i++) {
                Browser browser = audience.browsers().get(i);
                String where = i == 0 ? "idle 30 min" : "idle 1 min";
                row("pause", "paused, responses under way at its end, " + where, held[i], "", "", "");
                row("pause", "s until it plays on, " + where, fair("%.2f", browser.resumedSeconds()), "");
                row("pause", "s of film 30 s later, " + where, fair("%.1f", browser.positionSeconds()), "");
                row("pause", "stalls, " + where, fair("%.0f", browser.stalls()), "0");
            }
        }
        Files.move(sparse, film, StandardCopyOption.REPLACE_EXISTING);
    }

    private void encode(Path film) throws IOException, InterruptedException {
        Commands.run(
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=640x360:rate=24:duration=%d,noise=alls=40:allf=t".formatted(filmSeconds + 60),
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-b:v",
                "1990k",
                "-minrate",
                "1990k",
                "-maxrate",
                "1990k",
                "-bufsize",
                "1990k",
                "-x264-params",
                "nal-hrd=cbr",
                "-g",
                "48",
                "-f",
                "matroska",
                film.toString());
    }

    private void auto() throws IOException, InterruptedException {
        try (Service service = Service.media(home, folder, line.behind(0), uplink("auto"))) {
            auto("", service, service.target());
        }
        try (Service service = Service.media(home, folder, line.behind(0), uplink("auto"));
                Tunnel tunnel = service.tunnel(line, SMALL_BUFFER)) {
            auto("tunnel, ", service, tunnel.target());
        }
        line.widen();
        try (Service service = Service.media(home, folder, line.behind(0), uplink("auto"));
                Pages pages = Pages.open(service, service.target());
                Audience audience = new Audience(service.target())) {
            eightDownload(service, pages, audience);
            row("auto", "Mbit/s on a line without limit (0: free)", fair("%.0f", after(service, 5)), "0");
            line.narrow(20);
            row("auto", "Mbit/s 20 s after it became one of 20", fair("%.2f", after(service, 20)), "18-19.1");
        } finally {
            line.narrow(20);
        }
    }

    /// `auto` while the line goes from 20 to 10 and back to 20 Mbit/s.
    ///
    /// @param what the rows' figures begin with
    /// @param target at which viewers find the service
    private void auto(String what, Service service, Client.Target target) throws IOException, InterruptedException {
        try (Pages pages = Pages.open(service, target);
                Audience audience = new Audience(target)) {
            eightDownload(service, pages, audience);
            row("auto", what + "Mbit/s after 15 s", fair("%.2f", after(service, 15)), "18-19.1");
            Figures found = Figures.watch(audience.clients(), 20);
            row("auto", what + "least Jain's index of 5 s then", fair("%.3f", found.worstJain()), "0.97");
            CompletableFuture<Figures> meanwhile = watch(audience, 40);
            line.narrow(10);
            row("auto", what + "Mbit/s 20 s after the line went to 10", fair("%.2f", after(service, 20)), "9-9.6");
            line.narrow(20);
            row("auto", what + "Mbit/s 20 s after it came back", fair("%.2f", after(service, 20)), "18-19.1");
            Figures got = meanwhile.join();
            row("auto", what + "starved meanwhile (1 Mbit/s, 4 s ahead)", fair("%.0f", got.starved(1e6 / 8, 4)), "0");
            row("auto", what + "least of any in 5 s, of a share of 10 Mbit/s", fair("%.2f", got.leastOfAShare(10)), "");
        } finally {
            line.narrow(20);
        }
    }

    /// Watches beside what else is asked of the service, which may have to wait for an answer.
    private static CompletableFuture<Figures> watch(Audience audience, double seconds) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Figures.watch(audience.clients(), seconds);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void eightDownload(Service service, Pages pages, Audience audience)
            throws IOException, InterruptedException {
        List<Viewer> viewers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            viewers.add(service.welcome(Line.client(i)));
        }
        pages.join(viewers);
        viewers.forEach(audience::download);
    }

    private void memory() throws IOException, InterruptedException {
        try (Service service = Service.media(home, folder, line.behind(0), uplink("1M"))) {
            double before = usedBytesOnceWarm(service);
            try (Audience audience = new Audience(service.target())) {
                for (int i = 0; i < 25; i++) {
                    audience.download(i, 40);
                }
                Thread.sleep(10_000);
                int waiting = service.waiting();
                double mebibytes = (service.usedBytes() - before) / (1 << 20);
                // Before and after: a response that ended meanwhile holds no memory.
                waiting = Math.min(waiting, service.waiting());
                row("memory", "responses that wait", fair("%.0f", waiting), "1000");
                row("memory", "MiB for these", fair("%.1f", mebibytes), "20");
            }
        }
    }

    /// What a service has in use that has sent before, and sends nothing any more.
    private static double usedBytesOnceWarm(Service service) throws IOException, InterruptedException {
        try (Audience warm = new Audience(service.target())) {
            warm.download(39, 8);
            Thread.sleep(5_000);
        }
        Thread.sleep(2_000);
        return service.usedBytes();
    }

    /// Ten thousand connections of one address, beside eight viewers who share the uplink with it.
    private void crowd() throws IOException, InterruptedException {
        int connections = 10_000;
        int others = 8;
        try (Service service = Service.media(home, folder, line.beside(0), uplink("19M"))) {
            double before = usedBytesOnceWarm(service);
            int descriptors = service.descriptors();
            try (Audience audience = new Audience(service.target())) {
                for (int i = 0; i < others; i++) {
                    audience.download(i, 1);
                }
                Thread.sleep(3_000);
                CompletableFuture<Figures> asking = watch(audience, 10);
                long start = System.nanoTime();
                try (Crowd crowd = Crowd.of(connections, service.target(), Line.client(others))) {
                    double seconds = (System.nanoTime() - start) / 1e9;
                    Crowd.Answers answers = crowd.answers();
                    double share = UPLINK_MEGABITS * others / (others + 1);
                    row(
                            "crowd",
                            "of 10,000 connections of one address: answered",
                            fair("%.0f", answers.all()),
                            "10000");
                    row("crowd", "of these with 429", fair("%.0f", answers.refused()), "");
                    row("crowd", "s until all were", fair("%.1f", seconds), "");
                    double least = asking.join().leastOfAShare(share);
                    row(
                            "crowd",
                            "eight others in any 5 s of the first 10, least of a ninth",
                            fair("%.2f", least),
                            "0.95");
                    Figures there = Figures.watch(audience.clients(), 10);
                    row("crowd", "and while it stays", fair("%.2f", there.leastOfAShare(share)), "0.95");
                    double mebibytes = (service.usedBytes() - before) / (1 << 20);
                    row("crowd", "MiB for all of them", fair("%.1f", mebibytes), "");
                }
            }
            Thread.sleep(5_000);
            double left = service.descriptors() - descriptors;
            row("crowd", "descriptors left when it has gone", fair("%.0f", left), "0");
        }
    }

    private static double after(Service service, int seconds) throws IOException, InterruptedException {
        double megabits = 0;
        StringBuilder trace = new StringBuilder();
        for (int i = 0; i < seconds; i++) {
            Thread.sleep(1_000);
            megabits = service.estimateMegabits();
            trace.append(String.format(Locale.ROOT, " %.1f", megabits));
        }
        System.out.println("        " + trace);
        return megabits;
    }

    /// On loopback, where there is nothing to share: all servers at once, each measured in turn, and again.
    private void free() throws IOException, InterruptedException {
        try (Service unlimited = Service.media(home, folder, line.beside(0), uplink("unlimited"));
                Service direct = Service.media(home, folder, line.beside(1), Map.of("FAIR_DELIVERY", "0"));
                Service nginx = Service.nginx(folder, line.beside(2));
                Service auto = Service.media(home, folder, line.beside(3), uplink("auto"))) {
            List<Service> servers = List.of(unlimited, direct, nginx, auto);
            Cost[][] rounds = new Cost[ROUNDS][servers.size()];
            // The first round is for the JVMs' compilers.
            for (int round = -1; round < ROUNDS; round++) {
                for (int turn = 0; turn < servers.size(); turn++) {
                    // Whose turn comes after whose is worth some percent.
                    int i = Math.floorMod(round % 2 == 0 ? round + turn : round - turn, servers.size());
                    Cost cost = Cost.of(servers.get(i));
                    if (round >= 0) {
                        rounds[round][i] = cost;
                    }
                }
            }
            compare("unlimited", rounds, 0);
            compare("auto", rounds, 3);
        }
    }

    /// What a server makes of four clients that take all they can get.
    ///
    /// @param megabytes a second
    /// @param cpuSeconds of the server for each GB
    private record Cost(double megabytes, double cpuSeconds) {

        static Cost of(Service service) throws IOException, InterruptedException {
            try (Audience audience = new Audience(service.target())) {
                for (int i = 0; i < 4; i++) {
                    audience.download(i, 1);
                }
                // Within two seconds `auto` has found out that nothing is in its way.
                Thread.sleep(3_000);
                double before = service.cpuSeconds();
                double seconds = 4;
                double megabytes = Figures.watch(audience.clients(), seconds).megabits() / 8;
                return new Cost(megabytes, (service.cpuSeconds() - before) / (megabytes * seconds / 1e3));
            }
        }
    }

    /// @param fair which of the servers is called fair; direct and nginx are the second and the third
    private static void compare(String uplink, Cost[][] rounds, int fair) {
        int[] order = {fair, 1, 2};
        row("free", "MB/s, " + uplink, medians(rounds, order, "%.0f", round -> Cost::megabytes), "");
        row(
                "free",
                "MB/s, of direct's, " + uplink,
                medians(rounds, order, "%.2f", round -> cost -> cost.megabytes() / round[1].megabytes()),
                "0.95");
        row("free", "CPU seconds a GB, " + uplink, medians(rounds, order, "%.3f", round -> Cost::cpuSeconds), "");
        row(
                "free",
                "CPU seconds a GB, of direct's, " + uplink,
                medians(rounds, order, "%.2f", round -> cost -> cost.cpuSeconds() / round[1].cpuSeconds()),
                "1.1");
    }

    /// The median over rounds for each server: ratios are taken within a round, whose servers had the same machine.
    private static String[] medians(
            Cost[][] rounds, int[] order, String format, Function<Cost[], ToDoubleFunction<Cost>> figure) {
        return Arrays.stream(order)
                .mapToObj(i -> {
                    double[] sorted = Arrays.stream(rounds)
                            .mapToDouble(round -> figure.apply(round).applyAsDouble(round[i]))
                            .sorted()
                            .toArray();
                    return String.format(Locale.ROOT, format, sorted[sorted.length / 2]);
                })
                .toArray(String[]::new);
    }

    private static String[] fair(String format, double figure) {
        return new String[] {String.format(Locale.ROOT, format, figure), "", ""};
    }

    private static void row(String part, String figure, String[] of, String toReach) {
        row(part, figure, of[0], of[1], of[2], toReach);
    }

    private static void row(String part, String figure, String fair, String direct, String nginx, String toReach) {
        System.out.printf(Locale.ROOT, "%-7s %-58s %10s %10s %10s   %s%n", part, figure, fair, direct, nginx, toReach);
    }
}

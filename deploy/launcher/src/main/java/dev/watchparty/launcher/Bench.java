package dev.watchparty.launcher;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./watchparty bench`: what the pair reaches, in figures.
final class Bench {

    private static final String WHICH = """
            Which benchmark?
              ./watchparty bench grant [short]
              ./watchparty bench fairness [line] [tunnel] [films [seconds=N]] [auto] [pause] [memory] [crowd] [free]
              ./watchparty bench sync [routes] [frames] [asymmetric] [oneside] [seek] [restart] [cost] [long [minutes=N]]
              ./watchparty bench page [rounds=N]""";

    private final Path home;
    private final Tools tools;
    private final PrintStream out;

    Bench(Path home, Tools tools, PrintStream out) {
        this.home = home;
        this.tools = tools;
        this.out = out;
    }

    /// Builds, then measures.
    ///
    /// @param arguments which benchmark, and which of its parts
    /// @return exit code: 0 when it ran to its end
    int run(List<String> arguments) throws InterruptedException {
        String benchmark = switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "grant" -> "dev.watchparty.bench.grant.GrantBench";
            case "fairness" -> {
                needForFairness();
                yield "dev.watchparty.bench.fairness.FairnessBench";
            }
            case "page" -> {
                needForBrowser();
                yield "dev.watchparty.bench.page.PageBench";
            }
            case "sync" -> {
                needForBrowser();
                yield "dev.watchparty.bench.sync.SyncBench";
            }
            default -> throw new Refusal(WHICH);
        };
        if (build() != 0) {
            return 1;
        }
        Path target = home.resolve("deploy/bench/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                target.resolve("classes")
                        + File.pathSeparator
                        + target.resolve("lib").resolve("*"),
                "-Dwatchparty.home=" + home,
                "-Dwatchparty.e2e.output=" + target,
                benchmark));
        command.addAll(arguments.subList(1, arguments.size()));
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0 ? 0 : 1;
        } catch (IOException e) {
            throw new Refusal("java does not run: " + e.getMessage(), e);
        }
    }

    private int build() throws InterruptedException {
        int exitCode = new Build(home, out)
                .maven(
                        tools.maven(),
                        ProcessBuilder.Redirect.INHERIT,
                        "-B",
                        "-q",
                        "-ntp",
                        "-DskipTests",
                        "-pl",
                        "deploy/bench",
                        "-am",
                        "package");
        return exitCode == 0 ? 0 : 1;
    }

    private void needForFairness() {
        for (String tool : List.of("ip", "tc", "nginx", "ffmpeg", "chromium")) {
            if (tools.find(tool).isEmpty()) {
                throw new Refusal("This benchmark needs " + tool
                        + ": it runs on Linux, as root, with iproute2, nginx, ffmpeg and Chromium installed.");
            }
        }
        if (!Tools.outputOf("id", "-u").strip().equals("0")) {
            throw new Refusal("This benchmark lays network namespaces: run it as root.");
        }
    }

    private void needForBrowser() {
        if (tools.chromium().isEmpty()) {
            throw new Refusal("This benchmark needs Chromium, in which it opens the pages: install it and try again.");
        }
        if (tools.find("ffmpeg").isEmpty()) {
            throw new Refusal("This benchmark needs ffmpeg, which makes its film: install it and try again.");
        }
    }
}

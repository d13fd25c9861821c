package dev.watchparty.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `./watchparty test`: every test there is, by one Maven run.
final class TestRun {

    private final Path home;
    private final Tools tools;
    private final PrintStream out;

    TestRun(Path home, Tools tools, PrintStream out) {
        this.home = home;
        this.tools = tools;
        this.out = out;
    }

    /// Runs the tests.
    ///
    /// @param mavenArguments passed on to Maven, to run a part
    /// @return exit code: 0 when tests ran, none failed, and every check of the build held
    int run(List<String> mavenArguments) {
        Path maven = tools.maven();
        tools.npm();
        bringTestTools();
        // File systems that keep whole seconds would otherwise date the first report before the start.
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<String> arguments = new ArrayList<>(List.of("-B", "-ntp", "--fail-at-end", "verify"));
        arguments.addAll(mavenArguments);
        int exitCode =
                new Build(home, out).maven(maven, ProcessBuilder.Redirect.INHERIT, arguments.toArray(String[]::new));
        return report(counts(start), exitCode);
    }

    private int report(Map<String, Reports.Count> byModule, int exitCode) {
        Reports.Count all = byModule.values().stream().reduce(Reports.Count.NONE, Reports.Count::plus);
        out.println();
        byModule.forEach((module, count) -> out.println(module + ": " + count));
        if (exitCode != 0) {
            out.println(
                    all.failed() > 0
                            ? "Tests failed: the lines marked [ERROR] above name them."
                            : "The build failed: the lines marked [ERROR] above say why.");
        }
        if (all.equals(Reports.Count.NONE)) {
            out.println("No test ran.");
        }
        out.println(all);
        return exitCode == 0 && all.failed() == 0 && all.passed() > 0 ? 0 : 1;
    }

    private Map<String, Reports.Count> counts(Instant start) {
        try {
            return Reports.since(start, home);
        } catch (IOException e) {
            throw new UncheckedIOException("the tests' reports", e);
        }
    }

    /// Installs what only tests need where that can be done without asking; otherwise names it.
    private void bringTestTools() {
        List<String> missing = missingTestTools();
        if (missing.isEmpty()) {
            return;
        }
        String names = String.join(" and ", missing);
        List<String> asRoot = tools.find("apt-get").map(TestRun::asRoot).orElse(List.of());
        if (asRoot.isEmpty()) {
            throw new Refusal("The tests need " + names + ": install " + (missing.size() > 1 ? "them" : "it")
                    + " and try again (Debian, Ubuntu: apt install " + String.join(" ", missing) + ").");
        }
        out.println("Installing " + names + " for the tests ...");
        List<String> install = new ArrayList<>(List.of("install", "-y", "-q", "--no-install-recommends"));
        install.addAll(missing);
        run(asRoot, List.of("update", "-q"));
        run(asRoot, install);
        if (!missingTestTools().isEmpty()) {
            throw new Refusal("apt-get did not bring " + String.join(" and ", missingTestTools())
                    + ", which the tests need: install it by hand and try again.");
        }
    }

    private List<String> missingTestTools() {
        List<String> missing = new ArrayList<>();
        if (tools.chromium().isEmpty()) {
            missing.add("chromium");
        }
        if (tools.firefox().isEmpty()) {
            missing.add("firefox-esr");
        }
        if (tools.find("ffmpeg").isEmpty() || tools.find("ffprobe").isEmpty()) {
            missing.add("ffmpeg");
        }
        for (String tool : List.of("curl", "mpv")) {
            if (tools.find(tool).isEmpty()) {
                missing.add(tool);
            }
        }
        return missing;
    }

    /// How to call apt-get with the rights to install; empty where there is no way without a password.
    private static List<String> asRoot(Path aptGet) {
        String unattended = "DEBIAN_FRONTEND=noninteractive";
        if (Tools.outputOf("id", "-u").strip().equals("0")) {
            return List.of("env", unattended, aptGet.toString());
        }
        return Tools.succeeds("sudo", "-n", "true")
                ? List.of("sudo", "-n", "env", unattended, aptGet.toString())
                : List.of();
    }

    private static void run(List<String> program, List<String> arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(arguments);
        try {
            int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exitCode != 0) {
                throw new Refusal("\"" + String.join(" ", command) + "\" failed: see above.");
            }
        } catch (IOException e) {
            throw new Refusal(command.getFirst() + " does not run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted while installing", e);
        }
    }
}

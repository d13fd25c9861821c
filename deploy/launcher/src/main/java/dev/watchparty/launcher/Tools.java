package dev.watchparty.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The programs that a build, a test run or the demo film needs, looked for on a search path.
///
/// @param searchPath as in `PATH`
/// @param windows whether programs are `.exe`, `.cmd` or `.bat` files
record Tools(String searchPath, boolean windows) {

    static final Version OLDEST_MAVEN = new Version(3, 8, 7);
    static final Version OLDEST_NODE = new Version(20, 19, 0);

    /// Browsers that put themselves nowhere on the search path.
    private static final List<Path> CHROMIUM_PLACES = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"));

    private static final List<Path> FIREFOX_PLACES = List.of(
            Path.of("/Applications/Firefox.app/Contents/MacOS/firefox"),
            Path.of("C:\\Program Files\\Mozilla Firefox\\firefox.exe"));

    static Tools ofThisMachine() {
        String path = System.getenv("PATH");
        return new Tools(path == null ? "" : path, File.separatorChar == '\\');
    }

    /// Maven, of a version that the build accepts.
    Path maven() {
        return checked(
                "mvn",
                OLDEST_MAVEN,
                "-v",
                "Maven %s or later: install it (Debian, Ubuntu: apt install maven; macOS: brew install maven; Windows:"
                        + " scoop install maven; SDKMAN: sdk install maven) and try again.");
    }

    /// Node, of a version that the pages' build accepts.
    Path node() {
        return checked(
                "node",
                OLDEST_NODE,
                "--version",
                "Node %s or later, with npm: install it (Debian, Ubuntu: apt install nodejs npm; macOS: brew install"
                        + " node; Windows: winget install OpenJS.NodeJS.LTS) and try again.");
    }

    Path npm() {
        node();
        return find("npm")
                .orElseThrow(() -> new Refusal(
                        "Watchparty needs npm, which most packages of Node bring along: install it and try again."));
    }

    /// The browser of most browser tests, wherever it puts itself; `WATCHPARTY_CHROMIUM` names another.
    Optional<Path> chromium() {
        return named("WATCHPARTY_CHROMIUM")
                .or(() -> find("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"))
                .or(() -> firstOf(CHROMIUM_PLACES));
    }

    /// The other browser of the tests; `WATCHPARTY_FIREFOX` names another.
    Optional<Path> firefox() {
        return named("WATCHPARTY_FIREFOX")
                .or(() -> find("firefox-esr", "firefox"))
                .or(() -> firstOf(FIREFOX_PLACES));
    }

    private static Optional<Path> named(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(Path::of).filter(Files::isExecutable);
    }

    private static Optional<Path> firstOf(List<Path> places) {
        return places.stream().filter(Files::isExecutable).findFirst();
    }

    /// The first of these programs that is there.
    Optional<Path> find(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(searchPath.split(File.pathSeparator))
                        .filter(Predicate.not(String::isBlank))
                        .flatMap(folder -> candidates(Path.of(folder), name)))
                .filter(Files::isExecutable)
                .filter(Predicate.not(Files::isDirectory))
                .findFirst();
    }

    private Stream<Path> candidates(Path folder, String name) {
        return windows
                ? Stream.of(".exe", ".cmd", ".bat").map(ending -> folder.resolve(name + ending))
                : Stream.of(folder.resolve(name));
    }

    private Path checked(String name, Version oldest, String versionOption, String advice) {
        String needs = "Watchparty needs " + advice.formatted(oldest);
        Path program = find(name).orElseThrow(() -> new Refusal(needs));
        Version found = Version.in(outputOf(program.toString(), versionOption))
                .orElseThrow(() -> new Refusal(program + " does not tell its version. " + needs));
        if (!found.atLeast(oldest)) {
            throw new Refusal(program + " is " + found + ". " + needs);
        }
        return program;
    }

    /// What a program prints, standard output and standard error together. For programs that end by themselves.
    static String outputOf(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new Refusal(command[0] + " does not run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted while running " + command[0], e);
        }
    }

    /// Whether a program ends with 0 within some seconds.
    static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

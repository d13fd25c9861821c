package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageWarmerTest {

    private static final long SIZE = 10_000 * PageWarmer.WINDOW;

    @TempDir
    Path folder;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger calls = new AtomicInteger();
    private long now;
    private final PageWarmer warmer = new PageWarmer(tasks::add, () -> now);
    private FileChannel file;

    @BeforeEach
    void openAFilmWithoutContents() throws IOException {
        Path film = folder.resolve("film.mkv");
        try (RandomAccessFile sparse = new RandomAccessFile(film.toFile(), "rw")) {
            sparse.setLength(SIZE);
        }
        file = FileChannel.open(film, StandardOpenOption.READ);
    }

    @AfterEach
    void closeIt() throws IOException {
        file.close();
    }

    private boolean bring(long from, long to, long end) {
        return warmer.bring("e1", file, from, to, end, calls::incrementAndGet);
    }

    private void work() {
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
        }
    }

    @Test
    void whatIsNotThereIsWaitedForAndTheNextWindowIsBroughtMeanwhile() {
        assertThat(bring(0, 1_000, SIZE)).isFalse();
        assertThat(tasks).hasSize(2);
        assertThat(calls).hasValue(0);

        work();

        assertThat(calls).hasValue(1);
        assertThat(warmer.loads()).isEqualTo(2);
        assertThat(bring(1_000, 2_000, SIZE)).isTrue();
        assertThat(bring(PageWarmer.WINDOW, PageWarmer.WINDOW + 5, 2 * PageWarmer.WINDOW))
                .isTrue();
        assertThat(tasks).as("nothing is looked at twice").isEmpty();
    }

    @Test
    void bytesOfTwoWindowsAreThereWhenBothAre() {
        bring(PageWarmer.WINDOW - 10, PageWarmer.WINDOW + 10, PageWarmer.WINDOW + 10);

        tasks.removeFirst().run();
        assertThat(calls).hasValue(0);
        tasks.removeFirst().run();
        assertThat(calls).hasValue(1);
    }

    @Test
    void whoeverNeedsTheSameWindowWaitsForTheSameLoad() {
        bring(0, 10, 10);
        bring(5, 10, 10);
        assertThat(tasks).hasSize(1);

        work();

        assertThat(calls).hasValue(2);
        assertThat(warmer.loads()).isEqualTo(1);
    }

    @Test
    void nothingIsBroughtBeyondTheResponse() {
        bring(0, 500, 1_000);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void aMinuteAfterItWasTouchedLastItIsBroughtAgain() {
        bring(0, 10, 10);
        work();
        for (int i = 0; i < 5; i++) {
            now += Duration.ofSeconds(59).toNanos();
            assertThat(bring(0, 10, 10)).isTrue();
        }

        now += Duration.ofSeconds(61).toNanos();

        assertThat(bring(0, 10, 10)).isFalse();
        work();
        assertThat(calls).hasValue(2);
    }

    @Test
    void ofManyResponsesOnlySomeHaveTheirNextWindowBroughtInAdvance() {
        for (int i = 0; i < 200; i++) {
            bring(10L * i * PageWarmer.WINDOW, 10L * i * PageWarmer.WINDOW + 10, SIZE);
        }

        assertThat(tasks).hasSizeBetween(200, 264);
        work();
        assertThat(calls).hasValue(200);
    }

    @Test
    void itIsRememberedOfABoundedNumberOfWindows() {
        for (int i = 0; i < 9_000; i++) {
            bring(i * PageWarmer.WINDOW, i * PageWarmer.WINDOW + 10, i * PageWarmer.WINDOW + 10);
            work();
        }

        assertThat(warmer.remembered()).isEqualTo(PageWarmer.REMEMBERED);
    }

    @Test
    void aFileThatIsClosedOrShorterByThenHoldsNobodyUp() throws IOException {
        bring(SIZE - 10, SIZE + PageWarmer.WINDOW, SIZE + PageWarmer.WINDOW);
        work();
        assertThat(calls).hasValue(1);

        bring(0, 10, 10);
        file.close();
        work();
        assertThat(calls).hasValue(2);
    }

    @Test
    void workersThatTakeNothingMoreHoldNobodyUp() {
        PageWarmer refused = new PageWarmer(
                task -> {
                    throw new RejectedExecutionException();
                },
                () -> now);

        refused.bring("e1", file, 0, 10, 10, calls::incrementAndGet);

        assertThat(calls).hasValue(1);
        assertThat(refused.bring("e1", file, 0, 10, 10, calls::incrementAndGet)).isTrue();
    }
}

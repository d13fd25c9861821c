package dev.watchparty.sync.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.room.SavedChat;
import dev.watchparty.sync.room.SavedRoom;
import dev.watchparty.sync.storage.RoomFiles;
import io.netty.channel.DefaultEventLoop;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaverTest {

    @TempDir
    Path folder = Path.of("");

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final AtomicInteger snapshots = new AtomicInteger();
    private Disk disk = new Disk(new RoomFiles(Path.of("target", "saver-test")));
    private Saver saver = saver();

    @BeforeEach
    void open() {
        disk = new Disk(new RoomFiles(folder.resolve("sync")));
        saver = saver();
    }

    @AfterEach
    void close() throws InterruptedException {
        loop.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS).sync();
        disk.stop();
    }

    @Test
    void manyChangesBecomeFewWritesAndTheLastOneIsOnDisk() throws Exception {
        for (int i = 0; i < 1000; i++) {
            loop.submit(saver::changed).sync();
        }
        saveNow();

        int written = snapshots.get();
        assertThat(written).isLessThan(50);
        assertThat(new RoomFiles(folder.resolve("sync")).readAll()).containsExactly(room(written));
    }

    @Test
    void saveNowIsDoneWhenItIsOnDisk() {
        saveNow();

        assertThat(folder.resolve("sync/main.json")).exists();
    }

    @Test
    void aDiskThatFailsIsTriedAgainWithoutAnotherChange() throws Exception {
        // Something in the place where the temporary file goes.
        Path obstacle = folder.resolve("sync/main.json.tmp");
        Files.createDirectories(obstacle.resolve("x"));
        loop.submit(saver::changed).sync();
        await().until(() -> disk.failure().isPresent());

        remove(obstacle);

        await().atMost(Duration.ofSeconds(10)).until(() -> disk.failure().isEmpty());
        assertThat(folder.resolve("sync/main.json")).exists();
    }

    private static void remove(Path obstacle) throws IOException {
        Files.delete(obstacle.resolve("x"));
        Files.delete(obstacle);
    }

    private void saveNow() {
        Uni.createFrom()
                .<Void>emitter(emitter -> loop.execute(() -> saver.saveNow(emitter)))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private Saver saver() {
        return new Saver(loop, disk, () -> room(snapshots.incrementAndGet()));
    }

    private static SavedRoom room(int position) {
        return new SavedRoom(
                "main",
                null,
                0,
                Policy.DEFAULT,
                position,
                1,
                false,
                false,
                position,
                1,
                null,
                List.of(),
                SavedChat.EMPTY,
                List.of(),
                false);
    }
}

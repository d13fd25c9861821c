package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.container.Index;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.StagedFile;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeadCacheTest {

    private static final int MIB = 1 << 20;
    private static final Index NONE = new Index.Unknown();

    @TempDir
    Path folder;

    private final HeadCache cache = new HeadCache(20L * MIB);
    private long revision;

    private StagedFile staged(String room, int size, Index index) throws IOException {
        byte[] bytes = new byte[size];
        new Random(++revision).nextBytes(bytes);
        Path file = folder.resolve("film" + revision + ".mkv");
        Files.write(file, bytes);
        return StageFixture.describe(new RoomName(room), file, "e" + revision, revision, index);
    }

    private Head headOf(StagedFile staged) {
        return Objects.requireNonNull(cache.of(staged));
    }

    private static byte[] read(Head head, long position, long atMost) {
        ByteBuf bytes = Objects.requireNonNull(head.slice(position, atMost));
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        bytes.release();
        return copy;
    }

    @Test
    void theHeadAndTheIndexAtTheEndAreTheFilesBytes() throws IOException {
        int from = 11 * MIB;
        StagedFile staged = staged("main", 12 * MIB, new Index.At(Index.Place.END, from, from + 500_000));
        byte[] film = Files.readAllBytes(staged.file());

        cache.warm(staged);

        Head head = headOf(staged);
        assertThat(read(head, 0, 100_000)).isEqualTo(Arrays.copyOf(film, 100_000));
        assertThat(read(head, from + 7, 10)).isEqualTo(Arrays.copyOfRange(film, from + 7, from + 17));
        assertThat(read(head, from + 499_990, 1_000)).hasSize(10);
        assertThat(head.slice(from - 1, 10)).isNull();
        assertThat(head.slice(from + 500_000, 10)).isNull();
        assertThat(head.bytesBefore(from - 5, 64)).isEqualTo(5);
        assertThat(head.endOf(from)).isEqualTo(from + 500_000);
        assertThat(head.endOf(from - 1)).isEqualTo(from - 1);
        assertThat(cache.bytes()).isEqualTo(HeadCache.FILE_BUDGET);
    }

    @Test
    void anotherFileTakesThePlaceOfTheOneBeforeWhoseMemoryGoesWithItsLastSlice() throws IOException {
        StagedFile first = staged("main", 3 * MIB, NONE);
        StagedFile second = staged("main", 2 * MIB, NONE);
        cache.warm(first);
        Head old = headOf(first);
        ByteBuf onItsWay = Objects.requireNonNull(old.slice(0, 1_000));

        cache.warm(second);

        assertThat(cache.of(first)).isNull();
        assertThat(old.slice(0, 1_000)).isNull();
        assertThat(headOf(second).sizeBytes()).isEqualTo(2 * MIB);
        assertThat(onItsWay.refCnt()).isEqualTo(1);
        assertThat(cache.bytes()).isEqualTo(5 * MIB);
        onItsWay.release();
        assertThat(old.isAlive()).isFalse();
        assertThat(cache.bytes()).isEqualTo(2 * MIB);
    }

    @Test
    void ofManyRoomsThoseThatStagedLongestAgoGiveWay() throws IOException {
        StagedFile one = staged("one", 12 * MIB, NONE);
        StagedFile two = staged("two", 12 * MIB, NONE);
        StagedFile three = staged("three", 12 * MIB, NONE);
        cache.warm(one);
        cache.warm(two);
        cache.warm(three);

        assertThat(cache.of(one)).isNull();
        assertThat(cache.of(two)).isNotNull();
        assertThat(cache.of(three)).isNotNull();
        assertThat(cache.bytes()).isEqualTo(16 * MIB);
    }

    @Test
    void theLimitHoldsAlsoWhileReleasedMemoryIsStillOnItsWay() throws IOException {
        List<ByteBuf> onTheirWay = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            StagedFile staged = staged("main", 12 * MIB, NONE);
            cache.warm(staged);
            Head head = cache.of(staged);
            if (head != null) {
                onTheirWay.add(Objects.requireNonNull(head.slice(0, 1_000)));
            }
            assertThat(cache.bytes()).isLessThanOrEqualTo(20 * MIB);
        }
        assertThat(onTheirWay).as("the limit holds two and a half").hasSize(3);
        onTheirWay.forEach(ByteBuf::release);
        cache.clear();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void aFileThatIsNotTheStagedOneAnyMoreIsNotKept() throws IOException {
        StagedFile changed = staged("main", MIB, NONE);
        Files.setLastModifiedTime(changed.file(), FileTime.fromMillis(1));
        StagedFile gone = staged("gone", MIB, NONE);
        Files.delete(gone.file());
        StagedFile shorter = staged("shorter", MIB, NONE);
        Files.write(shorter.file(), new byte[10]);

        cache.warm(changed);
        cache.warm(gone);
        cache.warm(shorter);

        assertThat(cache.of(changed)).isNull();
        assertThat(cache.of(gone)).isNull();
        assertThat(cache.of(shorter)).isNull();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void aStageThatIsToldLateChangesNothing() throws IOException {
        StagedFile older = staged("main", MIB, NONE);
        StagedFile newer = staged("main", MIB, NONE);
        cache.warm(newer);
        cache.warm(older);

        assertThat(cache.of(newer)).isNotNull();
        assertThat(cache.of(older)).isNull();
    }

    @Test
    void withALimitOfZeroNothingIsKept() throws IOException {
        HeadCache off = new HeadCache(0);
        StagedFile staged = staged("main", MIB, NONE);

        off.warm(staged);

        assertThat(off.of(staged)).isNull();
        assertThat(off.bytes()).isZero();
    }
}

package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.fair.HeadPlan;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StagedFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The beginnings of the staged files, and their indexes where these lie at the end, in memory: what every viewer
/// reads first comes at once from a disk that sleeps, a share on the network, or a page cache that had to give way.
///
/// A head belongs to one stage of one room, never to a path: it is read from a file that was the staged one before and
/// after, and served only within responses whose own descriptor was found to be that file. So a file that was changed
/// since is refused (409) before anybody looks here.
///
/// All heads together take no more than the limit, those included that are released and still on their way to a slow
/// client; what was staged longest ago gives way. Any thread; [#warm] reads the disk.
final class HeadCache {

    private static final Logger LOG = Logger.getLogger(HeadCache.class);

    /// Some seconds of film: what the network takes until the disk is awake.
    static final long FILE_BUDGET = 8L << 20;

    private record Kept(long stageRevision, Head head) {}

    private final long limitBytes;
    /// By room, in the order in which they were staged.
    private final Map<RoomName, Kept> kept = new LinkedHashMap<>();

    private final List<Head> leaving = new ArrayList<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder servedBytes = new LongAdder();

    /// @param limitBytes 0 keeps nothing
    HeadCache(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /// The head of a stage; null where there is none.
    synchronized @Nullable Head of(StagedFile staged) {
        Kept found = kept.get(staged.room());
        return found != null && found.stageRevision() == staged.stageRevision() ? found.head() : null;
    }

    /// Forgets what the room watched before and keeps what it watches now. Blocks.
    void warm(StagedFile staged) {
        List<HeadPlan.Part> parts = plan(staged);
        if (parts.isEmpty()) {
            return;
        }
        @Nullable Head head = read(staged, parts);
        if (head != null) {
            keep(staged, head);
        }
    }

    private synchronized List<HeadPlan.Part> plan(StagedFile staged) {
        Kept before = kept.get(staged.room());
        if (before != null && before.stageRevision() >= staged.stageRevision()) {
            return List.of();
        }
        forget(staged.room());
        List<HeadPlan.Part> wanted = HeadPlan.of(staged.sizeBytes(), staged.index(), Math.min(FILE_BUDGET, limitBytes));
        long bytes = wanted.stream().mapToLong(HeadPlan.Part::length).sum();
        for (RoomName room : List.copyOf(kept.keySet())) {
            if (bytes() + bytes > limitBytes) {
                forget(room);
            }
        }
        long left = limitBytes - bytes();
        return left >= bytes ? wanted : HeadPlan.of(staged.sizeBytes(), staged.index(), left);
    }

    private synchronized void keep(StagedFile staged, Head head) {
        Kept before = kept.get(staged.room());
        boolean isNewest = before == null || before.stageRevision() < staged.stageRevision();
        // Others were read meanwhile.
        if (!isNewest || bytes() + head.sizeBytes() > limitBytes) {
            head.release();
            return;
        }
        forget(staged.room());
        kept.put(staged.room(), new Kept(staged.stageRevision(), head));
    }

    private void forget(RoomName room) {
        Kept gone = kept.remove(room);
        if (gone != null) {
            gone.head().release();
            leaving.add(gone.head());
        }
    }

    /// What heads take, those included that are on their way out.
    synchronized long bytes() {
        leaving.removeIf(head -> !head.isAlive());
        long sum = 0;
        for (Kept each : kept.values()) {
            sum += each.head().sizeBytes();
        }
        for (Head head : leaving) {
            sum += head.sizeBytes();
        }
        return sum;
    }

    /// Counts a quantum that came from here.
    void hit(long bytes) {
        hits.increment();
        servedBytes.add(bytes);
    }

    long hits() {
        return hits.sum();
    }

    long servedBytes() {
        return servedBytes.sum();
    }

    synchronized void clear() {
        List.copyOf(kept.keySet()).forEach(this::forget);
    }

    private static @Nullable Head read(StagedFile staged, List<HeadPlan.Part> parts) {
        List<Head.Piece> pieces = new ArrayList<>();
        boolean whole = false;
        try (FileChannel channel =
                FileChannel.open(staged.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (isStaged(staged)) {
                for (HeadPlan.Part part : parts) {
                    ByteBuf bytes = Unpooled.directBuffer((int) part.length(), (int) part.length());
                    pieces.add(new Head.Piece(part.fromByte(), bytes));
                    fill(bytes, channel, part);
                }
                whole = isStaged(staged);
            }
        } catch (IOException | OutOfMemoryError e) {
            LOG.debugf("No head of %s is kept: %s", staged.path(), e);
        } finally {
            if (!whole) {
                pieces.forEach(piece -> piece.bytes().release());
            }
        }
        return whole ? new Head(pieces) : null;
    }

    private static void fill(ByteBuf bytes, FileChannel channel, HeadPlan.Part part) throws IOException {
        while (bytes.isWritable()) {
            if (bytes.writeBytes(channel, part.fromByte() + bytes.writerIndex(), bytes.writableBytes()) < 0) {
                throw new EOFException("ends before " + part.toByte());
            }
        }
    }

    private static boolean isStaged(StagedFile staged) throws IOException {
        BasicFileAttributes now =
                Files.readAttributes(staged.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return now.isRegularFile() && staged.isAsStaged(now);
    }
}

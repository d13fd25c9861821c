package dev.watchparty.media.staging;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import dev.watchparty.media.library.Library;
import dev.watchparty.media.library.Resolution.Film;
import dev.watchparty.media.library.Resolution.Folder;
import dev.watchparty.media.library.Resolution.Refusal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Notices that a staged file was changed, replaced or taken away on disk, and that it came back. Each turn is said
/// once in the log.
///
/// Looking is cheap (a stat) and happens at most once a second a room, by one thread, however many ask; the others get
/// what was seen last, so that a disk that hangs holds up one of them and not all.
@Singleton
public final class FileWatch {

    private static final Logger LOG = Logger.getLogger(FileWatch.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Library library;
    private final Stages stages;
    private final LongSupplier nanoClock;
    private final ConcurrentMap<RoomName, Watch> watches = new ConcurrentHashMap<>();

    @Inject
    FileWatch(Library library, Stages stages) {
        this(library, stages, System::nanoTime);
    }

    FileWatch(Library library, Stages stages, LongSupplier nanoClock) {
        this.library = library;
        this.stages = stages;
        this.nanoClock = nanoClock;
    }

    /// What is wrong with a staged file, if anything is. Reads the disk: not on an event loop.
    Optional<FileProblem> check(StagedFile staged) {
        Watch watch = watches.computeIfAbsent(staged.room(), _ -> new Watch());
        Seen seen = watch.seen;
        boolean fresh = seen != null
                && seen.etag.equals(staged.etag())
                && nanoClock.getAsLong() - seen.atNanos < LOOK_EVERY.toNanos();
        if (!fresh && watch.looking.compareAndSet(false, true)) {
            try {
                note(staged, look(staged));
            } finally {
                watch.looking.set(false);
            }
        }
        seen = watch.seen;
        return seen == null || !seen.etag.equals(staged.etag()) ? Optional.empty() : Optional.ofNullable(seen.problem);
    }

    /// Tells what somebody found who opened the staged file. Any thread, never blocks. The next [#check] looks again.
    public void noticed(StagedFile staged, FileProblem problem) {
        note(staged, problem);
        Watch watch = watches.get(staged.room());
        if (watch != null) {
            watch.seen = new Seen(staged.etag(), problem, nanoClock.getAsLong() - LOOK_EVERY.toNanos());
        }
    }

    private void note(StagedFile staged, @Nullable FileProblem problem) {
        Watch watch = watches.computeIfAbsent(staged.room(), _ -> new Watch());
        Seen last = watch.seen;
        watch.seen = new Seen(staged.etag(), problem, nanoClock.getAsLong());
        FileProblem before = last != null && last.etag.equals(staged.etag()) ? last.problem : null;
        if (problem == before) {
            return;
        }
        if (problem == null) {
            LOG.infof("Room %s: %s is as it was staged again", staged.room(), staged.path());
            return;
        }
        LOG.warnf(
                switch (problem) {
                    case FILE_CHANGED -> "Room %s: %s has changed on disk since it was staged; stage it again";
                    case FILE_MISSING ->
                        "Room %s: %s is staged but cannot be reached; bring it back or stage another file";
                },
                staged.room(),
                staged.path());
    }

    private @Nullable FileProblem look(StagedFile staged) {
        return switch (library.resolve(staged.path())) {
            case Film film -> look(staged, film.file());
            case Folder _ -> FileProblem.FILE_CHANGED;
            case Refusal _ -> FileProblem.FILE_MISSING;
        };
    }

    private @Nullable FileProblem look(StagedFile staged, Path file) {
        try {
            BasicFileAttributes onDisk = Files.readAttributes(file, BasicFileAttributes.class);
            if (staged.isAsStaged(onDisk) && staged.file().equals(file)) {
                return null;
            }
            if (!staged.hasSizeAndTimeOf(onDisk)) {
                return FileProblem.FILE_CHANGED;
            }
            // Device numbers change when a disk is mounted again: the bytes decide.
            try (FileChannel channel = FileChannel.open(file, READ, NOFOLLOW_LINKS)) {
                if (!SampleHash.of(channel, staged.sizeBytes()).equals(staged.sampleHash())) {
                    return FileProblem.FILE_CHANGED;
                }
            }
            stages.refresh(staged, staged.foundAs(file, StagedFile.keyOf(onDisk)));
            return null;
        } catch (IOException e) {
            LOG.debugf(e, "Cannot look at %s", file);
            return FileProblem.FILE_MISSING;
        }
    }

    /// @param atNanos when it was seen
    private record Seen(String etag, @Nullable FileProblem problem, long atNanos) {}

    private static final class Watch {
        final AtomicBoolean looking = new AtomicBoolean();
        volatile @Nullable Seen seen;
    }
}

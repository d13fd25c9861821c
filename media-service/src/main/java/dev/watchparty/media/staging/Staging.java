package dev.watchparty.media.staging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import dev.watchparty.media.container.ByteSource;
import dev.watchparty.media.container.ContainerInfo;
import dev.watchparty.media.container.ContainerReader;
import dev.watchparty.media.digest.Sha256;
import dev.watchparty.media.library.Library;
import dev.watchparty.media.library.Resolution.Film;
import dev.watchparty.media.library.Resolution.Folder;
import dev.watchparty.media.library.Resolution.Refusal;
import dev.watchparty.media.library.VideoType;
import dev.watchparty.media.problem.Problem;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.LocalEventBusCodec;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Stages files: resolve, look at, commit to disk, then tell. Stages of all rooms happen one after the other. A stage
/// reads the disk: not on an event loop.
@Singleton
final class Staging {

    private static final Logger LOG = Logger.getLogger(Staging.class);

    /// A stage takes milliseconds; a disk that spins up first takes seconds.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Problem BUSY =
            new Problem(503, "busy", "Another file is being staged and its disk is slow: try again in a moment.");
    private static final Problem EMPTY = new Problem(400, "not-a-video", "This file is empty.");
    private static final Problem STILL_WRITTEN =
            new Problem(409, "still-written", "This file is being written right now: stage it when that is done.");
    private static final Problem MOVED =
            new Problem(409, "stage-moved", "Another film was staged in this room meanwhile, so nothing has changed.");
    private static final Problem NOT_KEPT = new Problem(
            507,
            "not-kept",
            "The stage could not be written to the state folder, so nothing has changed: is its disk full or "
                    + "read-only?");

    private final Library library;
    private final Stages stages;
    private final FileWatch watch;
    private final StageStore store;
    private final Consumer<StagedFile> tell;
    private final int maxRooms;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock(true);

    /// How a stage ended.
    sealed interface Outcome {

        record Staged(StagedFile file) implements Outcome {}

        /// Nothing has changed.
        record Refused(Problem problem) implements Outcome {}
    }

    @Inject
    Staging(
            Library library,
            Stages stages,
            FileWatch watch,
            StateConfig config,
            RoomsConfig rooms,
            Vertx vertx,
            Announcer announcer) {
        this(library, stages, watch, open(config.dir()), teller(vertx, announcer), rooms.max(), InstantSource.system());
    }

    Staging(
            Library library,
            Stages stages,
            FileWatch watch,
            StageStore store,
            Consumer<StagedFile> tell,
            int maxRooms,
            InstantSource clock) {
        this.library = library;
        this.stages = stages;
        this.watch = watch;
        this.store = store;
        this.tell = tell;
        this.maxRooms = maxRooms;
        this.clock = clock;
    }

    private static StageStore open(Path stateDir) {
        try {
            return new StageStore(stateDir);
        } catch (IOException e) {
            throw new ConfigurationException("watchparty.state.dir (WATCHPARTY_STATE_DIR) is \"" + stateDir
                    + "\": it must be a folder that the media service may write to (" + e + ")");
        }
    }

    private static Consumer<StagedFile> teller(Vertx vertx, Announcer announcer) {
        // Named, not the class's default: a consumer's framework may register that one.
        LocalEventBusCodec<StagedFile> codec = new LocalEventBusCodec<>(Stages.CHANGED);
        vertx.eventBus().registerCodec(codec);
        DeliveryOptions options =
                new DeliveryOptions().setCodecName(codec.name()).setLocalOnly(true);
        return staged -> {
            vertx.eventBus().publish(Stages.CHANGED, staged, options);
            announcer.announce(staged);
        };
    }

    void start(@Observes StartupEvent started) {
        try {
            recover();
        } catch (IOException e) {
            throw new ConfigurationException("watchparty.state.dir (WATCHPARTY_STATE_DIR) holds stages that cannot be "
                    + "read: it must be a folder that the media service may read and write (" + e + ")");
        }
        stages.all().forEach(tell);
    }

    /// Brings back what was staged, whole, whenever the last run ended.
    void recover() throws IOException {
        for (RoomName room : store.rooms()) {
            if (stages.rooms() == maxRooms) {
                LOG.warnf("More than %d rooms below the state folder: room %s and others are left out", maxRooms, room);
                break;
            }
            switch (store.recover(room)) {
                case StageStore.Recovered.Nothing _ -> {}
                case StageStore.Recovered.Corrupt corrupt -> sayCorrupt(room, corrupt);
                case StageStore.Recovered.Stage(StageRecord record) -> recover(room, record);
            }
        }
    }

    private void recover(RoomName room, StageRecord record) throws IOException {
        Path file = switch (library.resolve(record.path())) {
            case Film film -> film.file();
            // Not there just now. The watch resolves it again before anything relies on it.
            case Refusal refusal
            when refusal != Refusal.MALFORMED -> library.root().resolve(record.path());
            case Folder folder -> folder.folder();
            case Refusal _ -> {
                sayCorrupt(room, store.keepAside(room, "bad path"));
                yield null;
            }
        };
        if (file == null) {
            return;
        }
        StagedFile staged = record.at(room, file);
        store.pointLink(room, file);
        stages.put(staged);
        watch.check(staged);
        LOG.infof("Room %s: %s is staged", room, staged.path());
    }

    private static void sayCorrupt(RoomName room, StageStore.Recovered.Corrupt corrupt) {
        LOG.errorf(
                "Room %s: the record of what is staged cannot be understood (%s); it is kept as %s, nothing is staged",
                room, corrupt.reason(), corrupt.keptAs());
    }

    /// Stages a file into a room.
    ///
    /// @param path as it came from outside
    Outcome stage(RoomName room, String path) throws InterruptedException {
        return stage(room, path, OptionalLong.empty());
    }

    /// Stages a file into a room where nothing else was staged meanwhile.
    ///
    /// @param path as it came from outside
    /// @param lastStage the stage that it is to follow, 0 for none; empty where it may follow any
    Outcome stage(RoomName room, String path, OptionalLong lastStage) throws InterruptedException {
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Outcome.Refused(BUSY);
        }
        try {
            long last = stages.current(room).map(StagedFile::stageRevision).orElse(0L);
            if (lastStage.isPresent() && lastStage.getAsLong() != last) {
                return new Outcome.Refused(MOVED);
            }
            if (stages.current(room).isEmpty() && !room.equals(RoomName.MAIN) && stages.rooms() >= maxRooms) {
                return new Outcome.Refused(tooManyRooms());
            }
            return switch (library.resolve(path)) {
                case Film film -> stage(room, film);
                case Folder _ -> new Outcome.Refused(Refusal.NOT_A_VIDEO.problem());
                case Refusal refusal -> new Outcome.Refused(refusal.problem());
            };
        } finally {
            lock.unlock();
        }
    }

    private Problem tooManyRooms() {
        return new Problem(
                409,
                "too-many-rooms",
                "There are " + maxRooms + " rooms already: stage into one of them, or remove a folder below "
                        + "state/rooms and restart the media service.");
    }

    private Outcome stage(RoomName room, Film film) {
        StagedFile staged;
        try {
            BasicFileAttributes before = attributes(film.file());
            if (before.size() == 0) {
                return new Outcome.Refused(EMPTY);
            }
            try (FileChannel channel = FileChannel.open(film.file(), READ, NOFOLLOW_LINKS)) {
                staged = describe(room, film, before, channel);
            }
            if (!staged.isAsStaged(attributes(film.file()))) {
                return new Outcome.Refused(STILL_WRITTEN);
            }
        } catch (NoSuchFileException e) {
            return new Outcome.Refused(Refusal.MISSING.problem());
        } catch (IOException e) {
            LOG.warnf("Cannot stage %s: %s", film.path(), e.toString());
            return new Outcome.Refused(Refusal.UNREADABLE.problem());
        }
        try {
            store.commit(staged);
        } catch (IOException e) {
            LOG.errorf(e, "Room %s: the stage of %s could not be kept", room, film.path());
            return new Outcome.Refused(NOT_KEPT);
        }
        stages.put(staged);
        LOG.infof(
                "Room %s: staged %s, %d bytes, %s s, %s, %s",
                room, staged.path(), staged.sizeBytes(), staged.durationSeconds(), staged.codecs(), staged.index());
        tell.accept(staged);
        return new Outcome.Staged(staged);
    }

    private StagedFile describe(RoomName room, Film film, BasicFileAttributes onDisk, FileChannel channel)
            throws IOException {
        Instant modifiedAt = onDisk.lastModifiedTime().toInstant();
        String sampleHash = SampleHash.of(channel, onDisk.size());
        ContainerInfo info = ContainerReader.read(ByteSource.of(channel, onDisk.size()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long last = stages.current(room).map(StagedFile::stageRevision).orElse(-1L);
        return new StagedFile(
                room,
                film.path(),
                film.file(),
                etag(film.path(), onDisk.size(), modifiedAt, sampleHash),
                now,
                Math.max(last + 1, now.toEpochMilli()),
                onDisk.size(),
                modifiedAt,
                StagedFile.keyOf(onDisk),
                contentType(info.format(), film.type()),
                info.durationSeconds(),
                info.codecs(),
                info.index(),
                sampleHash);
    }

    /// What the bytes say counts more than the name.
    private static String contentType(ContainerInfo.Format format, VideoType byName) {
        VideoType type = switch (format) {
            case MP4 -> VideoType.MP4;
            case QUICKTIME -> VideoType.QUICKTIME;
            case MATROSKA -> VideoType.MATROSKA;
            case WEBM -> VideoType.WEBM;
            case UNKNOWN -> byName;
        };
        return type.contentType();
    }

    /// Equal for the same path, size, time and samples, so that a browser's cache outlives staging a file again. The
    /// samples are in it because a file replaced by one of equal size and time must not share its ranges in caches.
    static String etag(String path, long sizeBytes, Instant modifiedAt, String sampleHash) {
        MessageDigest digest = Sha256.begin();
        digest.update((path + '\0' + sizeBytes + '\0' + modifiedAt + '\0' + sampleHash).getBytes(UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, 20);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
    }
}

package dev.watchparty.media.staging;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.watchparty.media.state.StateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The stages on disk: of `main` in the state folder itself, of a room R in `rooms/R`; in each `staged.json` and
/// `symlinks/current.mkv`.
///
/// A stage touches two names, and no file system renames two at once. So one of them decides: `staged.json`. The new
/// record is written beside it and forced to the disk, the link is swapped, and only then the record is renamed over
/// the old one, which is the commit. A start after a kill at any instant finds the old or the new record, whole,
/// points the link at what it says and sweeps the temporary files away. What fails short of the commit without a
/// kill (a full disk) is rolled back at once. Nothing of ours reads the link: it is there for people and their
/// tools.
///
/// Not thread-safe: staging is its only user and serialises stages.
final class StageStore {

    private static final Logger LOG = Logger.getLogger(StageStore.class);

    /// A record has some 600 bytes.
    private static final int MAX_RECORD_BYTES = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader READER = JSON.readerFor(StageRecord.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    private static final ObjectWriter WRITER = JSON.writerFor(StageRecord.class).withDefaultPrettyPrinter();

    private final Path stateDir;
    private final Steps afterStep;
    private final Links links;
    private final boolean symlinks;

    /// What has just been done; between any two the power may fail.
    enum Step {
        FOLDERS_MADE,
        RECORD_WRITTEN,
        LINK_MADE,
        LINK_SWAPPED,
        RECORD_SWAPPED,
        FOLDER_FORCED
    }

    /// Is told of each step of a stage.
    interface Steps {

        void done(Step step) throws IOException;
    }

    /// Makes symlinks, where the platform lets it.
    interface Links {

        void make(Path link, Path target) throws IOException;
    }

    /// What a room's folder held at the start.
    sealed interface Recovered {

        record Stage(StageRecord record) implements Recovered {}

        record Nothing() implements Recovered {}

        /// The record could not be understood.
        ///
        /// @param keptAs where it lies now
        record Corrupt(Path keptAs, String reason) implements Recovered {}
    }

    /// Makes the state folder where it is absent.
    ///
    /// @throws IOException where it cannot be written to
    StageStore(Path stateDir) throws IOException {
        this(stateDir, _ -> {}, Files::createSymbolicLink);
    }

    /// As above.
    ///
    /// @param afterStep called after each step of a stage; whatever it throws makes the stage fail there
    StageStore(Path stateDir, Steps afterStep, Links links) throws IOException {
        this.stateDir = Files.createDirectories(stateDir).toRealPath();
        this.afterStep = afterStep;
        this.links = links;
        this.symlinks = probeSymlinks(Files.createDirectories(this.stateDir.resolve("symlinks")));
    }

    /// Whether `current.mkv` is kept; where not, the record alone decides.
    boolean keepsSymlinks() {
        return symlinks;
    }

    /// Rooms that have a folder, `main` always among them.
    List<RoomName> rooms() throws IOException {
        List<RoomName> rooms = new ArrayList<>();
        rooms.add(RoomName.MAIN);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(stateDir.resolve("rooms"), Files::isDirectory)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (RoomName.isValid(name) && !name.equals(RoomName.MAIN.value())) {
                    rooms.add(new RoomName(name));
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debugf("No further rooms in %s", stateDir);
        }
        return rooms;
    }

    /// Makes a stage last. On an exception the old stage still holds, record and link.
    void commit(StagedFile staged) throws IOException {
        RoomFolder folder = folder(staged.room());
        folder.make();
        afterStep.done(Step.FOLDERS_MADE);
        try (Rollover rollover = new Rollover(folder)) {
            rollover.writeRecord(StageRecord.of(staged));
            rollover.swapLink(staged.file());
            rollover.commit();
        }
        StateFiles.forceFolderOf(folder.record);
        afterStep.done(Step.FOLDER_FORCED);
    }

    /// Reads what is staged in a room and sweeps up after a kill. The caller then points the link.
    Recovered recover(RoomName room) throws IOException {
        RoomFolder folder = folder(room);
        Files.deleteIfExists(folder.temporaryRecord);
        Files.deleteIfExists(folder.temporaryLink);
        byte[] bytes;
        try (FileChannel file = FileChannel.open(folder.record, READ)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.size(), MAX_RECORD_BYTES));
            while (content.hasRemaining() && file.read(content) >= 0) {}
            bytes = content.array();
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(folder.link);
            return new Recovered.Nothing();
        }
        try {
            StageRecord record = READER.readValue(bytes);
            if (record != null) {
                return new Recovered.Stage(record);
            }
            return keepAside(folder, "it is empty");
        } catch (JsonProcessingException e) {
            return keepAside(folder, e.getOriginalMessage());
        }
    }

    /// Moves a room's record aside, where nothing reads it again, and forgets the stage.
    Recovered.Corrupt keepAside(RoomName room, String reason) throws IOException {
        return keepAside(folder(room), reason);
    }

    private static Recovered.Corrupt keepAside(RoomFolder folder, String reason) throws IOException {
        Files.move(folder.record, folder.corrupt, ATOMIC_MOVE);
        Files.deleteIfExists(folder.link);
        return new Recovered.Corrupt(folder.corrupt, reason);
    }

    /// Points `current.mkv` at a file, if it does not already. Where links cannot be made, one from before that points
    /// at another film goes.
    void pointLink(RoomName room, Path file) throws IOException {
        pointLink(folder(room), file);
    }

    private void pointLink(RoomFolder folder, Path file) throws IOException {
        if (folder.target(file).equals(folder.linkTarget())) {
            return;
        }
        if (symlinks) {
            folder.make();
            swap(folder, folder.target(file), _ -> {});
        } else if (Files.isSymbolicLink(folder.link)) {
            Files.delete(folder.link);
        }
    }

    private RoomFolder folder(RoomName room) {
        return new RoomFolder(
                room.equals(RoomName.MAIN)
                        ? stateDir
                        : stateDir.resolve("rooms").resolve(room.value()));
    }

    private void swap(RoomFolder folder, Path target, Steps afterStep) throws IOException {
        Files.deleteIfExists(folder.temporaryLink);
        links.make(folder.temporaryLink, target);
        afterStep.done(Step.LINK_MADE);
        Files.move(folder.temporaryLink, folder.link, ATOMIC_MOVE);
        afterStep.done(Step.LINK_SWAPPED);
    }

    private boolean probeSymlinks(Path folder) throws IOException {
        Path probe = folder.resolve(".probe");
        Files.deleteIfExists(probe);
        try {
            links.make(probe, Path.of("nothing"));
        } catch (IOException | UnsupportedOperationException e) {
            // A folder that takes no file either is not to be written to, which has nothing to do with links.
            Files.delete(Files.createFile(probe));
            LOG.infof(
                    "No symlinks in %s (%s): staged.json alone says what is staged, current.mkv is left out",
                    folder, e.toString());
            return false;
        }
        Files.delete(probe);
        return true;
    }

    private static final class RoomFolder {

        final Path path;
        final Path record;
        final Path temporaryRecord;
        final Path corrupt;
        final Path links;
        final Path link;
        final Path temporaryLink;

        RoomFolder(Path path) {
            this.path = path;
            this.record = path.resolve("staged.json");
            this.temporaryRecord = path.resolve("staged.json.tmp");
            this.corrupt = path.resolve("staged.json.corrupt");
            this.links = path.resolve("symlinks");
            this.link = links.resolve("current.mkv");
            this.temporaryLink = links.resolve(".current.mkv.tmp");
        }

        void make() throws IOException {
            if (!Files.isDirectory(links)) {
                Files.createDirectories(links);
                StateFiles.forceFolderOf(links);
                StateFiles.forceFolderOf(path);
            }
        }

        /// Relative, so that the state and media folders can move together.
        Path target(Path file) {
            try {
                return links.relativize(file);
            } catch (IllegalArgumentException e) {
                // Another drive, on Windows.
                return file;
            }
        }

        @Nullable
        Path linkTarget() throws IOException {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : null;
        }
    }

    /// One change of a room's two names; closed before its commit, it puts the link back.
    private final class Rollover implements AutoCloseable {

        private final RoomFolder folder;
        private final Optional<Path> oldTarget;
        private boolean committed;

        Rollover(RoomFolder folder) throws IOException {
            this.folder = folder;
            this.oldTarget = Optional.ofNullable(folder.linkTarget());
        }

        void writeRecord(StageRecord record) throws IOException {
            StateFiles.write(folder.temporaryRecord, WRITER.writeValueAsBytes(record));
            afterStep.done(Step.RECORD_WRITTEN);
        }

        void swapLink(Path file) throws IOException {
            if (symlinks) {
                swap(folder, folder.target(file), afterStep);
            } else {
                pointLink(folder, file);
            }
        }

        void commit() throws IOException {
            Files.move(folder.temporaryRecord, folder.record, ATOMIC_MOVE);
            committed = true;
            afterStep.done(Step.RECORD_SWAPPED);
        }

        @Override
        public void close() throws IOException {
            if (committed) {
                return;
            }
            Files.deleteIfExists(folder.temporaryRecord);
            Files.deleteIfExists(folder.temporaryLink);
            if (!symlinks) {
                return;
            }
            if (oldTarget.isPresent()) {
                swap(folder, oldTarget.get(), _ -> {});
            } else if (Files.exists(folder.link, NOFOLLOW_LINKS)) {
                Files.delete(folder.link);
            }
        }
    }
}

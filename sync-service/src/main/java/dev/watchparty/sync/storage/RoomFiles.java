package dev.watchparty.sync.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.watchparty.sync.room.RoomName;
import dev.watchparty.sync.room.SavedRoom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Rooms on disk: `R.json` for each room R in one folder. A file is written beside its place, forced to the disk and
/// renamed over it, so that a kill or a power cut leaves the old room or the new one. Blocks.
public final class RoomFiles {

    private static final Logger LOG = Logger.getLogger(RoomFiles.class);
    private static final String SUFFIX = ".json";
    private static final String TEMPORARY = ".json.tmp";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path folder;

    /// Makes the folder where it is missing.
    ///
    /// @throws UncheckedIOException when the folder cannot be made
    public RoomFiles(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    /// All rooms that can be read. A file that cannot is kept aside as `.corrupt`.
    public List<SavedRoom> readAll() {
        List<SavedRoom> rooms = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(TEMPORARY)) {
                    Files.deleteIfExists(file);
                } else if (name.endsWith(SUFFIX)
                        && RoomName.isValid(name.substring(0, name.length() - SUFFIX.length()))) {
                    read(file, name.substring(0, name.length() - SUFFIX.length()))
                            .ifPresent(rooms::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
        return rooms;
    }

    public void write(SavedRoom room) throws IOException {
        Path file = folder.resolve(room.room() + SUFFIX);
        Path temporary = folder.resolve(room.room() + TEMPORARY);
        byte[] content = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(room);
        try (FileChannel channel = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // Some file systems bring the new name to the disk before the content. Which of the two rooms a power cut
            // leaves is up to them: the name itself is not waited for.
            channel.force(true);
        }
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Optional<SavedRoom> read(Path file, String name) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            JsonNode tree = JSON.readTree(bytes);
            if (tree instanceof ObjectNode fields && !isClock(tree.path("clock"))) {
                // Pages learn the clock anew: no room is lost for that.
                fields.remove("clock");
            }
            SavedRoom room = JSON.treeToValue(tree, SavedRoom.class);
            if (room != null && room.room().equals(name)) {
                return Optional.of(room);
            }
            setAside(file, "it holds another room");
        } catch (JsonProcessingException e) {
            setAside(file, e.getOriginalMessage());
        }
        return Optional.empty();
    }

    private static boolean isClock(JsonNode clock) {
        return clock.path("id").isTextual()
                && clock.path("millis").isNumber()
                && Double.isFinite(clock.path("millis").asDouble());
    }

    private static void setAside(Path file, String reason) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        LOG.warnf("%s is not a saved room (%s): kept as %s, the room starts anew", file, reason, aside.getFileName());
    }
}

package dev.watchparty.media;

import static java.util.Comparator.reverseOrder;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Media and state folders of the test's own, emptied before the service starts.
public final class OwnFolders implements QuarkusTestProfile {

    public static final Path BASE = Path.of("target", "own-folders").toAbsolutePath();
    public static final Path MEDIA = BASE.resolve("media");
    public static final Path STATE = BASE.resolve("state");

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            delete(BASE);
            Files.createDirectories(MEDIA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("watchparty.media.root", MEDIA.toString(), "watchparty.state.dir", STATE.toString());
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}

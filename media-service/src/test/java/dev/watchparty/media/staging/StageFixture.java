package dev.watchparty.media.staging;

import dev.watchparty.media.container.Index;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;

/// Stages a file without the checks, the records and the symlink of staging proper.
public final class StageFixture {

    private StageFixture() {}

    public static StagedFile stage(Stages stages, RoomName room, Path file, String etag) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        StagedFile staged = new StagedFile(
                room,
                "shows/" + file.getFileName(),
                file.toRealPath(),
                etag,
                Instant.now(),
                1,
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                String.valueOf(attributes.fileKey()),
                "video/x-matroska",
                null,
                List.of(),
                new Index.Unknown(),
                "");
        stages.put(staged);
        return staged;
    }
}

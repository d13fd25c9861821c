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
        StagedFile staged = describe(room, file, etag, 1, new Index.Unknown());
        put(stages, staged);
        return staged;
    }

    public static void put(Stages stages, StagedFile staged) {
        stages.put(staged);
    }

    /// A file as it would be staged.
    public static StagedFile describe(RoomName room, Path file, String etag, long stageRevision, Index index)
            throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new StagedFile(
                room,
                "shows/" + file.getFileName(),
                file.toRealPath(),
                etag,
                Instant.now(),
                stageRevision,
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                String.valueOf(attributes.fileKey()),
                "video/x-matroska",
                null,
                List.of(),
                index,
                "");
    }
}

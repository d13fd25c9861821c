package dev.watchparty.media.staging;

import dev.watchparty.media.container.Index;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Staged files for tests that do not care what is in them.
final class StageSamples {

    private StageSamples() {}

    static StagedFile staged(RoomName room, Path file, long revision) {
        return new StagedFile(
                room,
                file.getFileName().toString(),
                file,
                "%040x".formatted(revision),
                Instant.ofEpochMilli(1_795_366_800_123L),
                revision,
                7,
                Instant.parse("2026-01-02T03:04:05.678901234Z"),
                "(dev=1,ino=2)",
                "video/x-matroska",
                12.5,
                List.of("avc1.640028", "mp4a.40.2"),
                new Index.At(Index.Place.END, revision, revision + 5),
                "%064x".formatted(revision));
    }
}

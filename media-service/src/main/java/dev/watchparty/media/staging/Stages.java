package dev.watchparty.media.staging;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What is staged now, room by room. Staging alone writes; any thread may read.
@Singleton
public final class Stages {

    /// Event bus address of each new stage; the body is the [StagedFile] itself, handed over within the process.
    public static final String CHANGED = "stage.changed";

    private final ConcurrentMap<RoomName, StagedFile> byRoom = new ConcurrentHashMap<>();

    public Optional<StagedFile> current(RoomName room) {
        return Optional.ofNullable(byRoom.get(room));
    }

    Collection<StagedFile> all() {
        return List.copyOf(byRoom.values());
    }

    void put(StagedFile staged) {
        byRoom.put(staged.room(), staged);
    }

    /// Puts a refreshed description of the same stage in place, unless another file has been staged meanwhile.
    void refresh(StagedFile known, StagedFile refreshed) {
        byRoom.replace(known.room(), known, refreshed);
    }

    int rooms() {
        return byRoom.size();
    }
}

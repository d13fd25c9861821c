package dev.watchparty.media.staging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// What the sync service is told of a stage: a room's whole staged state.
@RegisterForReflection
record StageEvent(String room, StagedView staged) {

    static StageEvent of(StagedFile staged) {
        return new StageEvent(staged.room().value(), StagedView.of(staged, List.of(), null));
    }
}

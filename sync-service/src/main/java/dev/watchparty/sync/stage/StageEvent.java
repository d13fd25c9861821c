package dev.watchparty.sync.stage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.watchparty.sync.room.RoomName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;

/// The media service's announcement of a stage (`deploy/contracts/stage-event.json`).
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection
record StageEvent(
        @JsonProperty(required = true) String room,
        @JsonProperty(required = true) Staged staged) {

    StageEvent {
        Objects.requireNonNull(staged, "staged");
        if (!RoomName.isValid(room)) {
            throw new IllegalArgumentException("room is to match [a-z0-9][a-z0-9-]{0,62}");
        }
    }
}

package dev.watchparty.sync.stage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.watchparty.sync.room.RoomName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The rooms in which something is staged (`deploy/contracts/rooms.json`).
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection
record StagedRooms(@JsonProperty(required = true) List<String> rooms) {

    StagedRooms {
        rooms = List.copyOf(rooms);
    }

    /// Those whose names are names.
    List<RoomName> names() {
        return rooms.stream().filter(RoomName::isValid).map(RoomName::new).toList();
    }
}

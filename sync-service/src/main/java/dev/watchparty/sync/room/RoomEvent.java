package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ServerMessage;
import java.util.List;

/// What a room wants done.
public sealed interface RoomEvent {

    record Tell(long member, ServerMessage message) implements RoomEvent {}

    record TellAll(ServerMessage message) implements RoomEvent {}

    /// To these members.
    record TellSome(List<Long> members, ServerMessage message) implements RoomEvent {}

    /// Ping this connection: another one claims its identity, is it still alive?
    record Probe(long member) implements RoomEvent {}

    /// The member is out of the room, as a ghost; its connection is to be closed.
    record Evict(long member) implements RoomEvent {}

    /// The member is out of the room, by the admin's will; it was told, and its connection is to be closed.
    record Remove(long member) implements RoomEvent {}

    /// Ask the media service to stage the next film, and bring back what it answered.
    ///
    /// @param question comes back with the answer, [RoomCommand.StageAnswered]
    /// @param ifStageRevision the stage that the room knows: where another one is the last, nothing is to be staged
    record AskStage(long question, String path, long ifStageRevision) implements RoomEvent {}

    /// What outlives the process has changed.
    record Changed() implements RoomEvent {}
}

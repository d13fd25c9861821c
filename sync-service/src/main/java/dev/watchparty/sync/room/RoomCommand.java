package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage;
import dev.watchparty.sync.protocol.StagedFilm;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can happen to a room. `member` is the number of a connection, unique in the process.
public sealed interface RoomCommand {

    /// A connection was opened.
    ///
    /// @param fresh the identity of a tab that brings none of its own
    /// @param viewer public name of the browser, null where the front door did not tell it
    record Join(long member, ResumeToken fresh, @Nullable String viewer) implements RoomCommand {}

    /// A tab says who it is.
    ///
    /// @param browser what the page takes its browser for
    record Hello(
            long member,
            @Nullable String name,
            @Nullable String resume,
            @Nullable String browser) implements RoomCommand {}

    /// The connection showed the admin's key.
    record Raise(long member) implements RoomCommand {}

    /// The connection answered a probe.
    record Heard(long member) implements RoomCommand {}

    record Report(long member, ClientMessage.Status status) implements RoomCommand {}

    /// Somebody wants to control the room.
    ///
    /// @param keyShown whether the message itself carried the admin's key
    record Control(long member, ClientMessage.Control message, boolean keyShown) implements RoomCommand {}

    record Talk(long member, ClientMessage.Talk message) implements RoomCommand {}

    record Leave(long member) implements RoomCommand {}

    /// The media service announced a stage; an old one changes nothing.
    record Stage(StagedFilm film, long stageRevision) implements RoomCommand {}

    /// What the media service says is staged now: the truth, even if lower or nothing.
    ///
    /// @param ifStageRevision the room's own stage revision when the question was asked; where the room has
    /// moved on since, the answer is stale and changes nothing
    record Restage(@Nullable StagedFilm film, long stageRevision, long ifStageRevision) implements RoomCommand {}

    /// The media service answered [RoomEvent.AskStage].
    ///
    /// @param question its number
    record StageAnswered(long question, StageOutcome outcome) implements RoomCommand {}

    /// What the media service says each viewer gets of the uplink, all rooms together.
    ///
    /// @param parts 0 to 1 by the viewer's public name, of those who are sent anything; null where it is not
    /// known
    record Share(@Nullable Map<String, Double> parts) implements RoomCommand {}

    /// Time has passed, see [Room#nextWakeMillis()].
    record Wake() implements RoomCommand {}
}

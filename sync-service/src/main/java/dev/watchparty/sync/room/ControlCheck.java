package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.ClearChat;
import dev.watchparty.sync.protocol.ClientMessage.Cohost;
import dev.watchparty.sync.protocol.ClientMessage.Control;
import dev.watchparty.sync.protocol.ClientMessage.Load;
import dev.watchparty.sync.protocol.ClientMessage.Mute;
import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.QueueCommand;
import dev.watchparty.sync.protocol.ClientMessage.Rate;
import dev.watchparty.sync.protocol.ClientMessage.Remove;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.SetQueue;
import dev.watchparty.sync.protocol.ClientMessage.StartNow;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.QueueState;
import dev.watchparty.sync.protocol.ServerMessage.Refused;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps commands that cannot be meant, or that their sender may not give, away from the room.
final class ControlCheck {

    private ControlCheck() {}

    /// What a command needs of its sender, and why it is refused where that is missing.
    static Optional<Refused> rights(Control message, boolean mayControl, boolean admin) {
        return switch (message) {
            case Cohost cohost when !admin -> refused(ErrorCode.NOT_ADMIN, "Only an admin can make co-hosts.");
            case Remove remove when !admin -> refused(ErrorCode.NOT_ADMIN, "Only an admin can remove somebody.");
            case Mute mute when !admin -> refused(ErrorCode.NOT_ADMIN, "Only an admin can mute somebody.");
            case ClearChat clear when !admin -> refused(ErrorCode.NOT_ADMIN, "Only an admin can clear the chat.");
            case SetQueue queue when !admin -> refused(ErrorCode.NOT_ADMIN, "Only an admin can change the queue.");
            case Control other when !mayControl -> refused(ErrorCode.NOT_ADMIN, "Only the host can do this.");
            case Control allowed -> Optional.empty();
        };
    }

    /// Why a command cannot be meant, empty where it can.
    ///
    /// @param film what is staged
    static Optional<Refused> sense(Control message, @Nullable StagedFilm film) {
        return switch (message) {
            case Seek seek
            when seek.time() == null || !Timeline.isPosition(seek.time()) ->
                refused(ErrorCode.BAD_TIME, "\"time\" is to be in seconds, 0 or more.");
            case Rate rate
            when rate.rate() == null || !Timeline.isRate(rate.rate()) ->
                refused(
                        ErrorCode.BAD_RATE,
                        "\"rate\" is to be between " + Timeline.MIN_RATE + " and " + Timeline.MAX_RATE + ".");
            case Load load
            when film == null || !film.etag().equals(load.etag()) ->
                refused(ErrorCode.NOT_STAGED, "This film is not staged. Stage it, then load it.");
            case SetQueue queue
            when !isQueue(queue) ->
                refused(
                        ErrorCode.BAD_QUEUE,
                        "\"paths\" is to hold at most " + QueueState.MOST + " paths, as the library tells them.");
            case Seek seek -> Optional.empty();
            case Rate rate -> Optional.empty();
            case Load load -> Optional.empty();
            case Play play -> Optional.empty();
            case Pause pause -> Optional.empty();
            case StartNow start -> Optional.empty();
            case ChangePolicy policy -> Optional.empty();
            case Cohost cohost -> Optional.empty();
            case Remove remove -> Optional.empty();
            case Mute mute -> Optional.empty();
            case ClearChat clear -> Optional.empty();
            case QueueCommand queue -> Optional.empty();
        };
    }

    private static boolean isQueue(SetQueue queue) {
        List<@Nullable String> paths = queue.paths();
        return paths != null
                && paths.size() <= QueueState.MOST
                && paths.stream().allMatch(path -> UpNext.canonical(path).isPresent());
    }

    private static Optional<Refused> refused(ErrorCode code, String message) {
        return Optional.of(new Refused(code, message));
    }
}

package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the sync service says to a page. State is sent whole, never as a patch.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "cmd")
@JsonSubTypes({
    @JsonSubTypes.Type(ServerMessage.Welcome.class),
    @JsonSubTypes.Type(ServerMessage.Loaded.class),
    @JsonSubTypes.Type(ServerMessage.Playing.class),
    @JsonSubTypes.Type(ServerMessage.Paused.class),
    @JsonSubTypes.Type(ServerMessage.Sought.class),
    @JsonSubTypes.Type(ServerMessage.RateChanged.class),
    @JsonSubTypes.Type(ServerMessage.Waiting.class),
    @JsonSubTypes.Type(ServerMessage.Pong.class),
    @JsonSubTypes.Type(ServerMessage.PolicyChanged.class),
    @JsonSubTypes.Type(ServerMessage.Viewers.class),
    @JsonSubTypes.Type(ServerMessage.WholeChat.class),
    @JsonSubTypes.Type(ServerMessage.Said.class),
    @JsonSubTypes.Type(ServerMessage.Unsaid.class),
    @JsonSubTypes.Type(ServerMessage.Reacted.class),
    @JsonSubTypes.Type(ServerMessage.Queue.class),
    @JsonSubTypes.Type(ServerMessage.Next.class),
    @JsonSubTypes.Type(ServerMessage.Refused.class),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ServerMessage {

    /// Version of the protocol, raised when an old page can no longer understand the service.
    int PROTOCOL_VERSION = 1;

    /// A whole snapshot of the room; it replaces everything that the page holds.
    ///
    /// @param resume the secret half of the tab's identity, to be kept by the tab and sent with its next
    /// `hello`
    /// @param staged absent where nothing is staged
    /// @param waiting for whom the room waits, absent while it waits for nobody
    /// @param chatId number of the newest line of the chat; 0 where it is empty, and empties that of the page
    /// @param queue for admins only
    /// @param next what is put on by itself, absent while nothing is
    /// @param clockId new at each start of the service: samples of another clock say nothing about this one
    /// @param formerClock by which those of an earlier run can be carried over; absent where unknown
    /// @param serverMs server time when this was written
    @JsonTypeName("welcome")
    record Welcome(
            String room,
            You you,
            String resume,
            int protocol,
            Policy policy,
            @Nullable StagedFilm staged,
            long stageRevision,
            TimelineState timeline,
            @Nullable WaitState waiting,
            long chatId,
            @Nullable QueueState queue,
            @Nullable NextFilm next,
            String clockId,
            @Nullable FormerClock formerClock,
            @JsonSerialize(using = MillisSerializer.class) double serverMs)
            implements ServerMessage {}

    /// Another film is staged, or the same one is to be loaded again: the timeline is at 0, paused.
    @JsonTypeName("load")
    record Loaded(@JsonUnwrapped StagedFilm film, long stageRevision, long rev) implements ServerMessage {}

    /// The room plays from [TimelineState#at()] on.
    @JsonTypeName("play")
    record Playing(@JsonUnwrapped TimelineState timeline) implements ServerMessage {}

    @JsonTypeName("pause")
    record Paused(@JsonUnwrapped TimelineState timeline) implements ServerMessage {}

    @JsonTypeName("seek")
    record Sought(@JsonUnwrapped TimelineState timeline) implements ServerMessage {}

    @JsonTypeName("rate")
    record RateChanged(@JsonUnwrapped TimelineState timeline) implements ServerMessage {}

    /// For whom the room waits now. Nobody named means that the wait is over.
    @JsonTypeName("waiting")
    record Waiting(@JsonUnwrapped WaitState waiting) implements ServerMessage {}

    /// Answers a clock sample (RFC 5905 section 8): arrival and departure on the server clock.
    @JsonTypeName("pong")
    record Pong(
            double t0,
            @JsonSerialize(using = MillisSerializer.class) double t1,
            @JsonSerialize(using = MillisSerializer.class) double t2)
            implements ServerMessage {}

    @JsonTypeName("policy")
    record PolicyChanged(@JsonUnwrapped Policy policy) implements ServerMessage {}

    /// To admins and co-hosts, at most once a second.
    @JsonTypeName("viewers")
    record Viewers(List<ViewerRow> viewers) implements ServerMessage {}

    /// The chat from its first line on: these replace all that the page holds, [Said] brings the rest. After the first
    /// welcome of a connection, where there is something; and empty to all, where it was cleared.
    @JsonTypeName("chat-log")
    record WholeChat(List<ChatLine> lines) implements ServerMessage {}

    /// What was said, in order of their numbers, to be added to what the page holds.
    @JsonTypeName("chat")
    record Said(List<ChatLine> lines) implements ServerMessage {}

    /// Lines of the chat that an admin has taken away.
    ///
    /// @param ids their numbers
    @JsonTypeName("chat-gone")
    record Unsaid(List<Long> ids) implements ServerMessage {}

    /// What viewers reacted with since the last of these. Nothing keeps it.
    @JsonTypeName("reactions")
    record Reacted(List<Reaction> reactions) implements ServerMessage {}

    /// To admins: the films that come next.
    @JsonTypeName("queue")
    record Queue(@JsonUnwrapped QueueState queue) implements ServerMessage {}

    /// The countdown to the next film.
    ///
    /// @param next absent while nothing is put on by itself
    @JsonTypeName("next")
    record Next(@Nullable NextFilm next) implements ServerMessage {}

    /// What was wrong with the last message.
    ///
    /// @param code why, for programs
    /// @param message a sentence for people
    @JsonTypeName("error")
    record Refused(ErrorCode code, String message) implements ServerMessage {}

    /// Who the connection is.
    ///
    /// @param tab the public half of the resume token, also the `t` of media URLs
    /// @param muted whether an admin has forbidden it to chat and to react
    record You(String tab, String name, Role role, boolean muted) {}

    /// How often an emoji was chosen.
    ///
    /// @param count 1 or more
    record Reaction(Emoji emoji, int count) {}

    /// One tab in a room as the host sees it; what it has not reported is absent.
    ///
    /// @param uplinkShare part of the uplink that its viewer gets, 0 to 1
    /// @param problem as its page says, see [ClientMessage.Status]
    /// @param formats what the problem is about
    /// @param browser as its page says
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ViewerRow(
            String tab,
            String name,
            Role role,
            boolean ready,
            boolean following,
            boolean ownCopy,
            boolean muted,
            @Nullable Double time,
            @Nullable Double bufferedAheadSeconds,
            @Nullable Double driftMs,
            @Nullable Double clockErrorMs,
            @Nullable Double rttMs,
            @Nullable Integer droppedFrames,
            @Nullable Double uplinkShare,
            @Nullable String problem,
            @Nullable List<@Nullable String> formats,
            @Nullable String browser) {}
}

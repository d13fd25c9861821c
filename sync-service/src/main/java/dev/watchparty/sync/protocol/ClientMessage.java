package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a page may say to the sync service. `time` is media time in seconds, `...Ms` are milliseconds.
///
/// The records hold what arrived, unchecked: ranges are the room's business, because a wrong value is answered,
/// not thrown. Unknown fields are ignored.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "cmd")
@JsonSubTypes({
    @JsonSubTypes.Type(ClientMessage.Hello.class),
    @JsonSubTypes.Type(ClientMessage.Auth.class),
    @JsonSubTypes.Type(ClientMessage.Ping.class),
    @JsonSubTypes.Type(ClientMessage.Status.class),
    @JsonSubTypes.Type(ClientMessage.Play.class),
    @JsonSubTypes.Type(ClientMessage.Pause.class),
    @JsonSubTypes.Type(ClientMessage.Seek.class),
    @JsonSubTypes.Type(ClientMessage.Rate.class),
    @JsonSubTypes.Type(ClientMessage.Load.class),
    @JsonSubTypes.Type(ClientMessage.StartNow.class),
    @JsonSubTypes.Type(ClientMessage.ChangePolicy.class),
    @JsonSubTypes.Type(ClientMessage.Cohost.class),
    @JsonSubTypes.Type(ClientMessage.Remove.class),
    @JsonSubTypes.Type(ClientMessage.Mute.class),
    @JsonSubTypes.Type(ClientMessage.ClearChat.class),
    @JsonSubTypes.Type(ClientMessage.Say.class),
    @JsonSubTypes.Type(ClientMessage.React.class),
    @JsonSubTypes.Type(ClientMessage.SetQueue.class),
    @JsonSubTypes.Type(ClientMessage.NextNow.class),
    @JsonSubTypes.Type(ClientMessage.NextStop.class),
})
public sealed interface ClientMessage {

    /// Names the person and, with `resume`, takes up the identity of an earlier connection of the same tab.
    ///
    /// @param protocol the protocol version that the page speaks, [ServerMessage#PROTOCOL_VERSION] today
    /// @param browser what the page takes its browser for, in words for the host
    @JsonTypeName("hello")
    record Hello(
            @Nullable String name,
            @Nullable String resume,
            @Nullable Integer protocol,
            @Nullable String browser) implements ClientMessage {}

    /// Raises the connection to admin.
    @JsonTypeName("auth")
    record Auth(@Nullable String key) implements ClientMessage {}

    /// A clock sample (RFC 5905 section 8): `t0` is the page's own clock in milliseconds and comes back
    /// unchanged.
    @JsonTypeName("ping")
    record Ping(@JsonProperty(required = true) double t0) implements ClientMessage {}

    /// How a viewer is doing, once a second.
    ///
    /// @param time where its player stands
    /// @param driftMs its player against the room's timeline, positive when ahead
    /// @param clockErrorMs bound on the error of its clock offset
    /// @param rttMs round trip of its newest clock sample
    /// @param rttAgeMs how long ago that came back: a sample is told until there is a newer one
    /// @param problem a media problem, absent when there is none: a word for programs, as pages of this version say
    /// it, or words for people
    /// @param formats what the problem is about: the file's ending, names of codecs
    /// @param ended whether its player stands at the end of the film; absent where it does not
    /// @param tab the public half of the resume token
    @JsonTypeName("status")
    record Status(
            @JsonProperty(required = true) double time,
            @JsonProperty(required = true) double bufferedAheadSeconds,
            @JsonProperty(required = true) boolean ready,
            @Nullable Double driftMs,
            @Nullable Double clockErrorMs,
            @Nullable Double rttMs,
            @Nullable Double rttAgeMs,
            @Nullable Integer droppedFrames,
            @JsonProperty(required = true) boolean following,
            @JsonProperty(required = true) boolean ownCopy,
            @Nullable String problem,
            @Nullable List<@Nullable String> formats,
            @Nullable Boolean ended,
            @Nullable String tab)
            implements ClientMessage {}

    /// What only an admin or a co-host may say. `key` is the admin's key and may be absent after [Auth].
    sealed interface Control extends ClientMessage {
        @Nullable
        String key();
    }

    /// Moves the room's timeline.
    sealed interface TimelineCommand extends Control {}

    @JsonTypeName("play")
    record Play(@Nullable String key) implements TimelineCommand {}

    @JsonTypeName("pause")
    record Pause(@Nullable String key) implements TimelineCommand {}

    @JsonTypeName("seek")
    record Seek(@Nullable Double time, @Nullable String key) implements TimelineCommand {}

    /// Playback rate of the room, 1 is normal speed.
    @JsonTypeName("rate")
    record Rate(@Nullable Double rate, @Nullable String key) implements TimelineCommand {}

    /// Makes everyone reload the staged file, which `etag` must name.
    @JsonTypeName("load")
    record Load(@Nullable String etag, @Nullable String key) implements TimelineCommand {}

    /// Plays at once, without those for whom the room waits.
    @JsonTypeName("start-now")
    record StartNow(@Nullable String key) implements TimelineCommand {}

    /// Changes those fields of the room's [Policy] that are present.
    @JsonTypeName("policy")
    record ChangePolicy(
            @Nullable Boolean enforcePausePlay,
            @Nullable Boolean followMode,
            Policy.@Nullable WaitForReady waitForReady,
            Policy.@Nullable OnStall onStall,
            @Nullable Boolean chat,
            @Nullable String key)
            implements Control {

        public Policy appliedTo(Policy policy) {
            return new Policy(
                    enforcePausePlay == null ? policy.enforcePausePlay() : enforcePausePlay,
                    followMode == null ? policy.followMode() : followMode,
                    waitForReady == null ? policy.waitForReady() : waitForReady,
                    onStall == null ? policy.onStall() : onStall,
                    chat == null ? policy.chat() : chat);
        }
    }

    /// Makes a tab a co-host, or takes that back; for admins only.
    ///
    /// @param tab public half of the tab's resume token
    @JsonTypeName("cohost")
    record Cohost(
            @Nullable String tab,
            @JsonProperty(required = true) boolean granted,
            @Nullable String key) implements Control {}

    /// Puts a tab out of the room for a while; for admins only.
    ///
    /// @param tab public half of the tab's resume token
    @JsonTypeName("remove")
    record Remove(@Nullable String tab, @Nullable String key) implements Control {}

    /// Forbids a tab to chat and to react, or allows it again; for admins only.
    ///
    /// @param tab public half of the tab's resume token
    @JsonTypeName("mute")
    record Mute(
            @Nullable String tab,
            @JsonProperty(required = true) boolean muted,
            @Nullable String key) implements Control {}

    /// Takes away what was said in the room; for admins only.
    ///
    /// @param tab public half of the resume token of the one author whose lines are meant, here or not; absent for
    /// everybody's
    @JsonTypeName("chat-clear")
    record ClearChat(@Nullable String tab, @Nullable String key) implements Control {}

    /// What viewers say to each other, and the policy may forbid.
    sealed interface Talk extends ClientMessage {}

    @JsonTypeName("chat")
    record Say(@Nullable String text) implements Talk {}

    @JsonTypeName("react")
    record React(@Nullable Emoji emoji) implements Talk {}

    /// About the films that come next.
    sealed interface QueueCommand extends Control {}

    /// Sets the films that come next, the whole list; for admins only.
    ///
    /// @param paths below the media root, the next one first, at most [QueueState#MOST]
    /// @param rev of the list that this one was made from: where it is another one by now, nothing changes.
    /// Absent where that does not matter
    @JsonTypeName("queue")
    record SetQueue(
            @Nullable List<@Nullable String> paths,
            @Nullable Long rev,
            @Nullable String key) implements QueueCommand {}

    /// Puts the next film on at once.
    @JsonTypeName("next-now")
    record NextNow(@Nullable String key) implements QueueCommand {}

    /// Ends the countdown to the next film.
    @JsonTypeName("next-stop")
    record NextStop(@Nullable String key) implements QueueCommand {}
}

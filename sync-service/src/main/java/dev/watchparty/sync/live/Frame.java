package dev.watchparty.sync.live;

import dev.watchparty.sync.protocol.Codec;
import dev.watchparty.sync.protocol.ServerMessage;
import java.util.EnumSet;
import java.util.Set;

/// An encoded message on its way to one connection or to many.
record Frame(Kind kind, String text) {

    static Frame of(ServerMessage message) {
        return new Frame(kind(message), Codec.encode(message));
    }

    private static Kind kind(ServerMessage message) {
        return switch (message) {
            case ServerMessage.Welcome welcome -> Kind.WELCOME;
            case ServerMessage.Loaded loaded -> Kind.LOAD;
            case ServerMessage.Playing playing -> Kind.PLAYBACK;
            case ServerMessage.Paused paused -> Kind.PLAYBACK;
            case ServerMessage.Sought sought -> Kind.SEEK;
            case ServerMessage.RateChanged rate -> Kind.RATE;
            case ServerMessage.Waiting waiting -> Kind.WAITING;
            case ServerMessage.PolicyChanged policy -> Kind.POLICY;
            case ServerMessage.Viewers viewers -> Kind.VIEWERS;
            case ServerMessage.WholeChat chat -> Kind.CHAT_LOG;
            case ServerMessage.Said said -> Kind.CHAT;
            case ServerMessage.Unsaid unsaid -> Kind.CHAT;
            case ServerMessage.Reacted reacted -> Kind.REACTIONS;
            case ServerMessage.Queue queue -> Kind.QUEUE;
            case ServerMessage.Next next -> Kind.NEXT;
            case ServerMessage.Pong pong -> Kind.SINGLE;
            case ServerMessage.Refused refused -> Kind.REFUSAL;
        };
    }

    /// What a newer frame makes void. A seek does not make a play void although both carry the whole line: a
    /// client of the note's four messages takes from each only what its name says.
    enum Kind {
        SINGLE,
        /// Says what was wrong with the last message: of no use to a client that does not read.
        REFUSAL,
        PLAYBACK,
        SEEK,
        RATE,
        LOAD,
        WAITING,
        POLICY,
        VIEWERS,
        /// Lines of the chat, and which of them are gone: each has to arrive, so that none makes another void. The room
        /// gathers them, so that they are few.
        CHAT,
        CHAT_LOG,
        /// Of this moment only.
        REACTIONS,
        QUEUE,
        NEXT,
        WELCOME;

        /// Whether it is not worth to be sent to a client that is behind.
        boolean isTrifle() {
            return this == REFUSAL || this == REACTIONS;
        }

        Set<Kind> replaces() {
            return switch (this) {
                case SINGLE, REFUSAL, CHAT -> EnumSet.noneOf(Kind.class);
                case PLAYBACK, SEEK, RATE, WAITING, POLICY, VIEWERS, REACTIONS, QUEUE, NEXT -> EnumSet.of(this);
                case CHAT_LOG -> EnumSet.of(CHAT, CHAT_LOG);
                case LOAD -> EnumSet.of(PLAYBACK, SEEK, RATE, LOAD);
                case WELCOME -> EnumSet.of(PLAYBACK, SEEK, RATE, LOAD, WAITING, POLICY, QUEUE, NEXT, WELCOME);
            };
        }
    }
}

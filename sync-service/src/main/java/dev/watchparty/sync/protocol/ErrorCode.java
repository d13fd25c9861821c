package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Why a message was refused, as a stable word for programs.
public enum ErrorCode {
    /// Not a JSON object.
    NOT_JSON,
    /// A binary frame.
    NOT_TEXT,
    /// `cmd` is missing, or a field is missing or of the wrong type, or holds nothing that can be seen.
    BAD_MESSAGE,
    /// A `cmd` that the service does not know.
    UNKNOWN_COMMAND,
    /// A position that is missing, negative or beyond any film.
    BAD_TIME,
    /// A rate outside of what players can do.
    BAD_RATE,
    /// A report with numbers that cannot be.
    BAD_STATUS,
    /// Control by somebody who may not control.
    NOT_ADMIN,
    WRONG_KEY,
    /// The address presented too many wrong keys; the key was not looked at.
    TOO_MANY_WRONG_KEYS,
    /// `load` names a film that is not the staged one.
    NOT_STAGED,
    /// `cohost`, `remove` or `mute` names a tab that is not here, or an admin's.
    NO_SUCH_VIEWER,
    /// The policy has turned the chat off.
    CHAT_OFF,
    /// An admin has forbidden this tab to chat and to react.
    MUTED,
    /// A queue that is too long, or with a path that can be no file's.
    BAD_QUEUE,
    /// The queue was changed since the one that this one was made from.
    STALE_QUEUE,
    /// The admin put the tab out of the room.
    REMOVED,
    /// Messages come faster than anybody needs; this one was dropped.
    TOO_FAST,
    NO_SUCH_ROOM,
    ROOM_FULL,
    /// The address holds as many connections as one may.
    TOO_MANY_CONNECTIONS;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.watchparty.sync.live;

import io.quarkus.websockets.next.CloseReason;

/// Why the service closes connections: RFC 6455 7.4.1, and 4000 upwards of its own.
public final class Closes {

    public static final CloseReason FLOOD = new CloseReason(1008, "too many messages");
    public static final CloseReason TOO_LONG = new CloseReason(1009, "message too long");
    public static final CloseReason SLOW = new CloseReason(1013, "too slow, come back");
    public static final CloseReason FULL = new CloseReason(1013, "full, try again later");
    public static final CloseReason NO_SUCH_ROOM = new CloseReason(4404, "no such room");

    /// The connection answers no pings, or its tab came back on another one.
    public static final CloseReason GHOST = new CloseReason(4408, "gone");

    /// Put out of the room by the admin: pages do not come back by themselves.
    public static final CloseReason REMOVED = new CloseReason(4410, "removed");

    private Closes() {}
}

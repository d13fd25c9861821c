package dev.watchparty.sync.live;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/// A connection's place in a room: the way from the room to it. Owned by the room's event loop.
final class Seat {

    private static final Logger LOG = Logger.getLogger(Seat.class);

    final long member;
    private final WebSocketConnection connection;
    private final Pings pings;
    private final Executor owner;
    private final Outbox outbox = new Outbox();

    Seat(long member, WebSocketConnection connection, Pings pings, Executor owner) {
        this.member = member;
        this.connection = connection;
        this.pings = pings;
        this.owner = owner;
    }

    /// Returns whether the outbox had room.
    boolean send(Frame frame) {
        if (!outbox.offer(frame)) {
            return false;
        }
        flush();
        return true;
    }

    void ping() {
        pings.send();
    }

    void close(CloseReason reason) {
        if (connection.isOpen()) {
            connection
                    .close(reason)
                    .subscribe()
                    .with(closed -> {}, failure -> LOG.debugf("close of %s: %s", connection.id(), failure));
        }
    }

    /// The next write starts when the last one has left for the kernel: a connection that does not read keeps
    /// its frames here.
    private void flush() {
        Frame frame = outbox.next();
        if (frame == null) {
            return;
        }
        connection.sendText(frame.text()).subscribe().with(sent -> owner.execute(this::proceed), failure -> {
            LOG.debugf("write to %s: %s", connection.id(), failure);
            owner.execute(this::proceed);
        });
    }

    private void proceed() {
        outbox.written();
        flush();
    }
}

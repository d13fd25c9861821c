package dev.watchparty.sync.socket;

import dev.watchparty.sync.clock.ServerClock;
import dev.watchparty.sync.live.Closes;
import dev.watchparty.sync.live.LiveRoom;
import dev.watchparty.sync.live.Metrics;
import dev.watchparty.sync.live.Pings;
import dev.watchparty.sync.live.Rooms;
import dev.watchparty.sync.protocol.Codec;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.room.ResumeToken;
import dev.watchparty.sync.room.RoomCommand;
import dev.watchparty.sync.room.RoomName;
import dev.watchparty.sync.settings.BadSetting;
import dev.watchparty.sync.viewer.Keyring;
import io.quarkus.runtime.Startup;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Opens and ends sessions; what both endpoints share. Called on the connection's event loop.
@Startup
@Singleton
final class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);

    private static final UserData.TypedKey<Open> OPEN = new UserData.TypedKey<>("session");

    private final AtomicLong members = new AtomicLong();
    private final SecureRandom random = new SecureRandom();
    private final Rooms rooms;
    private final AddressQuota quota;
    private final ServerClock clock;
    private final Keyring keyring;
    private final Metrics metrics;
    private final long pingMillis;
    private final Vertx vertx;

    Sessions(
            Rooms rooms,
            AddressQuota quota,
            ServerClock clock,
            Keyring keyring,
            Metrics metrics,
            SocketSettings settings,
            Vertx vertx) {
        this.rooms = rooms;
        this.quota = quota;
        this.clock = clock;
        this.keyring = keyring;
        this.metrics = metrics;
        this.pingMillis = settings.pingInterval().toMillis();
        if (pingMillis < 100 || pingMillis > 60_000) {
            throw BadSetting.refused("watchparty.socket.ping-interval", settings.pingInterval(), "from 100ms to 60s");
        }
        this.vertx = vertx;
    }

    void open(WebSocketConnection connection, String roomName) {
        Optional<LiveRoom> room = RoomName.isValid(roomName) ? rooms.find(new RoomName(roomName)) : Optional.empty();
        if (room.isEmpty()) {
            turnAway(connection, ErrorCode.NO_SUCH_ROOM, "There is no such room.", Closes.NO_SUCH_ROOM);
            return;
        }
        String address = Objects.requireNonNull(connection.userData().get(Handshake.ADDRESS));
        if (!quota.acquire(address)) {
            turnAway(
                    connection,
                    ErrorCode.TOO_MANY_CONNECTIONS,
                    "Too many connections from your address. Close some tabs.",
                    Closes.FULL);
            return;
        }
        metrics.opened();
        long member = members.incrementAndGet();
        Pings pings = new Pings(connection);
        Session session = new Session(member, address, connection, pings, room.get(), clock, keyring, metrics);
        long beat = vertx.setPeriodic(pingMillis, id -> session.beat());
        connection.userData().put(OPEN, new Open(session, address, beat));
        String viewer = connection.userData().get(Handshake.VIEWER);
        room.get().join(new RoomCommand.Join(member, ResumeToken.fresh(random), viewer), connection, pings);
    }

    void text(WebSocketConnection connection, String frame) {
        with(connection, session -> session.text(frame));
    }

    void binary(WebSocketConnection connection, Buffer frame) {
        with(connection, session -> session.binary(frame));
    }

    void pong(WebSocketConnection connection, Buffer payload) {
        with(connection, session -> session.pong(payload));
    }

    void failed(WebSocketConnection connection, Throwable failure) {
        if (isTooLong(failure)) {
            with(connection, session -> session.end(Closes.TOO_LONG));
        } else if (failure instanceof IOException || connection.isClosed()) {
            LOG.debugf("connection %s: %s", connection.id(), failure);
        } else {
            LOG.errorf(failure, "connection %s", connection.id());
        }
    }

    void closed(WebSocketConnection connection) {
        Open open = connection.userData().remove(OPEN);
        if (open != null) {
            vertx.cancelTimer(open.beat());
            quota.release(open.address());
            metrics.gone();
            open.session().closed();
        }
    }

    /// Vert.x has no type of its own for a message whose fragments are too long together.
    private static boolean isTooLong(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof IllegalStateException && message != null && message.contains("max message size");
    }

    private static void with(WebSocketConnection connection, Consumer<Session> action) {
        Open open = connection.userData().get(OPEN);
        if (open != null) {
            action.accept(open.session());
        }
    }

    private void turnAway(WebSocketConnection connection, ErrorCode code, String message, CloseReason reason) {
        metrics.refused(code);
        metrics.closed(reason.getCode());
        connection
                .sendText(Codec.encode(new ServerMessage.Refused(code, message)))
                .chain(() -> connection.close(reason))
                .subscribe()
                .with(closed -> {}, failure -> LOG.debugf("turning %s away: %s", connection.id(), failure));
    }

    private record Open(Session session, String address, long beat) {}
}

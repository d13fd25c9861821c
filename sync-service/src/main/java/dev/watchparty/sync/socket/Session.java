package dev.watchparty.sync.socket;

import dev.watchparty.sync.clock.ServerClock;
import dev.watchparty.sync.live.Closes;
import dev.watchparty.sync.live.LiveRoom;
import dev.watchparty.sync.live.Metrics;
import dev.watchparty.sync.live.Pings;
import dev.watchparty.sync.protocol.ClientMessage;
import dev.watchparty.sync.protocol.Codec;
import dev.watchparty.sync.protocol.Decoded;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.room.RoomCommand;
import dev.watchparty.sync.viewer.Keyring;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One connection from its opening to its end. Owned by the connection's event loop.
final class Session {

    private static final Logger LOG = Logger.getLogger(Session.class);

    /// Clock samples are answered past the outbox; a client that asks and does not read gets no more than
    /// these.
    private static final int MAX_PONGS_IN_FLIGHT = 16;

    private final long member;
    private final String address;
    private final WebSocketConnection connection;
    private final Pings pings;
    private final LiveRoom room;
    private final ServerClock clock;
    private final Keyring keyring;
    private final Metrics metrics;
    private final MessageBudget budget = new MessageBudget();

    private boolean raised;
    private boolean keyShown;
    private boolean answered = true;
    private int pongsInFlight;
    private boolean over;

    Session(
            long member,
            String address,
            WebSocketConnection connection,
            Pings pings,
            LiveRoom room,
            ServerClock clock,
            Keyring keyring,
            Metrics metrics) {
        this.member = member;
        this.address = address;
        this.connection = connection;
        this.pings = pings;
        this.room = room;
        this.clock = clock;
        this.keyring = keyring;
        this.metrics = metrics;
    }

    void text(String frame) {
        double arrivedMillis = clock.nowMillis();
        if (!admit(frame.length(), arrivedMillis)) {
            return;
        }
        switch (Codec.decode(frame)) {
            case Decoded.Understood understood -> handle(understood.message(), arrivedMillis);
            case Decoded.Misunderstood bad -> room.refuse(member, bad.code(), bad.message());
            case Decoded.Telemetry telemetry -> {}
        }
    }

    void binary(Buffer frame) {
        if (admit(frame.length(), clock.nowMillis())) {
            room.refuse(member, ErrorCode.NOT_TEXT, "Messages are JSON in text frames.");
        }
    }

    void pong(Buffer payload) {
        if (pings.areAnsweredBy(payload)) {
            answered = true;
            room.submit(new RoomCommand.Heard(member));
        }
    }

    /// Once each ping interval. Who has not answered the last ping is gone, whatever else it says: at most two
    /// intervals.
    void beat() {
        if (over) {
            return;
        }
        if (!answered) {
            end(Closes.GHOST);
            return;
        }
        answered = false;
        pings.send();
    }

    void closed() {
        over = true;
        room.submit(new RoomCommand.Leave(member));
    }

    private void handle(ClientMessage message, double arrivedMillis) {
        switch (message) {
            case ClientMessage.Ping ping -> pong(ping, arrivedMillis);
            case ClientMessage.Hello hello ->
                room.submit(new RoomCommand.Hello(member, hello.name(), hello.resume(), hello.browser()));
            case ClientMessage.Auth auth -> {
                if (isKey(auth.key())) {
                    raised = true;
                    room.submit(new RoomCommand.Raise(member));
                }
            }
            case ClientMessage.Status status -> room.submit(new RoomCommand.Report(member, status));
            case ClientMessage.Talk talk -> room.submit(new RoomCommand.Talk(member, talk));
            case ClientMessage.Control control -> {
                boolean shown = !raised && control.key() != null;
                if (!shown || isKey(control.key())) {
                    room.submit(new RoomCommand.Control(member, control, shown));
                }
            }
        }
    }

    private void pong(ClientMessage.Ping ping, double arrivedMillis) {
        if (pongsInFlight >= MAX_PONGS_IN_FLIGHT) {
            return;
        }
        pongsInFlight++;
        connection
                .sendText(Codec.encode(new ServerMessage.Pong(ping.t0(), arrivedMillis, clock.nowMillis())))
                .onTermination()
                .invoke(() -> pongsInFlight--)
                .subscribe()
                .with(sent -> {}, failure -> LOG.debugf("pong to %s: %s", connection.id(), failure));
    }

    /// Judges a presented key, and tells the client where it is wrong.
    private boolean isKey(@Nullable String presented) {
        return switch (keyring.judge(presented, address)) {
            case ADMIN -> {
                keyShown = true;
                yield true;
            }
            case WRONG_KEY -> {
                LOG.infof("wrong key from %s", address);
                room.refuse(member, ErrorCode.WRONG_KEY, "The key is wrong.");
                yield false;
            }
            case TOO_MANY_WRONG_KEYS -> {
                room.refuse(member, ErrorCode.TOO_MANY_WRONG_KEYS, "Too many wrong keys. Try again in a minute.");
                yield false;
            }
        };
    }

    private boolean admit(int characters, double nowMillis) {
        if (over) {
            return false;
        }
        return switch (budget.admit(characters, keyShown, nowMillis)) {
            case ADMITTED -> true;
            case DROPPED -> {
                metrics.refused(ErrorCode.TOO_FAST);
                yield false;
            }
            case DROPPED_AND_TOLD -> {
                room.refuse(member, ErrorCode.TOO_FAST, "Too many messages; this one was dropped.");
                yield false;
            }
            case FLOOD -> {
                end(Closes.FLOOD);
                yield false;
            }
        };
    }

    /// Leaves the room now; the close may take its time.
    void end(CloseReason reason) {
        over = true;
        room.dismiss(member, reason);
    }
}

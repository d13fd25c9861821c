package dev.watchparty.sync.live;

import dev.watchparty.sync.clock.ClockReading;
import dev.watchparty.sync.clock.ServerClock;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.queue.StageWishes;
import dev.watchparty.sync.room.PageReport;
import dev.watchparty.sync.room.Room;
import dev.watchparty.sync.room.RoomCommand;
import dev.watchparty.sync.room.RoomEvent;
import dev.watchparty.sync.room.RoomName;
import dev.watchparty.sync.room.SavedRoom;
import io.netty.channel.EventLoop;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A [Room] on its own event loop, with the way out to its connections. Public methods may be called on any
/// thread and return at once; all else happens on the loop.
public final class LiveRoom {

    private static final Logger LOG = Logger.getLogger(LiveRoom.class);

    private final Room room;
    private final EventLoop loop;
    private final ServerClock clock;
    private final Metrics metrics;
    private final Saver saver;
    private final StageWishes wishes;
    private final int maxConnections;
    private final Map<Long, Seat> seats = new LinkedHashMap<>();

    private @Nullable ScheduledFuture<?> wake;
    private volatile Overview overview;

    LiveRoom(
            Room room,
            EventLoop loop,
            ServerClock clock,
            Metrics metrics,
            Disk disk,
            StageWishes wishes,
            int maxConnections) {
        this.room = room;
        this.loop = loop;
        this.clock = clock;
        this.metrics = metrics;
        this.wishes = wishes;
        this.maxConnections = maxConnections;
        this.saver = new Saver(loop, disk, this::snapshot);
        this.overview = overviewNow();
    }

    public RoomName name() {
        return room.name();
    }

    /// As of the last change.
    public Overview overview() {
        return overview;
    }

    public void submit(RoomCommand command) {
        loop.execute(() -> apply(command));
    }

    /// Seats a connection, or refuses it where the room is full.
    public void join(RoomCommand.Join join, WebSocketConnection connection, Pings pings) {
        loop.execute(() -> {
            Seat seat = new Seat(join.member(), connection, pings, loop);
            if (seats.size() >= maxConnections) {
                metrics.refused(ErrorCode.ROOM_FULL);
                metrics.closed(Closes.FULL.getCode());
                seat.send(Frame.of(new ServerMessage.Refused(ErrorCode.ROOM_FULL, "The room is full.")));
                seat.close(Closes.FULL);
                return;
            }
            seats.put(join.member(), seat);
            apply(join);
        });
    }

    /// Tells one connection what was wrong with its message.
    public void refuse(long member, ErrorCode code, String message) {
        loop.execute(() -> tell(member, new ServerMessage.Refused(code, message)));
    }

    /// Takes a connection out of the room at once, and closes it.
    public void dismiss(long member, CloseReason reason) {
        loop.execute(() -> expel(member, reason));
    }

    /// Applies a stage and completes when the room has it.
    public Uni<Void> apply(RoomCommand.Stage stage) {
        return onLoop(() -> {
            apply((RoomCommand) stage);
            return null;
        });
    }

    /// The room's stage revision, for [RoomCommand.Restage].
    public Uni<Long> stageRevision() {
        return onLoop(room::stageRevision);
    }

    /// The pages that are here now.
    public Uni<List<PageReport>> pages() {
        return onLoop(() -> room.pages(clock.nowMillis()));
    }

    /// Completes when the room is on disk.
    public Uni<Void> saveNow() {
        return Uni.createFrom().emitter(emitter -> loop.execute(() -> saver.saveNow(emitter)));
    }

    void start() {
        loop.execute(() -> apply(new RoomCommand.Wake()));
    }

    private <T extends @Nullable Object> Uni<T> onLoop(Supplier<T> work) {
        return Uni.createFrom()
                .emitter(emitter -> loop.execute(() -> {
                    try {
                        emitter.complete(work.get());
                    } catch (RuntimeException e) {
                        emitter.fail(e);
                    }
                }));
    }

    private void apply(RoomCommand command) {
        try {
            List<RoomEvent> events = room.apply(command, clock.nowMillis());
            if (command instanceof RoomCommand.Leave leave) {
                seats.remove(leave.member());
            }
            for (RoomEvent event : events) {
                carryOut(event);
            }
        } catch (RuntimeException e) {
            // A fault in one command must not stop the room's clock.
            LOG.errorf(
                    e, "room %s failed at %s", room.name(), command.getClass().getSimpleName());
        }
        overview = overviewNow();
        scheduleWake();
    }

    private void carryOut(RoomEvent event) {
        switch (event) {
            case RoomEvent.Tell tell -> tell(tell.member(), tell.message());
            case RoomEvent.TellAll tell -> {
                metrics.broadcast();
                Frame frame = Frame.of(tell.message());
                for (Seat seat : List.copyOf(seats.values())) {
                    send(seat, frame);
                }
            }
            case RoomEvent.TellSome tell -> {
                Frame frame = Frame.of(tell.message());
                for (long member : tell.members()) {
                    Seat seat = seats.get(member);
                    if (seat != null) {
                        send(seat, frame);
                    }
                }
            }
            case RoomEvent.Probe probe -> {
                Seat seat = seats.get(probe.member());
                if (seat != null) {
                    seat.ping();
                }
            }
            case RoomEvent.Evict evict -> expel(evict.member(), Closes.GHOST);
            case RoomEvent.Remove remove -> expel(remove.member(), Closes.REMOVED);
            case RoomEvent.AskStage ask ->
                wishes.ask(room.name(), ask.path(), ask.ifStageRevision())
                        .subscribe()
                        .with(outcome -> submit(new RoomCommand.StageAnswered(ask.question(), outcome)));
            case RoomEvent.Changed changed -> saver.changed();
        }
    }

    private void tell(long member, ServerMessage message) {
        if (message instanceof ServerMessage.Refused refused) {
            metrics.refused(refused.code());
        }
        Seat seat = seats.get(member);
        if (seat != null) {
            send(seat, Frame.of(message));
        }
    }

    private void send(Seat seat, Frame frame) {
        if (!seat.send(frame)) {
            expel(seat.member, Closes.SLOW);
        }
    }

    /// The room hears of it in a turn of its own: this may be in the middle of one.
    private void expel(long member, CloseReason reason) {
        Seat seat = seats.remove(member);
        if (seat != null) {
            metrics.closed(reason.getCode());
            seat.close(reason);
            submit(new RoomCommand.Leave(member));
        }
    }

    private void scheduleWake() {
        if (wake != null) {
            wake.cancel(false);
            wake = null;
        }
        double nextMillis = room.nextWakeMillis();
        if (nextMillis < Double.POSITIVE_INFINITY) {
            double delayMillis = Math.max(0, nextMillis - clock.nowMillis());
            wake = loop.schedule(
                    () -> apply(new RoomCommand.Wake()), (long) Math.ceil(delayMillis * 1000), TimeUnit.MICROSECONDS);
        }
    }

    private SavedRoom snapshot() {
        ClockReading reading = clock.read();
        return room.saved(reading.serverMillis(), reading.wallMillis());
    }

    private Overview overviewNow() {
        return new Overview(room.name(), seats.size(), room.film().orElse(null));
    }

    /// What can be said of the room from outside its loop.
    ///
    /// @param staged absent where nothing is staged
    public record Overview(
            RoomName room, int viewers, @Nullable StagedFilm staged) {}
}

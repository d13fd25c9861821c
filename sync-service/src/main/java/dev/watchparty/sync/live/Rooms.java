package dev.watchparty.sync.live;

import dev.watchparty.sync.clock.ClockReading;
import dev.watchparty.sync.clock.ServerClock;
import dev.watchparty.sync.queue.StageWishes;
import dev.watchparty.sync.room.Room;
import dev.watchparty.sync.room.RoomName;
import dev.watchparty.sync.room.SavedRoom;
import dev.watchparty.sync.settings.BadSetting;
import dev.watchparty.sync.storage.RoomFiles;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/// The rooms that exist. `main` always does, others from when they are made, over restarts. Any thread.
@Singleton
public final class Rooms {

    private static final Logger LOG = Logger.getLogger(Rooms.class);

    private static final int MOST = 10_000;

    private final ConcurrentMap<RoomName, LiveRoom> rooms = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final ServerClock clock;
    private final Metrics metrics;
    private final Disk disk;
    private final RoomFiles files;
    private final RoomSettings settings;
    private final StageWishes wishes;
    private volatile boolean serving;

    Rooms(
            Vertx vertx,
            ServerClock clock,
            Metrics metrics,
            Disk disk,
            RoomFiles files,
            RoomSettings settings,
            StageWishes wishes) {
        this.vertx = vertx;
        this.clock = clock;
        this.metrics = metrics;
        this.disk = disk;
        this.files = files;
        this.settings = settings;
        this.wishes = wishes;
        BadSetting.requireWithin("watchparty.rooms.max", settings.max(), 1, MOST);
        BadSetting.requireWithin("watchparty.rooms.max-connections", settings.maxConnections(), 1, MOST);
        metrics.watchRooms(rooms);
    }

    public Optional<LiveRoom> find(RoomName name) {
        return Optional.ofNullable(rooms.get(name));
    }

    /// By name.
    public Collection<LiveRoom> all() {
        return rooms.values().stream()
                .sorted((a, b) -> a.name().value().compareTo(b.name().value()))
                .toList();
    }

    /// Makes a room that does not exist yet.
    public synchronized Creation create(RoomName name) {
        LiveRoom there = rooms.get(name);
        if (there != null) {
            return new Creation.Existed(there);
        }
        if (rooms.size() >= settings.max()) {
            return new Creation.TooMany(settings.max());
        }
        return new Creation.Created(open(Room.empty(name, clock.id(), clock.nowMillis())));
    }

    void restore(@Observes StartupEvent start) {
        List<SavedRoom> saved = files.readAll();
        for (SavedRoom room : saved) {
            ClockReading reading = clock.read();
            open(Room.restored(room, clock.id(), reading.serverMillis(), reading.wallMillis()));
        }
        if (find(RoomName.MAIN).isEmpty()) {
            open(Room.empty(RoomName.MAIN, clock.id(), clock.nowMillis()));
        }
    }

    void serve(@ObservesAsync HttpServerStart start) {
        serving = true;
    }

    /// A service that found its port taken leaves the rooms to the one that has it.
    void save(@Observes ShutdownEvent stop) {
        if (!serving) {
            return;
        }
        // A save that fails is in the log already, and the other rooms and what stops after them know nothing of it.
        List<Uni<Void>> saves = rooms.values().stream()
                .map(room -> room.saveNow().onFailure().recoverWithNull())
                .toList();
        try {
            Uni.join().all(saves).andCollectFailures().await().atMost(Duration.ofSeconds(5));
        } catch (TimeoutException e) {
            LOG.warn("some rooms could not be saved before the end");
        }
    }

    private LiveRoom open(Room room) {
        LiveRoom live = new LiveRoom(room, eventLoop(), clock, metrics, disk, wishes, settings.maxConnections());
        rooms.put(room.name(), live);
        live.start();
        return live;
    }

    /// The next of the loops, so that rooms spread over them; the public API has no way to ask for one.
    private EventLoop eventLoop() {
        return ((VertxInternal) vertx).createEventLoopContext().nettyEventLoop();
    }

    /// What became of a wish for a room.
    public sealed interface Creation {

        record Created(LiveRoom room) implements Creation {}

        record Existed(LiveRoom room) implements Creation {}

        record TooMany(int max) implements Creation {}
    }
}

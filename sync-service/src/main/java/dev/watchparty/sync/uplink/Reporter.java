package dev.watchparty.sync.uplink;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.watchparty.sync.live.LiveRoom;
import dev.watchparty.sync.live.Rooms;
import dev.watchparty.sync.peer.Peer;
import dev.watchparty.sync.room.PageReport;
import dev.watchparty.sync.room.RoomCommand;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// Tells the media service once a second who has a live page and how much of the film it has, and the rooms
/// what each viewer gets of the uplink. The whole state each time, so that nothing is lost by a report that
/// fails: the next second repeats it. One report at a time; silent while nobody is here.
@Singleton
final class Reporter {

    private static final Logger LOG = Logger.getLogger(Reporter.class);

    private static final long INTERVAL_MILLIS = 1000;

    private final Rooms rooms;
    private final Vertx vertx;
    private final Peer peer;
    private final MediaUplink media;
    private final AtomicBoolean underWay = new AtomicBoolean();

    private volatile long timer = -1;
    private volatile boolean somebodyWasHere;
    private volatile boolean away;

    Reporter(Rooms rooms, Vertx vertx, Peer peer) {
        this.rooms = rooms;
        this.vertx = vertx;
        this.peer = peer;
        this.media = QuarkusRestClientBuilder.newBuilder()
                .baseUri(peer.url())
                .connectTimeout(1, TimeUnit.SECONDS)
                .readTimeout(2, TimeUnit.SECONDS)
                .build(MediaUplink.class);
    }

    void start(@ObservesAsync HttpServerStart serving) {
        timer = vertx.setPeriodic(INTERVAL_MILLIS, id -> report());
    }

    void stop(@Observes ShutdownEvent stop) {
        vertx.cancelTimer(timer);
    }

    /// Each room is asked on its own loop; the rest is for a worker.
    private void report() {
        if (!underWay.compareAndSet(false, true)) {
            return;
        }
        List<LiveRoom> asked = List.copyOf(rooms.all());
        List<Uni<List<PageReport>>> pages = asked.stream().map(LiveRoom::pages).toList();
        Uni.join()
                .all(pages)
                .andFailFast()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(Report::of)
                .chain(report -> send(report, asked))
                .onTermination()
                .invoke(() -> underWay.set(false))
                .subscribe()
                .with(sent -> {}, this::unanswered);
    }

    /// Once more when the last one has left: then nobody waits for a share.
    private Uni<Void> send(Report report, List<LiveRoom> asked) {
        boolean somebodyIsHere = !report.viewers().isEmpty();
        boolean worthSaying = somebodyIsHere || somebodyWasHere;
        somebodyWasHere = somebodyIsHere;
        if (!worthSaying) {
            return Uni.createFrom().voidItem();
        }
        return media.report(peer.authorization(), report.encode())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(answer -> answered(answer, asked))
                .replaceWithVoid();
    }

    private void answered(String answer, List<LiveRoom> asked) {
        Map<String, Double> parts;
        try {
            parts = Shares.read(answer).parts();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its answer is none: " + e.getOriginalMessage(), e);
        }
        asked.forEach(room -> room.submit(new RoomCommand.Share(parts)));
        if (away) {
            away = false;
            LOG.infof("the media service at %s takes reports of viewers again", peer.url());
        }
    }

    private void unanswered(Throwable failure) {
        rooms.all().forEach(room -> room.submit(new RoomCommand.Share(null)));
        if (!away) {
            away = true;
            LOG.warnf(
                    "the media service at %s does not take reports of viewers (%s): without them all get equal"
                            + " turns, going on to report",
                    peer.url(), Peer.reason(failure));
        }
    }
}

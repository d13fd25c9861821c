package dev.watchparty.sync.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.watchparty.sync.live.LiveRoom;
import dev.watchparty.sync.live.Rooms;
import dev.watchparty.sync.peer.Peer;
import dev.watchparty.sync.room.RoomCommand;
import dev.watchparty.sync.room.RoomName;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Asks the media service in which rooms films are staged, and for every room in turn what: at the start, then at
/// intervals; sooner while
/// it does not answer. What it says is the truth, a push only gets there sooner. One question at a time.
@Singleton
final class StagePull {

    private static final Logger LOG = Logger.getLogger(StagePull.class);

    /// So many that were one too many are told, each once.
    private static final int MAX_FORGONE = 100;

    private final Rooms rooms;
    private final Vertx vertx;
    private final Peer peer;
    private final MediaService media;
    private final Backoff backoff;
    private final Set<RoomName> complained = new HashSet<>();

    private final Set<RoomName> forgone = new HashSet<>();

    private boolean roomsRefused;
    private boolean away;
    private volatile boolean stopped;

    StagePull(Rooms rooms, Vertx vertx, Peer peer) {
        this.rooms = rooms;
        this.vertx = vertx;
        this.peer = peer;
        this.backoff = new Backoff(peer.pullInterval());
        this.media = QuarkusRestClientBuilder.newBuilder()
                .baseUri(peer.url())
                .connectTimeout(5, TimeUnit.SECONDS)
                .readTimeout(10, TimeUnit.SECONDS)
                .build(MediaService.class);
    }

    /// Not before the service serves: one that finds its port taken must not touch the rooms of the one that
    /// has it.
    void start(@ObservesAsync HttpServerStart serving) {
        ask();
    }

    void stop(@Observes ShutdownEvent stop) {
        stopped = true;
    }

    private void ask() {
        if (stopped) {
            return;
        }
        media.rooms(peer.authorization())
                .invoke(this::learn)
                .replaceWithVoid()
                .onFailure(StagePull::isAnAnswer)
                .recoverWithUni(this::complainOfRooms)
                .chain(this::askForAll)
                .subscribe()
                .with(done -> answered(), this::unanswered);
    }

    private Uni<Void> askForAll() {
        return Multi.createFrom()
                .iterable(rooms.all())
                .onItem()
                .transformToUniAndConcatenate(this::ask)
                .onItem()
                .ignoreAsUni();
    }

    /// Rooms that this service does not know: its state was lost, or it was not here when their film was staged.
    private void learn(StagedRooms staged) {
        roomsRefused = false;
        for (RoomName name : staged.names()) {
            switch (rooms.create(name)) {
                case Rooms.Creation.Created created -> {
                    forgone.remove(name);
                    LOG.infof("room %s: made, because a film is staged in it", name);
                }
                case Rooms.Creation.Existed existed -> forgone.remove(name);
                case Rooms.Creation.TooMany tooMany -> {
                    if (forgone.size() < MAX_FORGONE && forgone.add(name)) {
                        LOG.warnf(
                                "room %s: a film is staged in it, but there are %d rooms already", name, tooMany.max());
                    }
                }
            }
        }
    }

    /// Rooms are still asked for that are known.
    private Uni<Void> complainOfRooms(Throwable refused) {
        if (!roomsRefused) {
            roomsRefused = true;
            LOG.warnf("the media service does not say in which rooms films are staged: %s", refused.getMessage());
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> ask(LiveRoom room) {
        RoomName name = room.name();
        return room.stageRevision()
                .onItem()
                .transformToUni(revision -> media.staged(name.value())
                        .map(answer -> restage(answer, revision))
                        .invoke(room::submit)
                        .replaceWithVoid()
                        .invoke(() -> complained.remove(name))
                        .onFailure(StagePull::isAnAnswer)
                        .recoverWithUni(refused -> complain(name, refused)));
    }

    /// An answer that is none, for one room: the others are asked all the same.
    private Uni<Void> complain(RoomName name, Throwable refused) {
        if (complained.add(name)) {
            LOG.warnf("the media service does not say what is staged in room %s: %s", name, refused.getMessage());
        }
        return Uni.createFrom().voidItem();
    }

    /// The media service is there, but what it said of this room cannot be used.
    private static boolean isAnAnswer(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientWebApplicationException || cause instanceof JsonProcessingException) {
                return true;
            }
        }
        return false;
    }

    private static RoomCommand restage(RestResponse<Staged> answer, long ifStageRevision) {
        if (answer.getStatus() == RestResponse.StatusCode.NO_CONTENT) {
            return new RoomCommand.Restage(null, 0, ifStageRevision);
        }
        @Nullable Staged staged = answer.getEntity();
        if (answer.getStatus() != RestResponse.StatusCode.OK || staged == null) {
            throw new ClientWebApplicationException("answered " + answer.getStatus(), answer.getStatus());
        }
        return new RoomCommand.Restage(staged.film(), staged.stageRevision(), ifStageRevision);
    }

    private void answered() {
        if (away) {
            away = false;
            LOG.infof("the media service at %s answers again", peer.url());
        }
        askAgainIn(backoff.succeeded());
    }

    private void unanswered(Throwable failure) {
        if (stopped) {
            return;
        }
        if (!away) {
            away = true;
            LOG.warnf(
                    "the media service at %s does not say what is staged (%s): parties go on, asking again",
                    peer.url(), Peer.reason(failure));
        }
        askAgainIn(backoff.failed());
    }

    private void askAgainIn(Duration wait) {
        vertx.setTimer(wait.toMillis(), timer -> ask());
    }
}

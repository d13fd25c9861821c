package dev.watchparty.sync.queue;

import dev.watchparty.sync.peer.Peer;
import dev.watchparty.sync.protocol.SkipReason;
import dev.watchparty.sync.protocol.StuckReason;
import dev.watchparty.sync.room.RoomName;
import dev.watchparty.sync.room.StageOutcome;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Asks the media service to stage the next film of a room. Any thread.
@Singleton
public final class StageWishes {

    private static final Logger LOG = Logger.getLogger(StageWishes.class);

    /// What the media service says of a file, and of nothing else.
    private static final Map<String, SkipReason> THE_FILES_FAULT =
            Stream.of(SkipReason.values()).collect(Collectors.toUnmodifiableMap(SkipReason::word, reason -> reason));

    private static final Map<String, StuckReason> NOT_THE_FILES_FAULT = Stream.of(
                    StuckReason.LIBRARY_AWAY, StuckReason.UNREADABLE, StuckReason.NOT_KEPT)
            .collect(Collectors.toUnmodifiableMap(StuckReason::word, reason -> reason));

    private final Peer peer;
    private final MediaStaging media;

    StageWishes(Peer peer) {
        this.peer = peer;
        this.media = QuarkusRestClientBuilder.newBuilder()
                .baseUri(peer.url())
                .connectTimeout(2, TimeUnit.SECONDS)
                // A disk that spins up first takes its time.
                .readTimeout(40, TimeUnit.SECONDS)
                // Refusals are answers here.
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(MediaStaging.class);
    }

    /// Asks once.
    ///
    /// @param ifStageRevision the stage that the room knows: where another one is the last, nothing is staged
    /// @return what came of it, never a failure
    public Uni<StageOutcome> ask(RoomName room, String path, long ifStageRevision) {
        return media.stage(peer.authorization(), encode(room, path, ifStageRevision))
                .map(answer -> outcome(answer.getStatus(), answer.readEntity(String.class)))
                .onFailure()
                .recoverWithItem(failure -> new StageOutcome.Unavailable(
                        StuckReason.NO_ANSWER, "The media service does not answer (" + Peer.reason(failure) + ")."))
                .invoke(outcome -> log(room, path, outcome));
    }

    static String encode(RoomName room, String path, long ifStageRevision) {
        return new JsonObject()
                .put("room", room.value())
                .put("path", path)
                .put("ifStageRevision", ifStageRevision)
                .encode();
    }

    static StageOutcome outcome(int status, @Nullable String body) {
        if (status == RestResponse.StatusCode.OK) {
            return new StageOutcome.Taken();
        }
        JsonObject problem = problem(body);
        String code = problem.getValue("code") instanceof String text ? text : "";
        String detail = problem.getValue("detail") instanceof String text
                ? text
                : "The media service answers with status " + status + ".";
        if (code.equals("stage-moved")) {
            return new StageOutcome.Taken();
        }
        SkipReason fault = THE_FILES_FAULT.get(code);
        return fault == null
                ? new StageOutcome.Unavailable(NOT_THE_FILES_FAULT.getOrDefault(code, StuckReason.REFUSED), detail)
                : new StageOutcome.Unplayable(fault, detail);
    }

    private static JsonObject problem(@Nullable String body) {
        try {
            return body == null || body.isBlank() ? new JsonObject() : new JsonObject(body);
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    private static void log(RoomName room, String path, StageOutcome outcome) {
        switch (outcome) {
            case StageOutcome.Taken taken -> LOG.infof("room %s: the next film was asked for: %s", room, path);
            case StageOutcome.Unplayable unplayable ->
                LOG.warnf("room %s: %s is left out of the queue: %s", room, path, unplayable.detail());
            case StageOutcome.Unavailable unavailable ->
                LOG.warnf("room %s: %s could not be staged yet: %s", room, path, unavailable.detail());
        }
    }
}

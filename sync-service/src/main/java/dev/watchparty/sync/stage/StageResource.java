package dev.watchparty.sync.stage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.watchparty.sync.live.LiveRoom;
import dev.watchparty.sync.live.Rooms;
import dev.watchparty.sync.peer.Peer;
import dev.watchparty.sync.problem.Problem;
import dev.watchparty.sync.room.RoomCommand;
import dev.watchparty.sync.room.RoomName;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/// Takes stage events. They may come twice or late, and only ever advance a room.
@Path("/internal/stage")
@Singleton
@NonBlocking
public class StageResource {

    private static final Logger LOG = Logger.getLogger(StageResource.class);

    private static final ObjectReader EVENT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build()
            .readerFor(StageEvent.class);

    private final Peer peer;
    private final Rooms rooms;

    StageResource(Peer peer, Rooms rooms) {
        this.peer = peer;
        this.rooms = rooms;
    }

    @POST
    public Uni<Response> take(@RestHeader(HttpHeaders.AUTHORIZATION) @Nullable String authorization, String body) {
        if (!peer.admits(authorization)) {
            LOG.warn(
                    "a stage event with a wrong secret was refused: do both services have the same WATCHPARTY_PEER_SECRET?");
            return answer(Problem.forbidden("wrong-secret", "The secret is not this service's."));
        }
        StageEvent event;
        try {
            event = read(body);
        } catch (JsonProcessingException e) {
            return answer(Problem.badRequest("bad-stage-event", e.getOriginalMessage()));
        }
        return switch (rooms.create(new RoomName(event.room()))) {
            case Rooms.Creation.Created created -> {
                LOG.infof("room %s: made, because a film is staged in it", event.room());
                yield advance(created.room(), event.staged());
            }
            case Rooms.Creation.Existed existed -> advance(existed.room(), event.staged());
            case Rooms.Creation.TooMany tooMany -> {
                LOG.warnf("room %s: refused, there are %d rooms already", event.room(), tooMany.max());
                yield answer(Problem.conflict("too-many-rooms", "There are " + tooMany.max() + " rooms already."));
            }
        };
    }

    static StageEvent read(String body) throws JsonProcessingException {
        StageEvent event = EVENT.readValue(body);
        if (event == null) {
            throw MismatchedInputException.from((JsonParser) null, StageEvent.class, "null is no stage event");
        }
        return event;
    }

    private static Uni<Response> advance(LiveRoom room, Staged staged) {
        return room.apply(new RoomCommand.Stage(staged.film(), staged.stageRevision()))
                .replaceWith(() -> Response.noContent().build());
    }

    private static Uni<Response> answer(Problem problem) {
        return Uni.createFrom().item(problem.response());
    }
}

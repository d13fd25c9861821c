package dev.watchparty.sync.directory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.watchparty.sync.live.LiveRoom;
import dev.watchparty.sync.live.Rooms;
import dev.watchparty.sync.problem.Problem;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.room.RoomName;
import dev.watchparty.sync.viewer.Callers;
import dev.watchparty.sync.viewer.Keyring;
import dev.watchparty.sync.viewer.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The host's view of all rooms.
@Path("/api/rooms")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@NonBlocking
public class RoomsResource {

    private static final Logger LOG = Logger.getLogger(RoomsResource.class);

    private static final ObjectReader WISH = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Wish.class);

    private final Rooms rooms;
    private final Keyring keyring;
    private final Callers callers;

    RoomsResource(Rooms rooms, Keyring keyring, Callers callers) {
        this.rooms = rooms;
        this.keyring = keyring;
        this.callers = callers;
    }

    /// Every room, by name: `[{"room", "viewers", "staged"}]`.
    @GET
    public Response list(@Context HttpServerRequest request) {
        return refusal(request, null)
                .map(Problem::response)
                .orElseGet(() -> Response.ok(rooms.all().stream()
                                .map(LiveRoom::overview)
                                .map(room -> new Entry(room.room().value(), room.viewers(), room.staged()))
                                .toList())
                        .header("Cache-Control", "no-store")
                        .build());
    }

    /// Makes a room: 201, or 200 where it is there already. Answers when the room is on disk.
    @POST
    public Uni<Response> make(@Context HttpServerRequest request, String body) {
        Wish wish;
        try {
            wish = WISH.readValue(body);
        } catch (JsonProcessingException e) {
            return answer(Problem.badRequest("bad-body", "Send {\"room\": \"friends\"} as JSON."));
        }
        Optional<Problem> refusal = refusal(request, wish == null ? null : wish.key());
        if (refusal.isPresent()) {
            return answer(refusal.get());
        }
        if (wish == null || wish.room() == null || !RoomName.isValid(wish.room())) {
            return answer(Problem.badRequest(
                    "bad-room-name",
                    "A room's name has 1 to 63 small letters, digits and hyphens, and does not begin with a hyphen."));
        }
        RoomName name = new RoomName(wish.room());
        return switch (rooms.create(name)) {
            case Rooms.Creation.Created created -> {
                LOG.infof("room %s: made", name);
                yield created.room().saveNow().map(saved -> made(name));
            }
            case Rooms.Creation.Existed existed ->
                Uni.createFrom().item(Response.ok(new Made(name.value())).build());
            case Rooms.Creation.TooMany tooMany ->
                answer(Problem.conflict(
                        "too-many-rooms",
                        "There are " + tooMany.max() + " rooms already, as many as watchparty.rooms.max allows."));
        };
    }

    private static Response made(RoomName name) {
        // Not by Response.created: that makes it absolute, with this service's own address, which viewers cannot reach.
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/r/" + name)
                .entity(new Made(name.value()))
                .build();
    }

    private static Uni<Response> answer(Problem problem) {
        return Uni.createFrom().item(problem.response());
    }

    /// Why the caller may not, empty where it may.
    private Optional<Problem> refusal(HttpServerRequest request, @Nullable String key) {
        if (callers.isForeignOrigin(request)) {
            return Optional.of(Problem.forbidden("foreign-origin", "Another site's page may not do this."));
        }
        String presented = key == null ? Secret.bearer(request.getHeader("Authorization")) : key;
        String address = callers.address(request);
        return switch (keyring.judge(presented, address)) {
            case ADMIN -> Optional.empty();
            case WRONG_KEY -> {
                LOG.infof("wrong key from %s", address);
                yield Optional.of(Problem.forbidden("wrong-key", "The key is wrong."));
            }
            case TOO_MANY_WRONG_KEYS ->
                Optional.of(
                        Problem.tooManyRequests("too-many-wrong-keys", "Too many wrong keys. Try again in a minute."));
        };
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    @RegisterForReflection
    record Wish(@Nullable String room, @Nullable String key) {}

    @RegisterForReflection
    record Made(String room) {}

    /// One line of the list.
    ///
    /// @param viewers open connections
    /// @param staged null where nothing is staged
    @RegisterForReflection
    record Entry(String room, int viewers, @Nullable StagedFilm staged) {}
}

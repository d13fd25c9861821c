package dev.watchparty.media.staging;

import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.Cache;
import org.jspecify.annotations.Nullable;

/// `GET /internal/rooms`: the rooms in which something is staged (`deploy/contracts/rooms.json`), for a sync service
/// that has lost its own state. Names of rooms are for those who were told them, hence the secret.
@Path("/internal/rooms")
public final class StagedRoomsResource {

    private static final Problem WRONG_SECRET = new Problem(403, "wrong-secret", "The secret is not this service's.");

    private final Stages stages;
    private final byte[] expected;

    StagedRoomsResource(Stages stages, @ConfigProperty(name = "watchparty.peer.secret") String secret) {
        this.stages = stages;
        this.expected = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
    }

    /// What is answered: the rooms by name.
    public record StagedRooms(List<String> rooms) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public StagedRooms rooms(@HeaderParam("Authorization") @Nullable String authorization) {
        if (authorization == null || !MessageDigest.isEqual(authorization.getBytes(StandardCharsets.UTF_8), expected)) {
            throw new ProblemException(WRONG_SECRET);
        }
        return new StagedRooms(stages.all().stream()
                .map(staged -> staged.room().value())
                .sorted()
                .toList());
    }
}

package dev.watchparty.media.staging;

import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.OptionalLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.Cache;
import org.jspecify.annotations.Nullable;

/// `POST /internal/stage-wish`: the sync service wants the next film of a room's queue
/// (`deploy/contracts/stage-wish.json`). As `POST /api/stage`, but only after the stage that the sync service knows, so
/// that a film which the admin has just staged stays on. May wait for a disk, hence a plain return type: a worker runs
/// it.
@Path("/internal/stage-wish")
public final class StageWishResource {

    private static final Problem WRONG_SECRET = new Problem(403, "wrong-secret", "The secret is not this service's.");
    private static final Problem BAD_BODY =
            new Problem(400, "bad-wish", "The body must be {\"room\": ..., \"path\": ..., \"ifStageRevision\": ...}.");

    private final Staging staging;
    private final byte[] expected;

    StageWishResource(Staging staging, @ConfigProperty(name = "watchparty.peer.secret") String secret) {
        this.staging = staging;
        this.expected = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
    }

    /// What is wanted.
    ///
    /// @param path below the media root
    /// @param ifStageRevision the room's last stage, as the sync service knows it; 0 for none
    public record Wish(
            @Nullable String room,
            @Nullable String path,
            @Nullable Long ifStageRevision) {}

    /// What is answered once it is staged.
    public record Granted(boolean ok, String etag) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public Granted stage(@HeaderParam("Authorization") @Nullable String authorization, @Nullable Wish wish)
            throws InterruptedException {
        if (authorization == null || !MessageDigest.isEqual(authorization.getBytes(StandardCharsets.UTF_8), expected)) {
            throw new ProblemException(WRONG_SECRET);
        }
        if (wish == null || wish.room() == null || wish.path() == null || wish.ifStageRevision() == null) {
            throw new ProblemException(BAD_BODY);
        }
        if (!RoomName.isValid(wish.room())) {
            throw new ProblemException(BAD_BODY);
        }
        OptionalLong last = OptionalLong.of(wish.ifStageRevision());
        return switch (staging.stage(new RoomName(wish.room()), wish.path(), last)) {
            case Staging.Outcome.Staged(StagedFile file) -> new Granted(true, file.etag());
            case Staging.Outcome.Refused(Problem problem) -> throw new ProblemException(problem);
        };
    }
}

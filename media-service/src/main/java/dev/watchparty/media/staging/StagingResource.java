package dev.watchparty.media.staging;

import dev.watchparty.media.problem.BodyLimit;
import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.problem.ProblemException;
import dev.watchparty.media.subtitles.SubtitleFiles;
import dev.watchparty.media.viewer.AdminGate;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `POST /api/stage` and `GET /api/staged`. Both may wait for a disk, hence plain return types: a worker runs them.
@Path("/api")
public final class StagingResource {

    private static final Problem WRONG_KEY = new Problem(
            403, "wrong-key", "This needs the admin's key: in the body as \"key\", or as Authorization: Bearer.");
    private static final Problem TOO_MANY_WRONG_KEYS = new Problem(
            429, "too-many-wrong-keys", "Too many wrong keys came from your address: wait a minute and try again.");
    private static final Problem BAD_ROOM = new Problem(
            400,
            "bad-room",
            "A room's name has 1 to 63 small letters, digits and hyphens, and starts with none of the last.");

    private final AdminGate gate;
    private final Staging staging;
    private final Stages stages;
    private final FileWatch watch;
    private final SubtitleFiles subtitles;

    StagingResource(
            AdminGate gate,
            Staging staging,
            Stages stages,
            FileWatch watch,
            @ConfigProperty(name = "watchparty.media.root") java.nio.file.Path root) {
        this.gate = gate;
        this.staging = staging;
        this.stages = stages;
        this.watch = watch;
        this.subtitles = new SubtitleFiles(root);
    }

    /// What `POST /api/stage` answers.
    public record Answer(boolean ok, String etag) {}

    @POST
    @Path("/stage")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public Answer stage(InputStream body, @RestQuery @Nullable String room, @Context HttpServerRequest request)
            throws IOException, InterruptedException {
        StageRequest.Valid stage = switch (StageRequest.parse(BodyLimit.read(body))) {
            case StageRequest.Valid valid -> valid;
            case StageRequest.Invalid(Problem problem) -> throw new ProblemException(problem);
        };
        switch (gate.judge(request, stage.key())) {
            case ADMIN -> {}
            case WRONG_KEY -> throw new ProblemException(WRONG_KEY);
            case TOO_MANY_WRONG_KEYS -> throw new ProblemException(TOO_MANY_WRONG_KEYS);
        }
        return switch (staging.stage(roomName(room), stage.path())) {
            case Staging.Outcome.Staged(StagedFile file) -> new Answer(true, file.etag());
            case Staging.Outcome.Refused(Problem problem) -> throw new ProblemException(problem);
        };
    }

    @GET
    @Path("/staged")
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public @Nullable StagedView staged(@RestQuery @Nullable String room) {
        return stages.current(roomName(room))
                .map(staged -> StagedView.of(
                        staged,
                        subtitles.beside(staged.path()),
                        watch.check(staged).orElse(null)))
                .orElse(null);
    }

    private static RoomName roomName(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return RoomName.MAIN;
        }
        if (!RoomName.isValid(name)) {
            throw new ProblemException(BAD_ROOM);
        }
        return new RoomName(name);
    }
}

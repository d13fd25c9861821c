package dev.watchparty.media.problem;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.Optional;

/// A call with a fault of ours, which only tests have.
@Path("/api/broken")
public final class BrokenResource {

    private static final String INSIDE = "cannot read /home/ann/secret.mkv";

    @GET
    @Path("/at-once")
    public String atOnce() {
        return Optional.<String>empty().orElseThrow(() -> new IllegalStateException(INSIDE));
    }

    @GET
    @Path("/later")
    public Uni<String> later() {
        return Uni.createFrom().failure(() -> new IOException(INSIDE));
    }
}

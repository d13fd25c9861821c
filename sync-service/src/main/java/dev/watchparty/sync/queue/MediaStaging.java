package dev.watchparty.sync.queue;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestHeader;

/// Where the media service takes wishes for a film (`deploy/contracts/stage-wish.json`).
@Path("/internal/stage-wish")
interface MediaStaging {

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> stage(@RestHeader(HttpHeaders.AUTHORIZATION) String authorization, String wish);
}

package dev.watchparty.sync.uplink;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestHeader;

/// Where the media service takes reports (`deploy/contracts/viewers.json`, `viewers-answer.json`). Text goes in
/// and out: a worker encodes and reads it, not the client's event loop.
@Path("/internal/viewers")
interface MediaUplink {

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    Uni<String> report(@RestHeader(HttpHeaders.AUTHORIZATION) String authorization, String report);
}

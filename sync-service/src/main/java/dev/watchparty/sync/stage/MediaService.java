package dev.watchparty.sync.stage;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/// What the media service is asked.
@Path("/")
interface MediaService {

    /// 200 with what is staged in the room, 204 where nothing is.
    @GET
    @Path("/api/staged")
    @Produces(MediaType.APPLICATION_JSON)
    Uni<RestResponse<Staged>> staged(@RestQuery String room);

    /// The rooms in which something is staged.
    @GET
    @Path("/internal/rooms")
    @Produces(MediaType.APPLICATION_JSON)
    Uni<StagedRooms> rooms(@RestHeader(HttpHeaders.AUTHORIZATION) String authorization);
}

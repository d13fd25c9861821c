package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.jboss.resteasy.reactive.Cache;
import org.jspecify.annotations.Nullable;

/// `/api/delivery`: how the uplink is shared, for the admin, who may also change it. Plain return types: a
/// worker runs them.
@Path("/api/delivery")
public final class DeliveryResource {

    private final FairDelivery delivery;

    DeliveryResource(FairDelivery delivery) {
        this.delivery = delivery;
    }

    /// What `PUT /api/delivery` takes.
    ///
    /// @param uplink `auto`, `unlimited`, or bits of body a second such as `20M`
    public record Change(@Nullable String uplink) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public DeliveryView get() {
        return DeliveryView.of(delivery.isEnabled(), delivery.uplink().latest());
    }

    /// Changes the uplink at once, and for later starts: what is set here goes before the configuration.
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public DeliveryView change(Change change) throws IOException {
        UplinkSetting setting;
        try {
            setting = UplinkSetting.parse(String.valueOf(change.uplink()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem(400, "bad-uplink", "uplink: " + e.getMessage() + "."));
        }
        delivery.change(setting);
        return DeliveryView.of(delivery.isEnabled(), delivery.uplink().latest());
    }
}

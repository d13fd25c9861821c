package dev.watchparty.media.fair.pipeline;

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
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// `POST /internal/viewers`: the sync service says once a second who has a live page and how much of the film
/// it has buffered, and hears what each viewer gets of the uplink. The whole state each time.
@Path("/internal/viewers")
public final class ViewersResource {

    private static final Problem WRONG_SECRET = new Problem(403, "wrong-secret", "The secret is not this service's.");
    private static final Problem BAD_BODY =
            new Problem(400, "bad-viewers", "The body must be {\"viewers\": [...]} with at most 4000 entries.");
    private static final int MOST = 4_000;

    private final FairDelivery delivery;
    private final byte[] expected;

    ViewersResource(FairDelivery delivery, @ConfigProperty(name = "watchparty.peer.secret") String secret) {
        this.delivery = delivery;
        this.expected = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
    }

    /// What is said.
    public record Report(@Nullable List<Page> viewers) {}

    /// A live page.
    ///
    /// @param viewer public name of the viewer's cookie
    /// @param tab public name of the tab
    /// @param bufferedAheadSeconds null while the page does not report it
    /// @param rttMs round trip of the page's newest clock sample, null while there is none
    /// @param rttAgeMs how long ago that was taken: the same sample is told until there is a newer one
    public record Page(
            @Nullable String viewer,
            @Nullable String tab,
            @Nullable Double bufferedAheadSeconds,
            @Nullable Double rttMs,
            @Nullable Double rttAgeMs) {}

    /// What is answered.
    ///
    /// @param uplinkBitsPerSecond null without a limit
    /// @param viewers bits a second over the last 10 s by the viewer's public name, of those who are sent
    /// anything
    public record Shares(@Nullable Long uplinkBitsPerSecond, Map<String, Long> viewers) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Shares take(@HeaderParam("Authorization") @Nullable String authorization, @Nullable Report report) {
        if (authorization == null || !MessageDigest.isEqual(authorization.getBytes(StandardCharsets.UTF_8), expected)) {
            throw new ProblemException(WRONG_SECRET);
        }
        if (report == null || report.viewers() == null || report.viewers().size() > MOST) {
            throw new ProblemException(BAD_BODY);
        }
        delivery.uplink().reports(report.viewers());
        return delivery.uplink().latest().shares();
    }
}

package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.container.ByteSource;
import dev.watchparty.media.container.ContainerInfo;
import dev.watchparty.media.container.ContainerReader;
import dev.watchparty.media.fair.UplinkRate;
import dev.watchparty.media.library.Library;
import dev.watchparty.media.library.Resolution;
import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.problem.ProblemException;
import dev.watchparty.media.viewer.ViewerCookies;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `/api/delivery`: how the uplink is shared, for the admin, who may also change it. Plain return types: a
/// worker runs them.
@Path("/api/delivery")
public final class DeliveryResource {

    private static final Logger LOG = Logger.getLogger(DeliveryResource.class);

    private final FairDelivery delivery;
    private final ViewerCookies cookies;
    private final Library library;

    DeliveryResource(FairDelivery delivery, ViewerCookies cookies, Library library) {
        this.delivery = delivery;
        this.cookies = cookies;
        this.library = library;
    }

    /// What `PUT /api/delivery` takes.
    ///
    /// @param uplink `auto`, `unlimited`, or bits of body a second such as `20M`
    public record Change(@Nullable String uplink) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public DeliveryView get() {
        return view(delivery.uplink().latest());
    }

    /// How many viewers the uplink can feed with a film of the media folder.
    @GET
    @Path("/forecast")
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public Forecast forecast(@RestQuery @DefaultValue("") String path) {
        return switch (library.resolve(path)) {
            case Resolution.Film film -> forecast(film);
            case Resolution.Folder _ -> throw new ProblemException(Resolution.Refusal.NOT_A_VIDEO.problem());
            case Resolution.Refusal refusal -> throw new ProblemException(refusal.problem());
        };
    }

    private Forecast forecast(Resolution.Film film) {
        try (FileChannel channel = FileChannel.open(film.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long sizeBytes = channel.size();
            ContainerInfo info = ContainerReader.read(ByteSource.of(channel, sizeBytes));
            Uplink.Totals totals = delivery.uplink().latest();
            UplinkRate found = totals.estimate();
            return Forecast.of(
                    film.path(),
                    sizeBytes,
                    info.durationSeconds(),
                    totals.setting().toString(),
                    found == null ? totals.rate() : found);
        } catch (NoSuchFileException e) {
            throw new ProblemException(Resolution.Refusal.MISSING.problem());
        } catch (IOException e) {
            LOG.debugf(e, "Cannot read %s", film.path());
            throw new ProblemException(Resolution.Refusal.UNREADABLE.problem());
        }
    }

    /// Changes the uplink at once, and for later starts: what is set here goes before the configuration.
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public DeliveryView change(@Nullable Change change) throws IOException {
        if (change == null) {
            throw new ProblemException(new Problem(400, "bad-request", "Send the uplink, as {\"uplink\":\"20M\"}."));
        }
        UplinkSetting setting;
        try {
            setting = UplinkSetting.parse(String.valueOf(change.uplink()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem(400, "bad-uplink", "uplink: " + e.getMessage() + "."));
        }
        return view(delivery.change(setting));
    }

    private DeliveryView view(Uplink.Totals totals) {
        return DeliveryView.of(delivery.isEnabled(), totals, cookies::pseudonymOf);
    }
}

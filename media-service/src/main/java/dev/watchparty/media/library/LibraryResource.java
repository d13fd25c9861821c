package dev.watchparty.media.library;

import dev.watchparty.media.library.Listing.Entries;
import dev.watchparty.media.library.Resolution.Film;
import dev.watchparty.media.library.Resolution.Folder;
import dev.watchparty.media.library.Resolution.Refusal;
import dev.watchparty.media.problem.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestQuery;

/// `GET /api/media`: the admin's file picker.
@Path("/api/media")
public final class LibraryResource {

    private final Library library;

    LibraryResource(Library library) {
        this.library = library;
    }

    // Returns a plain list, hence on a worker thread: the disk may take its time.
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public List<Entry> list(@RestQuery @DefaultValue("") String path) {
        Listing listing = switch (library.resolve(path)) {
            case Folder folder -> library.list(folder);
            case Film _ -> Refusal.NOT_A_FOLDER;
            case Refusal refusal -> refusal == Refusal.NOT_A_VIDEO ? Refusal.NOT_A_FOLDER : refusal;
        };
        return switch (listing) {
            case Entries(var entries) -> entries;
            case Refusal refusal -> throw new ProblemException(refusal.problem());
        };
    }
}

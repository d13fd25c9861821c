package dev.watchparty.media.library;

import dev.watchparty.media.library.Resolution.Refusal;
import dev.watchparty.media.problem.Problem;
import dev.watchparty.media.problem.ProblemException;
import dev.watchparty.media.viewer.ClientAddresses;
import dev.watchparty.media.viewer.ViewerCookies;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestQuery;

/// `GET /api/media/search`: the admin looks for a film in all folders, letter by letter.
@Path("/api/media/search")
@Singleton
public final class SearchResource {

    private static final Problem BAD_QUERY = new Problem(
            400, "bad-query", "\"q\" is to hold 1 to " + LibrarySearch.MOST_CHARACTERS + " characters to look for.");
    private static final Problem SUPERSEDED =
            new Problem(409, "superseded", "A newer search of the same browser has taken this one's place.");
    private static final Problem BUSY =
            new Problem(503, "busy", "Others search the library right now: try again in a moment.");

    private final LibrarySearch search;
    private final ViewerCookies cookies;
    private final ClientAddresses addresses;
    private final SearchTurns turns = new SearchTurns(Duration.ofSeconds(2));

    SearchResource(Library library, ViewerCookies cookies, ClientAddresses addresses) {
        this.search = new LibrarySearch(library, System::nanoTime);
        this.cookies = cookies;
        this.addresses = addresses;
    }

    /// What is answered.
    ///
    /// @param complete whether that is all there is
    public record Answer(List<Entry> entries, boolean complete) {}

    // Returns a plain record, hence on a worker thread: the disk may take its time.
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public Answer search(@RestQuery @DefaultValue("") String q, @Context HttpServerRequest request)
            throws InterruptedException {
        if (q.isBlank() || q.length() > LibrarySearch.MOST_CHARACTERS) {
            throw new ProblemException(BAD_QUERY);
        }
        String person =
                cookies.viewerOf(request).orElseGet(() -> addresses.of(request).text());
        try (SearchTurns.Turn turn = turns.begin(person)) {
            if (!turn.await()) {
                throw new ProblemException(turn.isLast() ? BUSY : SUPERSEDED);
            }
            return switch (search.find(
                    q, () -> turn.isLast() && !request.response().closed())) {
                case LibrarySearch.Outcome.Found(var entries, boolean complete) -> new Answer(entries, complete);
                case LibrarySearch.Outcome.Abandoned _ -> throw new ProblemException(SUPERSEDED);
                case LibrarySearch.Outcome.Failed(Refusal refusal) -> throw new ProblemException(refusal.problem());
            };
        }
    }
}

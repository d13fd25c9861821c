package dev.watchparty.sync.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// What the REST layer refuses by itself, as a problem too.
final class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response map(WebApplicationException refused) {
        Response answer = refused.getResponse();
        Problem problem = switch (answer.getStatus()) {
            case 404 -> new Problem(404, "not-found", "There is nothing here.");
            case 405 -> new Problem(405, "method-not-allowed", "This address does not take this method.");
            case 413 -> new Problem(413, "too-large", "The body is larger than any that is expected here.");
            default ->
                answer.getStatus() < 400
                        ? null
                        : new Problem(answer.getStatus(), "refused", "The request cannot be answered.");
        };
        return problem == null ? answer : problem.response();
    }

    @ServerExceptionMapper
    Response map(Throwable fault) {
        LOG.error("a call failed", fault);
        return new Problem(500, "internal", "Something went wrong in the sync service; its log says what.").response();
    }
}

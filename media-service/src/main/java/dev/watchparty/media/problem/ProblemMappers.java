package dev.watchparty.media.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.channels.ClosedChannelException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// Turns whatever a REST call throws into a problem document.
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final Problem UNEXPECTED = new Problem(
            500, "internal", "Something went wrong in the media service; its log says what. Trying again may help.");

    /// Ends the call, and nobody sees it: a client that has closed its side of the connection is gone for us, as TCP
    /// cannot tell one that still listens.
    private static final Problem CUT = new Problem(400, "body-cut", "The body ends before its announced length.");

    @ServerExceptionMapper
    public Response map(ProblemException answer) {
        return response(answer.problem());
    }

    /// What the REST layer itself refuses: no such route, method, media type, a body that it cannot read.
    @ServerExceptionMapper
    public Response map(WebApplicationException refused, UriInfo address) {
        Response original = refused.getResponse();
        if (original.getStatus() < 400) {
            return original;
        }
        if (original.getStatus() >= 500) {
            LOG.error("A call failed", refused);
        }
        Response.ResponseBuilder answer = Response.fromResponse(response(byStatus(original.getStatus())));
        if (original.getStatus() == 405) {
            AllowedMethods.at(address.getPath()).ifPresent(methods -> answer.header(HttpHeaders.ALLOW, methods));
        }
        return answer.build();
    }

    /// A body that is JSON, but not of the shape that the call takes.
    @ServerExceptionMapper
    public Response map(MismatchedInputException misread) {
        return response(byStatus(400));
    }

    @ServerExceptionMapper
    public Response map(Throwable fault) {
        if (isHangUp(fault)) {
            LOG.debugf("The client hung up: %s", fault);
            return response(CUT);
        }
        LOG.error("A call failed", fault);
        return response(UNEXPECTED);
    }

    static boolean isHangUp(@Nullable Throwable fault) {
        for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedChannelException || cause instanceof HttpClosedException) {
                return true;
            }
        }
        return false;
    }

    private static Problem byStatus(int status) {
        return switch (status) {
            case 400 -> new Problem(400, "bad-request", "The request cannot be read: check its path, query and body.");
            case 404 -> new Problem(404, "not-found", "There is nothing at this address.");
            case 405 -> new Problem(405, "method-not-allowed", "This address does not answer to this method.");
            case 406 -> new Problem(406, "not-acceptable", "This address only answers in JSON.");
            case 413 -> new Problem(413, "body-too-large", "The body is larger than this call ever needs.");
            case 415 -> new Problem(415, "unsupported-media-type", "Send the body as application/json.");
            default -> status >= 500 ? UNEXPECTED : new Problem(status, "refused", "The request was refused.");
        };
    }

    private static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(problem.toJson())
                .build();
    }
}

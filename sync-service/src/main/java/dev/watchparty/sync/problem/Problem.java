package dev.watchparty.sync.problem;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// An RFC 9457 problem.
///
/// @param code a stable word for programs
/// @param detail a sentence that a person can act on
public record Problem(String type, String title, int status, String code, String detail) {

    public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    public static Response response(Response.Status status, String code, String detail) {
        Problem problem = new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), code, detail);
        return Response.status(status)
                .type(MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(problem)
                .build();
    }
}

package dev.watchparty.sync.problem;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.Response;

/// An RFC 9457 problem of type `about:blank`.
///
/// @param status HTTP status, 400 to 599
/// @param code stable word for programs
/// @param detail a sentence that a person can act on
public record Problem(int status, String code, String detail) {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String NO_STORE = "no-store";

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not the status of a problem: " + status);
        }
    }

    public static Problem badRequest(String code, String detail) {
        return new Problem(400, code, detail);
    }

    public static Problem forbidden(String code, String detail) {
        return new Problem(403, code, detail);
    }

    public static Problem conflict(String code, String detail) {
        return new Problem(409, code, detail);
    }

    public static Problem tooManyRequests(String code, String detail) {
        return new Problem(429, code, detail);
    }

    /// As the answer of a REST call.
    public Response response() {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .header("Cache-Control", NO_STORE)
                .entity(toJson())
                .build();
    }

    /// Ends a response whose head is not sent yet.
    public void end(HttpServerResponse response) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .end(toJson());
    }

    private String toJson() {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail)
                .put("code", code)
                .encode();
    }
}

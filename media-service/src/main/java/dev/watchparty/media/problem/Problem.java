package dev.watchparty.media.problem;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/// A problem document (RFC 9457) of type `about:blank`: the title is the status's own phrase.
///
/// @param status HTTP status, 400 to 599
/// @param code stable word for programs, such as `no-such-file`
/// @param detail a sentence that a person can act on; holds nothing of the file system and no key
/// @param extensions further members, such as `url`; none of the standard names
public record Problem(int status, String code, String detail, Map<String, String> extensions) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not the status of a problem: " + status);
        }
        extensions = Map.copyOf(extensions);
    }

    public Problem(int status, String code, String detail) {
        this(status, code, detail, Map.of());
    }

    /// The document, as JSON text.
    public String toJson() {
        JsonObject json = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail)
                .put("code", code);
        extensions.forEach(json::put);
        return json.encode();
    }

    /// Ends a response whose head is not sent yet with this problem, uncacheable; headers set before stay. The future
    /// completes when it is written.
    public Future<Void> end(HttpServerResponse response) {
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(toJson());
    }
}

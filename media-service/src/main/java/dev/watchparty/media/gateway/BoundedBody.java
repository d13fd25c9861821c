package dev.watchparty.media.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/// A body small enough to be held.
final class BoundedBody {

    private BoundedBody() {}

    /// Fails where the body is larger, and where the client hangs up within it.
    static Future<Buffer> read(HttpServerRequest request, int maxBytes) {
        Promise<Buffer> body = Promise.promise();
        Buffer held = Buffer.buffer();
        request.handler(chunk -> {
            if (held.length() + chunk.length() <= maxBytes) {
                held.appendBuffer(chunk);
            } else {
                request.pause();
                body.tryFail("larger than " + maxBytes + " bytes");
            }
        });
        request.exceptionHandler(body::tryFail);
        request.endHandler(end -> body.tryComplete(held));
        request.resume();
        return body.future();
    }
}

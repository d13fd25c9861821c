package dev.watchparty.media.staging;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The other side of the stage event: an HTTP server that keeps what it was sent and answers as told.
final class FakeSync implements AutoCloseable {

    record Received(
            String path,
            @Nullable String authorization,
            @Nullable String contentType,
            JsonObject body) {}

    final List<Received> received = new CopyOnWriteArrayList<>();
    final AtomicInteger taken = new AtomicInteger();
    volatile int answer = 204;
    private final HttpServer server;

    FakeSync(Vertx vertx, int port) {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(new Received(
                            request.method() + " " + request.path(),
                            request.getHeader("Authorization"),
                            request.getHeader("Content-Type"),
                            body.toJsonObject()));
                    int status = answer;
                    if (status == 204) {
                        taken.incrementAndGet();
                    }
                    if (status > 0) {
                        request.response().setStatusCode(status).end();
                    } else {
                        request.connection().close();
                    }
                }))
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return server.actualPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    List<Long> revisions(String room) {
        return received.stream()
                .map(Received::body)
                .filter(body -> body.getString("room").equals(room))
                .map(body -> body.getJsonObject("staged").getLong("stageRevision"))
                .toList();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}

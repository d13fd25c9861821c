package dev.watchparty.media.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// One socket between a viewer and the sync service: two connections, their bytes exchanged as they come. When either
/// ends, so does the other. Owned by the event loop of the viewer's connection.
final class Tunnel {

    private static final Logger LOG = Logger.getLogger(Tunnel.class);

    private final HttpServerRequest request;
    private final Sockets sockets;
    private boolean over;

    Tunnel(HttpServerRequest request, Sockets sockets) {
        this.request = request;
        this.sockets = sockets;
    }

    void connect(HttpClient client, RequestOptions target, MultiMap headers) {
        // What the viewer sends early waits on its connection.
        request.pause();
        client.request(target)
                .compose(handshake -> {
                    handshake.headers().addAll(headers);
                    handshake.exceptionHandler(this::hungUp);
                    handshake
                            .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                            .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
                    return handshake
                            .connect()
                            .timeout(Gateway.ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                            .onFailure(fault -> handshake.reset());
                })
                .onSuccess(this::answered)
                .onFailure(fault -> {
                    LOG.debugf("%s: %s", request.path(), fault);
                    request.resume();
                    Gateway.away(request.response());
                    end();
                });
    }

    private void answered(HttpClientResponse answer) {
        if (answer.statusCode() != 101) {
            request.resume();
            // Not to be used again: a socket's two connections share an event loop, so that no first frame slips by
            // between the handshake and the pause.
            Gateway.pass(answer, request.response())
                    .onComplete(passed -> answer.request().connection().close());
            end();
            return;
        }
        NetSocket sync = answer.netSocket();
        // The first frames may come with the handshake's answer.
        sync.pause();
        if (request.response().closed()) {
            sync.close();
            end();
            return;
        }
        request.response().headers().addAll(ForwardedHeaders.ofTheMessage(answer.headers()));
        request.response()
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        request.toNetSocket().onSuccess(viewer -> exchange(viewer, sync)).onFailure(fault -> {
            LOG.debugf("%s: %s", request.path(), fault);
            sync.close();
            end();
        });
    }

    private void exchange(NetSocket viewer, NetSocket sync) {
        viewer.exceptionHandler(this::hungUp);
        sync.exceptionHandler(this::hungUp);
        viewer.closeHandler(closed -> {
            sync.close();
            end();
        });
        sync.closeHandler(closed -> viewer.close());
        viewer.pipeTo(sync).onComplete(done -> sync.close());
        sync.pipeTo(viewer).onComplete(done -> viewer.close());
    }

    private void hungUp(Throwable how) {
        LOG.debugf("%s: %s", request.path(), how);
    }

    private void end() {
        if (!over) {
            over = true;
            sockets.close();
        }
    }
}

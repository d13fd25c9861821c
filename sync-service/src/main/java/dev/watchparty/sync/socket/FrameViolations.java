package dev.watchparty.sync.socket;

import dev.watchparty.sync.live.Metrics;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/// Says why a connection is closed whose frames break the protocol, by RFC 6455 7.4.1: 1009 for one that is too
/// long, 1007 for text that is not UTF-8, 1002 for the rest. Vert.x would just drop it.
///
/// What the client still sends is read and thrown away for a moment (the decoder skips it): a socket closed
/// with unread input is reset, and the reset overtakes the reason.
final class FrameViolations extends ChannelInboundHandlerAdapter {

    private static final long LINGER_MILLIS = 2000;

    private final Metrics metrics;
    private boolean told;

    private FrameViolations(Metrics metrics) {
        this.metrics = metrics;
    }

    /// Watches the connection that this request is about to upgrade.
    static void watch(HttpServerRequest request, Metrics metrics) {
        ChannelHandlerContext vertx = ((ConnectionBase) request.connection()).channelHandlerContext();
        if (vertx.pipeline().get(FrameViolations.class) == null) {
            vertx.pipeline().addBefore(vertx.name(), "frame-violations", new FrameViolations(metrics));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof CorruptedWebSocketFrameException violation)) {
            context.fireExceptionCaught(cause);
        } else if (!told) {
            told = true;
            close(context, violation.closeStatus());
        }
    }

    private void close(ChannelHandlerContext context, WebSocketCloseStatus status) {
        metrics.closed(status.code());
        var _ = context.writeAndFlush(new CloseWebSocketFrame(status)).addListener(written -> {
            if (context.channel() instanceof DuplexChannel channel && written.isSuccess()) {
                var _ = channel.shutdownOutput();
            }
        });
        var _ = context.executor()
                .schedule(
                        () -> {
                            var _ = context.close();
                        },
                        LINGER_MILLIS,
                        TimeUnit.MILLISECONDS);
    }
}

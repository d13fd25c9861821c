package dev.watchparty.media.fair.pipeline;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Bounds the requests that a connection may have waiting for their turn. Vert.x answers pipelined requests one after
/// the other and keeps all that come meanwhile, 2 KiB of heap for each 50 bytes on the wire: one viewer who asks
/// for a film, does not read it and goes on asking fills any memory. Browsers, players and proxies send one request
/// at a time.
@Singleton
final class PipelinedRequests {

    static final int MAX_UNANSWERED = 64;

    /// Sees a connection's first request before anything else does.
    private static final int FILTER_PRIORITY = Integer.MAX_VALUE;

    private static final Logger LOG = Logger.getLogger(PipelinedRequests.class);

    void register(@Observes Filters filters) {
        filters.register(PipelinedRequests::watch, FILTER_PRIORITY);
    }

    private static void watch(RoutingContext context) {
        if (context.request().connection() instanceof ConnectionBase connection) {
            ChannelPipeline pipeline = connection.channelHandlerContext().pipeline();
            if (pipeline.get(Counter.class) == null) {
                pipeline.addBefore(connection.channelHandlerContext().name(), null, new Counter());
            }
        }
        context.next();
    }

    /// Owned by the channel's event loop. The request at which it was added is the first that it counts.
    private static final class Counter extends ChannelDuplexHandler {

        private int unanswered = 1;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest && ++unanswered > MAX_UNANSWERED) {
                LOG.debugf(
                        "%s asks on without waiting for answers; closing",
                        context.channel().remoteAddress());
                ReferenceCountUtil.release(message);
                var _ = context.close();
            } else if (unanswered > MAX_UNANSWERED) {
                ReferenceCountUtil.release(message);
            } else {
                context.fireChannelRead(message);
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean isInterim = message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (message instanceof LastHttpContent && !isInterim) {
                unanswered--;
            }
            var _ = context.write(message, promise);
        }
    }
}

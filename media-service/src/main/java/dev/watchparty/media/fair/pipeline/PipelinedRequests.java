package dev.watchparty.media.fair.pipeline;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Bounds what a connection may keep waiting.
///
/// *Requests* that wait for their turn: Vert.x answers pipelined requests one after the other and keeps all that come
/// meanwhile, 2 KiB of heap for each 50 bytes on the wire: one viewer who asks for a film, does not read it and goes on
/// asking fills any memory. Browsers, players and proxies send one request at a time.
///
/// *Silence*: a connection on which nothing goes for `quarkus.http.idle-timeout` ends, whether it never asked or
/// stopped in the middle of a head, until its first request is here. From then on it may be silent between two requests
/// for as long as proxies keep connections for the next one, and within a response for as long as a player may be
/// paused.
@Singleton
final class PipelinedRequests {

    static final int MAX_UNANSWERED = 64;

    /// cloudflared keeps its connections for 90 s.
    private static final Duration BETWEEN_REQUESTS = Duration.ofMinutes(2);

    private static final Duration WITHIN_A_RESPONSE = Duration.ofMinutes(30);

    /// Sees a connection's first request before anything else does.
    private static final int FILTER_PRIORITY = Integer.MAX_VALUE;

    private static final Logger LOG = Logger.getLogger(PipelinedRequests.class);

    private final long withinAResponseNanos;

    @Inject
    PipelinedRequests(FairConfig config) {
        Duration idle = config.idle();
        withinAResponseNanos = (idle.compareTo(WITHIN_A_RESPONSE) > 0 ? idle : WITHIN_A_RESPONSE).toNanos();
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, FILTER_PRIORITY);
    }

    private void watch(RoutingContext context) {
        if (context.request().connection() instanceof ConnectionBase connection) {
            ChannelPipeline pipeline = connection.channelHandlerContext().pipeline();
            if (pipeline.get(Counter.class) == null) {
                pipeline.addBefore(connection.channelHandlerContext().name(), null, new Counter(withinAResponseNanos));
            }
        }
        context.next();
    }

    /// Owned by the channel's event loop. The request at which it was added is the first that it counts.
    private static final class Counter extends ChannelDuplexHandler {

        private final long withinAResponseNanos;
        private int unanswered = 1;
        private long silentSinceNanos;

        Counter(long withinAResponseNanos) {
            this.withinAResponseNanos = withinAResponseNanos;
        }

        /// Vert.x closes the connection when it hears of silence.
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof IdleStateEvent idle) {
                long now = System.nanoTime();
                if (idle.isFirst()) {
                    silentSinceNanos = now;
                }
                long allowed = unanswered > 0 ? withinAResponseNanos : BETWEEN_REQUESTS.toNanos();
                if (now - silentSinceNanos < allowed) {
                    return;
                }
            }
            context.fireUserEventTriggered(event);
        }

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

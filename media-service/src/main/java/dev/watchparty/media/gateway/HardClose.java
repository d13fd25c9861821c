package dev.watchparty.media.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/// Closes a connection without waiting until its peer has read what is written: Vert.x' own close waits for that, and
/// who does not read would hold the descriptor and the bytes until the idle timeout.
final class HardClose {

    private HardClose() {}

    /// Nothing happens where it is closed already. Any thread.
    static void of(HttpConnection connection) {
        // From below Vert.x' handler, which makes an orderly close of any that passes it.
        @Nullable
        ChannelHandlerContext nearest =
                ((ConnectionBase) connection).channel().pipeline().firstContext();
        if (nearest != null) {
            var _ = nearest.close();
        }
    }
}

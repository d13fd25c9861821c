package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.fair.Flow;
import dev.watchparty.media.fair.ViewerKey;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/// One response on its way, as both of its sides see it.
final class Transfer {

    final EventLoop loop;
    final PacedWriter writer;
    final boolean local;
    final boolean direct;
    final @Nullable String cookie;
    final String media;
    final long revision;

    /// Bytes that left for the kernel, and when last; written on the connection's event loop.
    volatile long drainedBytes;

    volatile long drainedNanos;

    /// Whether there is something to send; written on the connection's event loop.
    volatile boolean waiting;

    /// What the kernel last told of a direct connection, null where it does not tell; written on the connection's
    /// event loop.
    volatile @Nullable Outstanding outstanding;

    // The scheduler's own from here on.
    @Nullable
    ViewerKey viewer;

    /// Public name of the browser tab that asked.
    @Nullable
    String tab;

    @Nullable
    Flow flow;

    boolean closed;
    long inFlight;
    long grantedNanos;
    /// When a local one of a file that is no longer staged has to end; null while it is staged.
    @Nullable
    Long endByNanos;

    long countedBytes;

    /// @param local whether it uses no uplink
    /// @param direct whether the client itself is at the other end of the connection, no proxy or tunnel
    /// @param media what is streamed (a room), whose revisions grow
    Transfer(
            EventLoop loop,
            PacedWriter writer,
            boolean local,
            boolean direct,
            @Nullable String cookie,
            String media,
            long revision,
            long nowNanos) {
        this.loop = loop;
        this.writer = writer;
        this.local = local;
        this.direct = direct;
        this.cookie = cookie;
        this.media = media;
        this.revision = revision;
        this.drainedNanos = nowNanos;
    }

    /// Runs on the connection's event loop: at once where this is it.
    void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /// Runs on the connection's event loop, never at once; not at all where that has ended.
    void later(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }
}

package dev.watchparty.media.fair.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericProgressiveFutureListener;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Nearest to the socket in a connection's pipeline: what a response's body hands down is kept until bytes are
/// granted, and then written in quanta.
///
/// Vert.x writes the film as regions of at most a MiB, the next when the last is written: they are the beat. A
/// region waits here, as one reference and without a buffer; of it quanta are cut, each a region of the file
/// that the response holds open, so that the kernel copies it from the page cache to the socket, or a slice of what
/// is kept of the file in memory. A region that still lies on a disk is not offered before it was brought. Where
/// bodies come as buffers instead (several ranges, TLS) these are cut, and while any wait here the channel says that
/// it is not writable, so that whoever writes stops.
///
/// *Paced*, a piece is offered to the [Uplink], which grants and also sees to it that no more than a window
/// is on its way below. *Free*, without a limit, the writer grants to itself and keeps to the window alone: there is
/// no uplink to share, but event loops are, and who is written to leaves its loop to others after a MiB. A quantum is
/// as large then as a region, because each costs some 4 microseconds, most of them the kernel's, whose last segment of
/// it is a short one. A slow client takes seconds for so much: what went of it is told as it goes.
///
/// Everything here runs on the connection's event loop. Whatever waits is released when the channel closes, for
/// whatever reason, and when the response ends before its body does.
// What becomes of a write is told by its promise, given or made here.
@SuppressWarnings("FutureReturnValueIgnored")
final class PacedWriter extends ChannelDuplexHandler {

    private static final Logger LOG = Logger.getLogger(PacedWriter.class);

    static final String NAME = "paced-writer";

    private static final long FREE_QUANTUM = 1 << 20;
    /// Free: with so much unsent in Netty's hands nothing is added.
    private static final long FREE_WINDOW = 1 << 20;

    /// A client that reads as fast as we write must not keep others from the event loop.
    private static final long RUN = 1 << 20;

    /// Paced: unsent bytes that the kernel may hold for a client, as what is in its queue is not in ours to
    /// order. Room for a moment in which this is not scheduled. To a tunnel on this machine it would hold 2.6 MB
    /// for each connection, which go in lumps seconds apart: then clients look as if they stood still, and nobody
    /// can tell what the line carries.
    static final long NOT_SENT_LOW_WATERMARK = 32 << 10;

    private static final long AS_THE_SYSTEM_HAS_IT = 0;

    private static final int WRITABILITY_BIT = 1;

    private static final class Piece {
        final Object message;
        final ChannelPromise promise;
        long position;
        long remaining;
        boolean failed;

        Piece(Object message, ChannelPromise promise, long position, long remaining) {
            this.message = message;
            this.promise = promise;
            this.position = position;
            this.remaining = remaining;
        }
    }

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final LongSupplier nanoClock;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Uplink uplink;
    private @Nullable Transfer current;
    private @Nullable Runnable following;
    private @Nullable FileSource file;
    private boolean free;
    private boolean ended;
    private long credit;
    private long inFlight;
    private boolean sending;
    private boolean shortQueue;

    PacedWriter(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /// Runs once the response before is over, its last bytes granted and gone: at once where there is none. Vert.x
    /// takes up a pipelined request as soon as the end before it is written, which may still wait here. Of several
    /// only the last runs; a connection has one at a time.
    void afterCurrent(Runnable next) {
        if (current == null) {
            next.run();
        } else {
            following = next;
        }
    }

    /// From now on what is written is this response's. None may be under way: see [#afterCurrent].
    ///
    /// @param source where regions are cut from; null where the body comes as buffers
    void begin(Transfer transfer, Uplink owner, @Nullable FileSource source, boolean withoutLimit) {
        if (current != null) {
            throw new IllegalStateException("the response before is not over");
        }
        current = transfer;
        uplink = owner;
        file = source;
        free = withoutLimit;
        ended = false;
        credit = 0;
        shortenQueue();
    }

    /// Nothing more is written of this response. It is over when what waits has gone.
    void end(Transfer transfer) {
        if (current == transfer) {
            ended = true;
            closeIfOver();
        }
    }

    /// Gives up what waits, with the connection.
    void abort(Transfer transfer) {
        if (current == transfer && context != null) {
            context.close();
            discard();
        }
    }

    /// So many bytes may go now.
    void granted(Transfer transfer, long bytes) {
        if (current == transfer) {
            credit += bytes;
            send();
        }
    }

    /// There is no limit any more.
    ///
    /// @param bytes what had been offered and will not be granted
    void freed(Transfer transfer, long bytes) {
        if (current == transfer) {
            free = true;
            shortenQueue();
            credit += bytes;
            send();
        }
    }

    /// There is a limit from now on: what was not written is offered.
    void paced(Transfer transfer) {
        if (current == transfer && free && uplink != null) {
            free = false;
            shortenQueue();
            long bytes = credit;
            credit = 0;
            uplink.resume(transfer, bytes, inFlight);
        }
    }

    /// Asks the kernel what it holds of this response's connection.
    void look(Transfer transfer) {
        if (current == transfer && context != null) {
            transfer.outstanding = Outstanding.of(context.channel());
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        discard();
        context = null;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        Transfer transfer = current;
        long bytes = transfer == null ? 0 : bodyBytes(message);
        if (transfer == null || (bytes == 0 && passes(message))) {
            ctx.write(message, promise);
            return;
        }
        if (!ctx.channel().isActive()) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        long position = message instanceof DefaultFileRegion region ? region.position() : 0;
        Piece piece = new Piece(message, promise, position, bytes);
        pieces.addLast(piece);
        if (file == null) {
            writable(ctx, false);
        } else if (bytes > 0 && !file.bring(position, bytes, () -> transfer.later(() -> brought(transfer, bytes)))) {
            return;
        }
        present(transfer, bytes);
    }

    /// @param bytes of the whole piece: some may have gone already, by what was granted for the piece behind it
    private void brought(Transfer transfer, long bytes) {
        if (current == transfer) {
            present(transfer, bytes);
        }
    }

    /// Bytes that can be sent without waiting for a disk want to be sent.
    private void present(Transfer transfer, long bytes) {
        noteWaiting();
        if (bytes > 0 && !free && uplink != null) {
            uplink.offer(transfer, bytes);
            return;
        }
        if (free) {
            credit += bytes;
        }
        send();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        discard();
        ctx.fireChannelInactive();
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        discard();
        ctx.close(promise);
    }

    /// Bytes of the uplink that a message takes: of a file's response the regions only, of others every buffer.
    private long bodyBytes(Object message) {
        if (message instanceof FileRegion region) {
            return file == null ? 0 : region.count();
        }
        return file == null && message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
    }

    /// What is no body waits behind the body, or else it would overtake it. Only the empty buffer does not that
    /// Vert.x writes before it closes a connection in the middle of a file.
    private boolean passes(Object message) {
        return pieces.isEmpty() || (file != null && message instanceof ByteBuf buffer && !buffer.isReadable());
    }

    private void send() {
        ChannelHandlerContext ctx = context;
        if (sending || ctx == null) {
            return;
        }
        sending = true;
        try {
            long run = 0;
            long wrote;
            do {
                wrote = writeSome(ctx);
                if (wrote != 0) {
                    ctx.flush();
                    run += wrote;
                }
            } while (wrote != 0 && run < RUN);
            if (wrote != 0) {
                ctx.executor().execute(this::send);
            }
        } finally {
            sending = false;
        }
    }

    /// @return bytes written, or 1 for what has none
    private long writeSome(ChannelHandlerContext ctx) {
        long wrote = 0;
        while (true) {
            Piece piece = pieces.peekFirst();
            if (piece == null) {
                return wrote;
            }
            if (piece.remaining == 0) {
                pieces.removeFirst();
                drainedAll(ctx);
                ctx.write(piece.message, piece.promise);
                wrote = Math.max(1, wrote);
                continue;
            }
            long bytes = Math.min(piece.remaining, credit);
            if (free) {
                bytes = Math.min(bytes, FREE_QUANTUM);
            }
            if (bytes == 0 || (free && inFlight >= FREE_WINDOW)) {
                return wrote;
            }
            wrote += cut(ctx, piece, bytes);
        }
    }

    /// @return bytes written, at least one
    private long cut(ChannelHandlerContext ctx, Piece piece, long atMost) {
        Object quantum;
        if (piece.message instanceof ByteBuf buffer) {
            quantum = buffer.readRetainedSlice((int) atMost);
        } else if (file != null) {
            quantum = file.cut(piece.position, atMost);
        } else {
            throw new IllegalStateException("a region without a file");
        }
        long bytes = switch (quantum) {
            case ByteBuf buffer -> buffer.readableBytes();
            case FileRegion region -> region.count();
            default -> throw new IllegalStateException("no quantum: " + quantum);
        };
        piece.position += bytes;
        piece.remaining -= bytes;
        credit -= bytes;
        inFlight += bytes;
        Sent sent = new Sent(piece, current, bytes);
        if (sent.last) {
            pieces.removeFirst();
            drainedAll(ctx);
        }
        ctx.write(
                quantum,
                free
                        ? ctx.newProgressivePromise().addListener(sent)
                        : ctx.newPromise().addListener(sent::over));
        return bytes;
    }

    /// What becomes of a quantum. Of a free one it is told what the socket has taken so far; a paced one is small, and
    /// each word of it is a message to the scheduler's event loop.
    private final class Sent implements GenericProgressiveFutureListener<ChannelProgressiveFuture> {
        private final Piece piece;
        private final @Nullable Transfer transfer;
        private final boolean last;
        private long remaining;

        Sent(Piece piece, @Nullable Transfer transfer, long bytes) {
            this.piece = piece;
            this.transfer = transfer;
            this.last = piece.remaining == 0;
            this.remaining = bytes;
        }

        @Override
        public void operationProgressed(ChannelProgressiveFuture quantum, long progress, long total) {
            went(progress - (total - remaining));
        }

        @Override
        public void operationComplete(ChannelProgressiveFuture quantum) {
            over(quantum);
        }

        void over(Future<?> quantum) {
            if (!quantum.isSuccess()) {
                piece.failed = true;
                piece.promise.tryFailure(quantum.cause());
            }
            went(remaining);
            if (last) {
                ReferenceCountUtil.release(piece.message);
                if (!piece.failed) {
                    piece.promise.trySuccess();
                }
            }
            send();
        }

        private void went(long bytes) {
            if (bytes > 0) {
                remaining -= bytes;
                inFlight -= bytes;
                if (transfer != null) {
                    drained(transfer, bytes);
                }
            }
        }
    }

    private void drained(Transfer transfer, long bytes) {
        // Written on this event loop only.
        long before = transfer.drainedBytes;
        transfer.drainedBytes = before + bytes;
        transfer.drainedNanos = nanoClock.getAsLong();
        noteWaiting();
        Uplink owner = uplink;
        if (owner != null) {
            owner.drained(transfer, bytes, !free && current == transfer);
        }
    }

    private void drainedAll(ChannelHandlerContext ctx) {
        if (pieces.isEmpty()) {
            noteWaiting();
            if (file == null) {
                writable(ctx, true);
            }
            closeIfOver();
        }
    }

    /// Free, what Netty has of it waits for the client, and nothing else does.
    private void noteWaiting() {
        if (current != null) {
            current.waiting = !pieces.isEmpty() || (free && inFlight > 0);
        }
    }

    private void closeIfOver() {
        if (ended && pieces.isEmpty() && current != null && uplink != null) {
            uplink.close(current);
            current = null;
            file = null;
            credit = 0;
            Runnable next = following;
            following = null;
            if (next != null) {
                next.run();
            }
        }
    }

    /// The connection is going: whatever waits is released, and the response is over.
    private void discard() {
        ended = true;
        while (true) {
            Piece piece = pieces.pollFirst();
            if (piece == null) {
                break;
            }
            ReferenceCountUtil.release(piece.message);
            piece.failed = true;
            piece.promise.tryFailure(new ClosedChannelException());
        }
        if (context != null) {
            drainedAll(context);
        }
        closeIfOver();
    }

    private void shortenQueue() {
        boolean wanted = !free;
        if (wanted != shortQueue && context != null && context.channel() instanceof EpollSocketChannel socket) {
            try {
                socket.config()
                        .setOption(
                                EpollChannelOption.TCP_NOTSENT_LOWAT,
                                wanted ? NOT_SENT_LOW_WATERMARK : AS_THE_SYSTEM_HAS_IT);
                shortQueue = wanted;
            } catch (ChannelException e) {
                LOG.debugf("The client has hung up already: %s", e.getMessage());
            }
        }
    }

    private static void writable(ChannelHandlerContext ctx, boolean writable) {
        var outbound = ctx.channel().unsafe().outboundBuffer();
        if (outbound != null) {
            outbound.setUserDefinedWritability(WRITABILITY_BIT, writable);
        }
    }
}

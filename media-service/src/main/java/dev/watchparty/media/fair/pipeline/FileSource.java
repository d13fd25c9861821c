package dev.watchparty.media.fair.pipeline;

import io.netty.buffer.ByteBuf;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Where the body of a response comes from: memory, for what is kept of the file there, else the file that the
/// response holds open. Any thread.
///
/// @param etag of the file, under which its windows are known
/// @param endByte the byte after the response's last
record FileSource(
        FileChannel file,
        String etag,
        long endByte,
        @Nullable Head head,
        HeadCache heads,
        PageWarmer warmer) {

    /// Sees to it that bytes can be sent without waiting for a disk.
    ///
    /// @param then runs once, on any thread, when they can; not at all where they can already
    /// @return whether they can already
    boolean bring(long position, long bytes, Runnable then) {
        long fromByte = head == null ? position : head.endOf(position);
        long toByte = position + bytes;
        return fromByte >= toByte || warmer.bring(etag, file, fromByte, toByte, endByte, then);
    }

    /// A part of the file, from a position on, as Netty writes it: at least one byte, at most so many. The caller
    /// releases it.
    Object cut(long position, long atMost) {
        if (head == null) {
            return new HeldRegion(file, position, atMost);
        }
        ByteBuf kept = head.slice(position, atMost);
        if (kept != null) {
            heads.hit(kept.readableBytes());
            return kept;
        }
        return new HeldRegion(file, position, head.bytesBefore(position, atMost));
    }
}

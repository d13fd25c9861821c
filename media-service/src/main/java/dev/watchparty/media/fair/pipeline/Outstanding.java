package dev.watchparty.media.fair.pipeline;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// What the kernel holds of a connection that its far end has not acknowledged. Of a client that is connected directly
/// it tells what has not crossed the uplink yet; behind a tunnel it would tell of the way to the tunnel.
///
/// The kernel's round trips alone tell of no queue: a client that acknowledges the odd last segment of a quantum 40 ms
/// later, as they do, would look like one.
///
/// @param bytes unsent and on their way; what is on its way is counted in whole segments
/// @param waitingBytes the part of these that is not on its way because the way is long: unsent, or beyond what was on
/// its way in the shortest round trip
record Outstanding(long bytes, long waitingBytes) {

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;

    // struct tcp_info of linux/tcp.h, which only ever grows at its end; what an older kernel does not know reads as 0.
    private static final int SND_MSS = 16;
    private static final int UNACKED = 24;
    private static final int RTT_MICROS = 68;
    private static final int NOTSENT_BYTES = 144;
    private static final int MIN_RTT_MICROS = 148;
    private static final int LENGTH = 152;

    private static final RawUnixChannelOption INFO =
            new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, TCP_INFO, LENGTH);

    /// Asks the kernel: a system call of a microsecond. On the channel's event loop.
    ///
    /// @return null where the platform does not tell, and for a connection that is gone
    static @Nullable Outstanding of(Channel channel) {
        if (!(channel instanceof EpollSocketChannel socket) || !socket.isActive()) {
            return null;
        }
        ByteBuffer info;
        try {
            info = socket.config().getOption(INFO);
        } catch (ChannelException closing) {
            return null;
        }
        return info == null ? null : read(info.order(ByteOrder.nativeOrder()));
    }

    private static Outstanding read(ByteBuffer info) {
        long onTheWay = unsigned(info, UNACKED) * unsigned(info, SND_MSS);
        long notSent = unsigned(info, NOTSENT_BYTES);
        double longer = 1 - (double) unsigned(info, MIN_RTT_MICROS) / Math.max(1, unsigned(info, RTT_MICROS));
        return new Outstanding(notSent + onTheWay, notSent + Math.round(onTheWay * Math.clamp(longer, 0, 1)));
    }

    private static long unsigned(ByteBuffer info, int at) {
        return Integer.toUnsignedLong(info.getInt(at));
    }
}

package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.fair.FlowLimits;
import dev.watchparty.media.fair.UplinkRate;
import dev.watchparty.media.fair.Watermarks;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel holds of a client that is connected directly, over real sockets of the epoll transport. The front
/// door takes whoever comes over loopback for the admin, so these clients come to a channel of their own.
@EnabledOnOs(OS.LINUX)
final class DirectClientIT {

    private static final long BYTES = 32 << 20;
    private static final long REGION = 1 << 20;
    /// The kernel looks at the mark before it takes a piece, not after.
    private static final long A_PIECE_MORE = 64 << 10;

    @TempDir
    Path folder;

    private final EventLoopGroup loops = new EpollEventLoopGroup(1);
    private final EventLoop loop = loops.next();
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final Uplink uplink = new Uplink(
            loop,
            new UplinkSetting.Fixed(UplinkRate.parse("50M")),
            UplinkRate.parse("50M"),
            0,
            Watermarks.DEFAULT,
            FlowLimits.DEFAULT,
            System::nanoTime);
    private Channel server;
    private FileChannel film;

    @BeforeEach
    void listen() throws Exception {
        Path file = folder.resolve("film.mkv");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(BYTES);
        }
        film = FileChannel.open(file, StandardOpenOption.READ);
        server = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addFirst(PacedWriter.NAME, new PacedWriter(System::nanoTime));
                        accepted.add(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    @AfterEach
    void end() throws Exception {
        uplink.shutdown();
        loops.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).sync();
        film.close();
    }

    private record Standing(Channel channel, Transfer transfer) {}

    /// A client who reads nothing, and is sent the film, as Vert.x does it: a region when the last one is written.
    private Standing standing(Socket client, boolean direct, boolean unlimited) throws Exception {
        return standing(connected(client), direct, unlimited);
    }

    private Channel connected(Socket client) throws Exception {
        client.setSoTimeout(20_000);
        client.connect(server.localAddress());
        return accepted.take();
    }

    private Standing standing(Channel channel, boolean direct, boolean unlimited) throws Exception {
        PacedWriter writer = Objects.requireNonNull(channel.pipeline().get(PacedWriter.class));
        Transfer transfer = new Transfer(loop, writer, false, direct, null, "main", 1, System.nanoTime());
        uplink.admit(transfer, "198.51.100.1", null, _ -> {
            PageWarmer warmer = new PageWarmer(Runnable::run, System::nanoTime);
            writer.begin(
                    transfer, uplink, new FileSource(film, "e1", BYTES, null, new HeadCache(0), warmer), unlimited);
            send(channel, 0);
        });
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(10)).until(() -> {
            long before = transfer.drainedBytes;
            return before > 0 && held(channel) > 0 && transfer.drainedBytes == before;
        });
        return new Standing(channel, transfer);
    }

    private void send(Channel channel, long at) {
        if (at == BYTES) {
            return;
        }
        var region = new DefaultFileRegion(film, at, REGION) {
            @Override
            protected void deallocate() {
                // The film is the test's.
            }
        };
        channel.writeAndFlush(region).addListener(written -> {
            if (written.isSuccess()) {
                send(channel, at + REGION);
            }
        });
    }

    private long held(Standing standing) throws Exception {
        return held(standing.channel());
    }

    private long held(Channel channel) throws Exception {
        Outstanding outstanding = loop.submit(() -> Outstanding.of(channel)).get();
        return Objects.requireNonNull(outstanding).bytes();
    }

    @Test
    void theKernelsQueueIsKeptShortWhileThereIsALimitForWhoeverIsAtItsOtherEnd() throws Exception {
        try (Socket near = new Socket();
                Socket behindAProxy = new Socket();
                Socket unlimited = new Socket()) {
            assertThat(held(standing(near, true, false)))
                    .isLessThanOrEqualTo(PacedWriter.NOT_SENT_LOW_WATERMARK + A_PIECE_MORE);
            assertThat(held(standing(behindAProxy, false, false)))
                    .isLessThanOrEqualTo(PacedWriter.NOT_SENT_LOW_WATERMARK + A_PIECE_MORE);

            assertThat(held(standing(unlimited, true, true)))
                    .isGreaterThan(2 * (PacedWriter.NOT_SENT_LOW_WATERMARK + A_PIECE_MORE));
        }
    }

    @Test
    void nothingIsHeldOfAClientWhoHasReadEverything() throws Exception {
        try (Socket client = new Socket()) {
            Standing standing = standing(client, true, false);
            uplink.change(new UplinkSetting.Fixed(UplinkRate.parse("1G"))).join();

            assertThat(client.getInputStream().readNBytes((int) BYTES)).hasSize((int) BYTES);

            await().untilAsserted(() -> assertThat(held(standing)).isZero());
        }
    }

    @Test
    void withoutALimitItIsSeenThatAClientWaitsAndWhatItTakesOfARegion() throws Exception {
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(32 << 10);
            Channel channel = connected(client);
            channel.config().setOption(ChannelOption.SO_SNDBUF, 64 << 10);
            Transfer transfer = standing(channel, true, true).transfer();

            assertThat(transfer.waiting).isTrue();
            assertThat(transfer.drainedBytes).isBetween(1L, REGION - 1);

            assertThat(client.getInputStream().readNBytes((int) BYTES)).hasSize((int) BYTES);

            await().untilAsserted(() -> {
                assertThat(transfer.drainedBytes).isEqualTo(BYTES);
                assertThat(transfer.waiting).isFalse();
            });
        }
    }

    @Test
    void ofAConnectionThatIsGoneNothingIsKnown() throws IOException, InterruptedException {
        Channel channel;
        try (Socket client = new Socket()) {
            client.connect(server.localAddress());
            channel = accepted.take();
        }

        channel.close().sync();

        assertThat(Outstanding.of(channel)).isNull();
    }
}

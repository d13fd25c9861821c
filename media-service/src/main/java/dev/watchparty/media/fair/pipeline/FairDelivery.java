package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.fair.UplinkEstimator;
import dev.watchparty.media.fair.UplinkRate;
import dev.watchparty.media.staging.StagedFile;
import dev.watchparty.media.staging.Stages;
import dev.watchparty.media.viewer.Cidr;
import dev.watchparty.media.viewer.ClientAddress;
import dev.watchparty.media.viewer.ClientAddresses;
import dev.watchparty.media.viewer.DirectLoopback;
import dev.watchparty.media.viewer.ViewerCookies;
import io.netty.channel.ChannelPipeline;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets responses in and sends their bodies, in turn or, with `FAIR_DELIVERY=0`, as fast as each client takes
/// them.
@Singleton
public final class FairDelivery {

    /// A disk that hangs keeps one for as long as it likes.
    private static final int DISK_WORKERS = 4;

    /// What was staged before the start is told at the start, too.
    private static final int BEFORE_STAGES_COME_BACK = 1_000;

    /// How often an estimate may be written.
    private static final long KEEP_MILLIS = 60_000;

    private final boolean enabled;
    private final ClientAddresses addresses;
    private final DirectLoopback directLoopback;
    private final ViewerCookies cookies;
    private final List<Cidr> localNetworks;
    private final UplinkMemory memory;
    private final Uplink uplink;
    private final Vertx vertx;
    private final WorkerExecutor disk;
    private final HeadCache heads;
    private final PageWarmer warmer;
    private final long keeper;
    private final AtomicBoolean keeping = new AtomicBoolean();

    @Inject
    FairDelivery(
            FairConfig config,
            ClientAddresses addresses,
            DirectLoopback directLoopback,
            ViewerCookies cookies,
            UplinkMemory memory,
            Vertx vertx) {
        this.enabled = config.delivery();
        this.addresses = addresses;
        this.directLoopback = directLoopback;
        this.cookies = cookies;
        this.localNetworks = config.localNetworks().orElse(List.of());
        this.memory = memory;
        this.vertx = vertx;
        this.disk = vertx.createSharedWorkerExecutor("page-cache", DISK_WORKERS);
        this.heads = new HeadCache(config.delivery() ? config.headCache().asLongValue() : 0);
        this.warmer = new PageWarmer(
                task -> disk.executeBlocking(
                        () -> {
                            task.run();
                            return null;
                        },
                        false),
                System::nanoTime);
        UplinkMemory.Remembered remembered = memory.read();
        UplinkSetting setting = remembered.setting() == null ? config.uplink() : remembered.setting();
        UplinkRate first = remembered.estimate() == null ? UplinkEstimator.FIRST_GUESS : remembered.estimate();
        ContextInternal owner = ((VertxInternal) vertx).createEventLoopContext();
        this.uplink = new Uplink(
                owner.nettyEventLoop(),
                setting,
                first,
                config.burst().asLongValue(),
                config.watermarks(),
                config.limits(),
                System::nanoTime);
        this.keeper = vertx.setPeriodic(KEEP_MILLIS, id -> keepEstimate());
    }

    void start(@Observes @Priority(BEFORE_STAGES_COME_BACK) StartupEvent started) {
        vertx.eventBus().<StagedFile>localConsumer(Stages.CHANGED, message -> {
            StagedFile staged = message.body();
            uplink.stage(staged.room().value(), staged.stageRevision());
            var _ = disk.executeBlocking(() -> {
                heads.warm(staged);
                return null;
            });
        });
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(keeper);
        uplink.shutdown();
        disk.close();
        heads.clear();
        memory.remember(uplink.latest().estimate());
    }

    /// Whoever is killed, or loses power, begins with it the next time.
    private void keepEstimate() {
        UplinkRate estimate = uplink.latest().estimate();
        if (memory.isNews(estimate) && keeping.compareAndSet(false, true)) {
            var _ = disk.executeBlocking(
                            () -> {
                                memory.remember(estimate);
                                return null;
                            },
                            false)
                    .onComplete(done -> keeping.set(false));
        }
    }

    /// Whether a response may be served.
    public sealed interface Admittance {

        /// It may; [Passage#close] must follow, whatever becomes of it.
        record Admitted(Passage passage) implements Admittance {}

        /// Too many are under way, of this viewer or in all.
        record Refused(boolean byViewer) implements Admittance {}
    }

    /// Asks for a place in the uplink's turns.
    ///
    /// @param request on its own event loop
    /// @param tab public name of the browser tab, `t` of the URL
    /// @param then runs on the request's event loop
    public void admit(HttpServerRequest request, @Nullable String tab, StagedFile staged, Consumer<Admittance> then) {
        if (!enabled || !(request.connection() instanceof ConnectionBase connection)) {
            then.accept(new Admittance.Admitted(new Passage(request.response())));
            return;
        }
        ClientAddress client = addresses.of(request);
        Context context = vertx.getOrCreateContext();
        PacedWriter writer = writerOf(connection);
        Transfer transfer = new Transfer(
                connection.getContext().nettyEventLoop(),
                writer,
                isLocal(client, request),
                client.direct(),
                cookies.viewerOf(request).orElse(null),
                staged.room().value(),
                staged.stageRevision(),
                System.nanoTime());
        Passage passage = new Passage(request.response(), transfer, staged);
        writer.afterCurrent(() -> uplink.admit(
                transfer,
                client.network(),
                tab,
                outcome -> context.runOnContext(ignored -> then.accept(
                        switch (outcome) {
                            case Uplink.Outcome.Admitted admitted -> new Admittance.Admitted(passage);
                            case Uplink.Outcome.Refused(boolean byViewer) -> new Admittance.Refused(byViewer);
                        }))));
    }

    Uplink uplink() {
        return uplink;
    }

    HeadCache heads() {
        return heads;
    }

    PageWarmer warmer() {
        return warmer;
    }

    /// Another uplink, at once and for later starts; of two at once the later one is what is kept, too. Blocks.
    ///
    /// @return the figures with it
    synchronized Uplink.Totals change(UplinkSetting setting) throws IOException {
        memory.keep(setting);
        // With a fixed rate it is not told any more.
        memory.remember(uplink.latest().estimate());
        return uplink.change(setting).join();
    }

    boolean isEnabled() {
        return enabled;
    }

    /// A tunnel that adds no header, such as that of ssh, comes from this machine, too, but asks for another host.
    private boolean isLocal(ClientAddress client, HttpServerRequest request) {
        return directLoopback.is(request)
                || (client.direct() && localNetworks.stream().anyMatch(block -> block.contains(client.text())));
    }

    private static PacedWriter writerOf(ConnectionBase connection) {
        ChannelPipeline pipeline = connection.channelHandlerContext().pipeline();
        if (pipeline.get(PacedWriter.NAME) instanceof PacedWriter installed) {
            return installed;
        }
        PacedWriter writer = new PacedWriter(System::nanoTime);
        pipeline.addFirst(PacedWriter.NAME, writer);
        return writer;
    }

    /// One response's way to its client. On the request's event loop.
    public final class Passage {

        private final HttpServerResponse response;
        private final @Nullable Transfer transfer;
        private final @Nullable StagedFile staged;
        private boolean begun;

        private Passage(HttpServerResponse response) {
            this.response = response;
            this.transfer = null;
            this.staged = null;
        }

        private Passage(HttpServerResponse response, Transfer transfer, StagedFile staged) {
            this.response = response;
            this.transfer = transfer;
            this.staged = staged;
        }

        /// Sends a part of a file as the response's whole body, from the page cache to the socket without a
        /// copy. Not over an encrypted connection, where the kernel cannot: see [#sendBuffers].
        ///
        /// @param file held open by the caller until [#close]; it is read from this, by position
        /// @param path of the same file
        /// @return done when the last byte is with the kernel
        public Future<Void> sendFile(FileChannel file, String path, long offset, long length) {
            begin(
                    staged == null
                            ? null
                            : new FileSource(file, staged.etag(), offset + length, heads.of(staged), heads, warmer));
            return response.sendFile(path, offset, length);
        }

        /// Whether [#sendFile] takes its bytes from the descriptor that the caller holds, whatever becomes of
        /// the path.
        public boolean readsHeldFile() {
            return transfer != null;
        }

        /// Says that the body will be written as buffers.
        public void sendBuffers() {
            begin(null);
        }

        /// Nothing more is written: the place is given back when what waits has gone, or with the connection.
        /// More than once is fine.
        public void close() {
            if (transfer != null) {
                if (begun) {
                    transfer.onLoop(() -> transfer.writer.end(transfer));
                } else {
                    uplink.close(transfer);
                }
            }
        }

        /// The body cannot be sent whole: the connection is closed under it, the only way to say so once the
        /// head is out.
        public void abort() {
            if (transfer != null) {
                transfer.onLoop(() -> transfer.writer.abort(transfer));
            }
        }

        private void begin(@Nullable FileSource file) {
            if (transfer != null) {
                begun = true;
                transfer.writer.begin(transfer, uplink, file, transfer.local || uplink.isFree());
            }
        }
    }
}

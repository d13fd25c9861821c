package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import dev.watchparty.media.container.Index;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.StagedFile;
import dev.watchparty.media.staging.Stages;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCounted;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What responses under way leave behind when the service ends: nothing. Its service serves nobody afterwards.
@QuarkusTest
@TestProfile(ShutdownIT.ToBeEnded.class)
@EnabledOnOs(OS.LINUX)
final class ShutdownIT {

    private static final long SIZE = 256L << 20;
    private static final int READERS = 6;
    /// Vert.x keeps a reference to each of its regions, so that what is written does not close its file, and never
    /// gives it back: it closes the file itself.
    private static final int VERTX = 1;

    private static final String BEYOND_THE_HEAD = "Range: bytes=100000000-";

    @Inject
    Stages stages;

    @Inject
    FairDelivery delivery;

    @Inject
    Router router;

    @Inject
    Vertx vertx;

    private final Queue<FileRegion> regions = new ConcurrentLinkedQueue<>();

    @Test
    void everyDescriptorAndRegionIsLetGoWhateverItsResponseIsDoing() throws Exception {
        Path file = OwnFolders.MEDIA.resolve("last.mkv");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(SIZE);
        }
        StagedFile staged = StageFixture.describe(RoomName.MAIN, file, "e1", 1, new Index.Unknown());
        StageFixture.put(stages, staged);
        delivery.heads().warm(staged);
        Head head = Objects.requireNonNull(delivery.heads().of(staged));
        router.route().order(Integer.MIN_VALUE).handler(this::watch);
        List<Wire> wires = new ArrayList<>();
        // They do not read: one within the head, one after it, one that takes no share.
        wires.add(Wire.narrow().send("GET", "/media/current", from(1)));
        wires.add(Wire.narrow().send("GET", "/media/current", from(2), BEYOND_THE_HEAD));
        wires.add(Wire.narrow().send("GET", "/media/current"));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(latest().blockedFlows()).isEqualTo(2);
            assertThat(latest().localFlows()).isOne();
        });
        // So slow that all others wait for the bucket, but the one whose turn it is.
        delivery.uplink().change(UplinkSetting.parse("1M")).join();
        for (int i = 0; i < READERS; i++) {
            wires.add(Wire.open()
                    .send(
                            "GET",
                            "/media/current",
                            i % 2 == 0 ? new String[] {from(3 + i)} : new String[] {from(3 + i), BEYOND_THE_HEAD}));
        }
        for (Wire wire : wires.subList(3, wires.size())) {
            wire.readHead();
            wire.readBytes(1);
        }
        await().untilAsserted(() -> assertThat(latest().readyFlows()).isPositive());
        assertThat(FairDeliveryIT.descriptorsOf(file)).isGreaterThanOrEqualTo(wires.size());
        assertThat(quanta()).isNotEmpty();
        assertThat(wholeRegions().filter(region -> region.refCnt() > VERTX))
                .as("of each response one waits")
                .hasSizeGreaterThanOrEqualTo(wires.size());

        endTheService();

        for (Wire wire : wires) {
            assertThat(wire.drain()).isLessThan(SIZE / 2);
        }
        await().untilAsserted(() -> {
            assertThat(FairDeliveryIT.descriptorsOf(file)).isZero();
            assertThat(quanta()).extracting(ReferenceCounted::refCnt).containsOnly(0);
            assertThat(wholeRegions()).extracting(ReferenceCounted::refCnt).containsOnly(VERTX);
            assertThat(head.isAlive()).isFalse();
        });
    }

    /// In the order in which Quarkus does.
    private void endTheService() throws Exception {
        for (String verticle : vertx.deploymentIDs()) {
            vertx.undeploy(verticle).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        delivery.stop();
    }

    private Stream<FileRegion> quanta() {
        return regions.stream().filter(region -> region instanceof HeldRegion);
    }

    private Stream<FileRegion> wholeRegions() {
        return regions.stream().filter(region -> !(region instanceof HeldRegion));
    }

    private Uplink.Totals latest() {
        return delivery.uplink().latest();
    }

    private static String from(int viewer) {
        return "X-Forwarded-For: 198.51.100." + viewer;
    }

    /// Sees the regions that Vert.x writes, and the quanta that are cut of them.
    private void watch(RoutingContext context) {
        context.addHeadersEndHandler(written -> {
            if (context.request().connection() instanceof ConnectionBase connection) {
                ChannelPipeline pipeline = connection.channelHandlerContext().pipeline();
                pipeline.addAfter(PacedWriter.NAME, null, new Regions());
                pipeline.addFirst(new Regions());
            }
        });
        context.next();
    }

    private final class Regions extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof FileRegion region) {
                regions.add(region);
            }
            var _ = context.write(message, promise);
        }
    }

    public static final class ToBeEnded implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(new OwnFolders().getConfigOverrides());
            overrides.put("watchparty.fair.uplink", "100M");
            return overrides;
        }
    }
}

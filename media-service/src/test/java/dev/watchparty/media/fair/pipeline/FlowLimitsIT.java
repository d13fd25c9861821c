package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import dev.watchparty.media.container.Index;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is done about clients that stand still and about responses to a film that is no longer staged, over real
/// sockets.
@QuarkusTest
@TestProfile(FlowLimitsIT.FewFlows.class)
final class FlowLimitsIT {

    private static final long SIZE = 256L << 20;
    private static final int FLOWS = 12;
    private static final int BLOCKED_PER_VIEWER = 4;
    private static long revision;

    @Inject
    Stages stages;

    @Inject
    FairDelivery delivery;

    private final Path file = OwnFolders.MEDIA.resolve("long.mkv");
    private final List<Wire> wires = new ArrayList<>();

    @BeforeEach
    void stageALongFilm() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(SIZE);
        }
        stageNext();
    }

    @AfterEach
    void everythingIsLetGo() throws IOException {
        for (Wire wire : wires) {
            wire.reset();
        }
        soon().untilAsserted(() -> {
            Uplink.Totals now = now();
            assertThat(now.openFlows()).isZero();
            assertThat(now.localFlows()).isZero();
            assertThat(FairDeliveryIT.descriptorsOf(file)).isZero();
        });
    }

    private void stageNext() throws IOException {
        revision++;
        StageFixture.put(
                stages, StageFixture.describe(RoomName.MAIN, file, "e" + revision, revision, new Index.Unknown()));
        delivery.uplink().stage(RoomName.MAIN.value(), revision);
    }

    private Uplink.Totals latest() {
        return delivery.uplink().latest();
    }

    /// The figures of this moment; the latest may be of before the last response was let in.
    private Uplink.Totals now() {
        return delivery.uplink().change(UplinkSetting.parse("100M")).join();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private static String from(int viewer) {
        return "X-Forwarded-For: 198.51.100." + viewer;
    }

    /// Has the head and reads nothing more.
    private Wire standing(Wire wire, String... headers) throws IOException {
        wires.add(wire);
        assertThat(wire.send("GET", "/media/current", headers).readHead().status())
                .isEqualTo(200);
        return wire;
    }

    @ParameterizedTest
    @ValueSource(strings = {"100M", "400M"})
    void ofAViewersResponsesThatStandStillAsManyStayAsAreAllowed(String uplink) throws IOException {
        delivery.uplink().change(UplinkSetting.parse(uplink)).join();
        for (int i = 0; i < 2 * BLOCKED_PER_VIEWER; i++) {
            standing(Wire.narrow(), from(1));
        }
        standing(Wire.narrow(), from(2));

        soon().untilAsserted(() -> assertThat(latest().viewers())
                .extracting(row -> row.state().flows())
                .containsExactlyInAnyOrder(BLOCKED_PER_VIEWER, 1));
    }

    @Test
    void whereAllPlacesAreTakenByWhoDoesNotReadANewcomerIsServed() throws IOException {
        for (int i = 1; i <= FLOWS; i++) {
            standing(Wire.narrow(), from(i));
        }

        soon().untilAsserted(() -> assertThat(
                        Wire.call("GET", "/media/current", "Range: bytes=0-99999", from(FLOWS + 1))
                                .status())
                .isEqualTo(206));

        await().untilAsserted(() -> assertThat(latest().openFlows()).isEqualTo(FLOWS - 1));
    }

    @Test
    void responsesToTheFilmBeforeEndPacedAndLocalOnes() throws IOException {
        standing(Wire.narrow(), from(1));
        standing(Wire.narrow());
        await().untilAsserted(() -> assertThat(latest().localFlows()).isOne());

        stageNext();
        standing(Wire.narrow(), from(2));
        standing(Wire.narrow());

        // Without the setting it would be half a minute.
        await().atMost(Duration.ofSeconds(25)).untilAsserted(() -> {
            Uplink.Totals now = now();
            assertThat(now.openFlows()).isOne();
            assertThat(now.localFlows()).isOne();
        });
        assertThat(wires.get(0).drain()).isLessThan(SIZE);
        assertThat(wires.get(1).drain()).isLessThan(SIZE);
        await().during(Duration.ofSeconds(2))
                .untilAsserted(() ->
                        assertThat(latest().openFlows() + latest().localFlows()).isEqualTo(2));
    }

    @Test
    void withoutALimitWhoeverDoesNotReadIsSeenStanding() throws IOException {
        delivery.uplink().change(UplinkSetting.parse("unlimited")).join();

        standing(Wire.narrow(), from(1));

        soon().untilAsserted(() -> assertThat(latest().blockedFlows()).isOne());
    }

    @Test
    void whoComesFromALocalNetworkItselfTakesNoShare() throws IOException {
        Optional<InetAddress> own = FewFlows.own();
        assumeThat(own).as("an address beside loopback").isPresent();
        long before = now().grantedBytes();

        standing(Wire.narrow(own.get()));

        await().untilAsserted(() -> assertThat(latest().localFlows()).isOne());
        assertThat(latest().openFlows()).isZero();
        assertThat(now().grantedBytes()).isEqualTo(before);

        // What a proxy there passes on crosses the uplink.
        standing(Wire.narrow(own.get()), from(1));

        await().untilAsserted(() -> assertThat(latest().openFlows()).isOne());
        assertThat(latest().localFlows()).isOne();
    }

    public static final class FewFlows implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(new OwnFolders().getConfigOverrides());
            overrides.put("watchparty.fair.uplink", "100M");
            overrides.put("watchparty.fair.flows", String.valueOf(FLOWS));
            overrides.put("watchparty.fair.blocked-per-viewer", String.valueOf(BLOCKED_PER_VIEWER));
            overrides.put("watchparty.fair.retired", "1s");
            overrides.put("watchparty.fair.standing", "1s");
            overrides.put("watchparty.delivery.max-responses", String.valueOf(2 * FLOWS));
            own().ifPresent(address -> overrides.put("watchparty.fair.local-networks", address.getHostAddress()));
            return overrides;
        }

        /// An address of this machine that is none of loopback.
        static Optional<InetAddress> own() {
            try {
                return NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                        .findFirst();
            } catch (SocketException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

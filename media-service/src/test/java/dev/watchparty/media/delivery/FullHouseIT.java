package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.media.Wire;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@QuarkusTest
@TestProfile(FullHouseIT.ThreePlacesTwoAnAddress.class)
final class FullHouseIT {

    private static final Path MEDIA = Path.of("target", "full-house").toAbsolutePath();

    private static final Path FILM = MEDIA.resolve("film.mkv");

    private static final int CONNECTIONS = 500;

    @Inject
    Stages stages;

    @Inject
    Responses responses;

    @BeforeEach
    void stageALongFilm() throws IOException {
        Files.createDirectories(MEDIA);
        try (RandomAccessFile sparse = new RandomAccessFile(FILM.toFile(), "rw")) {
            sparse.setLength(400_000_000);
        }
        StageFixture.stage(stages, RoomName.MAIN, FILM, "e1");
    }

    private static Wire watch(int viewer) throws IOException {
        Wire wire = Wire.narrow().send("GET", "/media/current", from(viewer));
        assertThat(wire.readHead().status()).isEqualTo(200);
        return wire;
    }

    private static Wire.Response look(int viewer) throws IOException {
        return Wire.call("GET", "/media/current", "Range: bytes=0-0", from(viewer));
    }

    private static String from(int viewer) {
        return "X-Forwarded-For: 198.51.100." + viewer;
    }

    @Test
    void onePlayerTooManyIsToldToComeBackAndFindsAPlaceWhenAnotherLeaves() throws IOException {
        try (Wire first = watch(1);
                Wire second = watch(2);
                Wire third = watch(3)) {
            Wire.Response fourth = look(4);
            assertThat(fourth.status()).isEqualTo(503);
            assertThat(fourth.header("Retry-After")).isEqualTo("5");
            assertThat(fourth.text()).contains("\"code\":\"busy\"");

            first.reset();
            await().untilAsserted(() -> assertThat(look(4).status()).isEqualTo(206));
            second.reset();
            third.reset();
        }
        await().untilAsserted(() -> assertThat(look(4).status()).isEqualTo(206));
    }

    @Test
    void whoOpensMoreThanItsPlacesIsRefusedAndTheOthersDoNotNotice() throws IOException {
        try (Wire first = watch(5);
                Wire second = watch(5)) {
            for (int i = 0; i < 50; i++) {
                Wire.Response more = look(5);
                assertThat(more.status()).isEqualTo(429);
                assertThat(more.header("Retry-After")).isEqualTo("5");
                assertThat(more.text()).contains("\"code\":\"too-many-responses\"");
                assertThat(look(6).status()).isEqualTo(206);
                // A place is given back once its answer is with the socket.
                await().pollDelay(Duration.ZERO).until(() -> responses.underWay() == 2);
            }
            first.reset();
            await().untilAsserted(() -> assertThat(look(5).status()).isEqualTo(206));
            second.reset();
        }
    }

    @Test
    void anIpv6NetworkHasThePlacesOfOneAddress() throws IOException {
        try (Wire first = Wire.narrow().send("GET", "/media/current", "X-Forwarded-For: 2001:db8:1::1");
                Wire second = Wire.narrow().send("GET", "/media/current", "X-Forwarded-For: 2001:db8:1::2")) {
            assertThat(first.readHead().status()).isEqualTo(200);
            assertThat(second.readHead().status()).isEqualTo(200);

            assertThat(lookFrom("2001:db8:1:0:ffff::3").status()).isEqualTo(429);
            assertThat(lookFrom("2001:db8:1:1::3").status()).isEqualTo(206);
            first.reset();
            second.reset();
        }
        await().untilAsserted(() -> assertThat(responses.underWay()).isZero());
    }

    private static Wire.Response lookFrom(String address) throws IOException {
        return Wire.call("GET", "/media/current", "Range: bytes=0-0", "X-Forwarded-For: " + address);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hundredsOfConnectionsAtOnceHaveTheirAddressesPlacesAndLeaveNothingBehind() throws IOException {
        assertThat(look(8).status()).isEqualTo(206);
        await().untilAsserted(() -> assertThat(responses.underWay()).isZero());
        long socketsBefore = descriptors("socket:");
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                wires.add(Wire.narrow().send("GET", "/media/current", from(7)));
            }
            List<Wire> served = new ArrayList<>();
            for (Wire wire : wires) {
                Wire.Response head = wire.readHead();
                if (head.status() == 200) {
                    served.add(wire);
                } else {
                    assertTooMany(
                            head, wire.readBytes(Integer.parseInt(String.valueOf(head.header("Content-Length")))));
                }
            }
            assertThat(served).hasSize(2);
            assertThat(responses.addresses()).isEqualTo(1);
            // Of each our own and the one that Vert.x opens.
            assertThat(descriptors(FILM.toString())).isEqualTo(4);
            assertThat(look(8).status()).as("somebody else").isEqualTo(206);

            // Whoever was refused is still there, and may ask again once there is a place.
            for (Wire wire : wires) {
                if (!served.contains(wire)) {
                    Wire.Response again =
                            wire.send("GET", "/media/current", from(7)).read("GET");
                    assertTooMany(again, again.body());
                }
            }
            served.getFirst().reset();
            wires.removeAll(served);
            await().untilAsserted(() -> assertThat(wires.getFirst()
                            .send("GET", "/media/current", "Range: bytes=0-0", from(7))
                            .read("GET")
                            .status())
                    .isEqualTo(206));
            served.getLast().reset();
        } finally {
            for (int i = 0; i < wires.size(); i++) {
                if (i % 2 == 0) {
                    wires.get(i).reset();
                } else {
                    wires.get(i).close();
                }
            }
        }

        await().untilAsserted(() -> {
            assertThat(responses.underWay()).isZero();
            assertThat(responses.addresses()).isZero();
            assertThat(descriptors(FILM.toString())).isZero();
            assertThat(descriptors("socket:")).isLessThanOrEqualTo(socketsBefore);
            assertThat(Wire.call("GET", "/api/delivery", "Authorization: Bearer test-admin-key")
                            .text())
                    .contains("\"responses\":0");
        });
    }

    private static void assertTooMany(Wire.Response head, byte[] body) {
        assertThat(head.status()).isEqualTo(429);
        assertThat(head.header("Content-Type")).startsWith("application/problem+json");
        assertThat(head.header("Retry-After")).isEqualTo("5");
        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\"code\":\"too-many-responses\"");
    }

    /// Open descriptors of this process, of both ends of the connections, that lead to something of this name.
    private static long descriptors(String name) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(link -> leadsTo(link, name)).count();
        }
    }

    private static boolean leadsTo(Path link, String name) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith(name);
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static final class ThreePlacesTwoAnAddress implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "watchparty.delivery.max-responses",
                    "3",
                    "watchparty.delivery.max-responses-per-address",
                    "2",
                    "watchparty.media.root",
                    MEDIA.toString());
        }
    }
}

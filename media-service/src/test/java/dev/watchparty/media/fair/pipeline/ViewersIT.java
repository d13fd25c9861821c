package dev.watchparty.media.fair.pipeline;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.startsWith;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import dev.watchparty.media.fair.Band;
import dev.watchparty.media.staging.RoomName;
import dev.watchparty.media.staging.StageFixture;
import dev.watchparty.media.staging.Stages;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who a viewer is, what pages report, and what the admin sees and changes.
@QuarkusTest
@TestProfile(FairDeliveryIT.TwentyMegabits.class)
final class ViewersIT {

    private static final Path CONTRACTS = Path.of("..", "deploy", "contracts");

    @Inject
    Stages stages;

    @Inject
    FairDelivery delivery;

    @AfterEach
    void everythingIsLetGo() {
        delivery.uplink().change(UplinkSetting.parse("20M")).join();
        await().untilAsserted(
                        () -> assertThat(delivery.uplink().latest().openFlows()).isZero());
    }

    private static Response post(String secret, String body) {
        return given().header("Authorization", "Bearer " + secret)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/internal/viewers");
    }

    private static String admin() {
        return "Bearer test-admin-key";
    }

    @Test
    void theSyncServicesMessageIsUnderstoodAsTheContractHasIt() throws IOException {
        String answer = post("test-peer-secret", Files.readString(CONTRACTS.resolve("viewers.json")))
                .then()
                .statusCode(200)
                .extract()
                .asString();

        JsonObject expected = new JsonObject(Files.readString(CONTRACTS.resolve("viewers-answer.json")));
        assertThat(new JsonObject(answer).fieldNames()).isEqualTo(expected.fieldNames());
    }

    @Test
    void aWrongSecretAndABadBodyAreRefused() {
        post("wrong", "{\"viewers\":[]}").then().statusCode(403).body("code", equalTo("wrong-secret"));
        post("test-peer-secret", "{}").then().statusCode(400).body("code", equalTo("bad-viewers"));
        post("test-peer-secret", "nonsense").then().statusCode(400);
    }

    @Test
    void aPageSetsTheCookieOnceAndAViewerWithALiveSocketHasAShareOfItsOwn() throws IOException {
        Wire.Response page = Wire.call("GET", "/", "X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: https");
        String set = String.valueOf(page.header("Set-Cookie"));
        assertThat(set)
                .startsWith("watchparty-viewer=")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Lax", "Secure", "Path=/");
        String cookie = set.substring(0, set.indexOf(';'));
        assertThat(Wire.call("GET", "/", "Cookie: " + cookie).header("Set-Cookie"))
                .isNull();

        stageSparse();
        try (Wire film =
                Wire.narrow().send("GET", "/media/current", "X-Forwarded-For: 198.51.100.7", "Cookie: " + cookie)) {
            assertThat(film.readHead().status()).isEqualTo(200);
            String viewer = await().until(
                            () -> delivery.uplink().latest().shares().viewers().keySet().stream()
                                    .findFirst()
                                    .orElse(""),
                            name -> !name.isEmpty());

            post(
                            "test-peer-secret",
                            new JsonObject()
                                    .put(
                                            "viewers",
                                            new JsonArray()
                                                    .add(new JsonObject()
                                                            .put("viewer", viewer)
                                                            .put("tab", "one")
                                                            .put("bufferedAheadSeconds", 12.0)))
                                    .encode())
                    .then()
                    .statusCode(200)
                    .body("viewers", hasKey(viewer));

            await().untilAsserted(() -> assertThat(delivery.uplink().latest().viewers())
                    .singleElement()
                    .satisfies(row -> assertThat(row.state().aheadSeconds()).isEqualTo(12.0)));
        }
    }

    @Test
    void pagesThatAskedForTheFilmBeforeTheyWereKnownHaveSharesOfTheirOwnOnceTheyAre() throws IOException {
        stageSparse();
        String home = "X-Forwarded-For: 198.51.100.9";
        List<Wire> wires = new ArrayList<>();
        try {
            wires.add(Wire.narrow().send("GET", "/media/current", home));
            for (int i = 0; i < 4; i++) {
                String page = String.valueOf(Wire.call("GET", "/", home).header("Set-Cookie"));
                String cookie = "Cookie: " + page.substring(0, page.indexOf(';'));
                wires.add(Wire.narrow().send("GET", "/media/current", home, cookie));
            }
            for (Wire wire : wires) {
                assertThat(wire.readHead().status()).isEqualTo(200);
            }
            assertThat(delivery.uplink().latest().viewers()).hasSizeLessThanOrEqualTo(1);
            Set<String> names = await().until(
                            () -> delivery.uplink().latest().shares().viewers().keySet(), known -> known.size() == 4);

            JsonArray full = new JsonArray();
            names.forEach(name -> full.add(new JsonObject().put("viewer", name).put("bufferedAheadSeconds", 200.0)));
            post("test-peer-secret", new JsonObject().put("viewers", full).encode())
                    .then()
                    .statusCode(200);

            await().untilAsserted(() -> assertThat(delivery.uplink().latest().viewers())
                    .hasSize(4)
                    .allSatisfy(row -> {
                        // The fourth has to share with whoever asks without a page, and that one is never withheld.
                        boolean isShared = row.state().key().slot() == 0;
                        assertThat(row.state().flows()).isEqualTo(isShared ? 2 : 1);
                        assertThat(row.state().band()).isEqualTo(isShared ? Band.STEADY : null);
                    }));
        } finally {
            for (Wire wire : wires) {
                wire.reset();
            }
        }
    }

    @Test
    void theAdminSeesAndChangesTheUplinkAndNobodyElseDoes() throws IOException {
        given().header("X-Forwarded-For", "198.51.100.7")
                .get("/api/delivery")
                .then()
                .statusCode(403);

        given().header("Authorization", admin())
                .contentType(ContentType.JSON)
                .body("{\"uplink\":\"30M\"}")
                .put("/api/delivery")
                .then()
                .statusCode(200)
                .body("uplink", equalTo("30M"))
                .body("rateBitsPerSecond", equalTo(30_000_000));
        given().header("Authorization", admin())
                .get("/api/delivery")
                .then()
                .statusCode(200)
                .body("uplink", equalTo("30M"))
                .body("rateBitsPerSecond", equalTo(30_000_000));
        assertThat(Files.readString(OwnFolders.STATE.resolve("fair.json"))).contains("30M");
    }

    @Test
    void anUplinkOfNonsenseIsRefusedByName() {
        for (String uplink : new String[] {"0", "-5M", "fast", ""}) {
            given().header("Authorization", admin())
                    .contentType(ContentType.JSON)
                    .body(new JsonObject().put("uplink", uplink).encode())
                    .put("/api/delivery")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("bad-uplink"))
                    .body("detail", startsWith("uplink: "));
        }
    }

    @Test
    void aChangeWithoutABodyIsRefused() {
        for (String body : new String[] {"", "null", "{", "[]", "7"}) {
            given().header("Authorization", admin())
                    .contentType(ContentType.JSON)
                    .body(body)
                    .put("/api/delivery")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
    }

    @Test
    void theUplinkIsInTheMetrics() {
        String metrics =
                given().header("Authorization", admin()).get("/q/metrics").asString();

        assertThat(metrics)
                .contains(
                        "watchparty_uplink_granted_bytes",
                        "watchparty_uplink_grants",
                        "watchparty_uplink_waited_seconds",
                        "watchparty_uplink_waiting",
                        "watchparty_uplink_share_least_bits",
                        "watchparty_uplink_share_most_bits",
                        "watchparty_uplink_jain",
                        "watchparty_uplink_starved_seconds",
                        "watchparty_uplink_estimate_bits",
                        "watchparty_head_cache_hits",
                        "watchparty_head_cache_kept_bytes",
                        "watchparty_page_cache_brought_windows");
    }

    @Test
    void secondsWithoutFilmAreCountedAndAnotherFileStartsAnew() throws IOException {
        stageSparse();
        delivery.uplink().change(UplinkSetting.parse("1M")).join();
        String page = String.valueOf(
                Wire.call("GET", "/", "X-Forwarded-For: 198.51.100.8").header("Set-Cookie"));
        String cookie = "Cookie: " + page.substring(0, page.indexOf(';'));
        try (Wire film = Wire.open().send("GET", "/media/current", "X-Forwarded-For: 198.51.100.8", cookie)) {
            assertThat(film.readHead().status()).isEqualTo(200);
            // Who does not read stands still, and lacks nothing.
            Thread.startVirtualThread(() -> drain(film));
            String viewer = await().until(
                            () -> delivery.uplink().latest().shares().viewers().keySet().stream()
                                    .findFirst()
                                    .orElse(""),
                            name -> !name.isEmpty());
            int before = delivery.uplink().latest().starvedSeconds();
            JsonObject starving = new JsonObject().put("viewer", viewer).put("bufferedAheadSeconds", 0.0);
            JsonObject body = new JsonObject().put("viewers", new JsonArray().add(starving));
            post("test-peer-secret", body.encode()).then().statusCode(200);

            await().untilAsserted(() ->
                    assertThat(delivery.uplink().latest().starvedSeconds()).isGreaterThan(before));

            post("test-peer-secret", "{\"viewers\":[]}").then().statusCode(200);
            delivery.uplink().stage("another", 1);
            await().untilAsserted(() -> {
                assertThat(delivery.uplink().latest().starvedSecondsOfStage()).isZero();
                assertThat(delivery.uplink().latest().starvedSeconds()).isGreaterThan(before);
            });
        }
    }

    private static void drain(Wire film) {
        try {
            film.drain();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stageSparse() throws IOException {
        Path film = OwnFolders.MEDIA.resolve("sparse.mkv");
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
            file.setLength(400_000_000);
        }
        StageFixture.stage(stages, RoomName.MAIN, film, "sparse");
    }
}

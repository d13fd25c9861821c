package dev.watchparty.media.staging;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.watchparty.media.OwnFolders;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The sync service's wish for the next film of a room.
@QuarkusTest
@TestProfile(OwnFolders.class)
final class StageWishIT {

    private static final Path SAMPLE = Path.of("..", "deploy", "contracts", "stage-wish.json");
    private static final String SECRET = "Bearer test-peer-secret";

    @Inject
    Stages stages;

    @BeforeAll
    static void films() throws IOException {
        Path films = Files.createDirectories(OwnFolders.MEDIA.resolve("wishes"));
        Files.writeString(films.resolve("one.mkv"), "film one");
        Files.writeString(films.resolve("two.mkv"), "film two");
    }

    @Test
    void aWishAsTheContractHasItIsGrantedOnce() throws IOException {
        JsonObject wish = new JsonObject(Files.readString(SAMPLE))
                .put("room", "wished")
                .put("path", "wishes/one.mkv")
                .put("ifStageRevision", 0);

        String etag = wish(wish)
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .path("etag");

        assertThat(current("wished").etag()).isEqualTo(etag);
        wish(wish.put("path", "wishes/two.mkv")).statusCode(409).body("code", equalTo("stage-moved"));
        assertThat(current("wished").path()).isEqualTo("wishes/one.mkv");
        wish(wish.put("ifStageRevision", current("wished").stageRevision())).statusCode(200);
        assertThat(current("wished").path()).isEqualTo("wishes/two.mkv");
    }

    @Test
    void aFileThatIsGoneIsSaid() {
        JsonObject wish = new JsonObject()
                .put("room", "gone")
                .put("path", "wishes/gone.mkv")
                .put("ifStageRevision", 0);

        wish(wish).statusCode(404).body("code", equalTo("no-such-file"));
        wish(wish.put("path", "../outside.mkv")).statusCode(400).body("code", equalTo("bad-path"));
        assertThat(stages.current(new RoomName("gone"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "{\"room\":\"wished\",\"path\":\"wishes/one.mkv\"}",
                "{\"room\":\"wished\",\"ifStageRevision\":0}",
                "{\"room\":\"../x\",\"path\":\"wishes/one.mkv\",\"ifStageRevision\":0}",
            })
    void whatIsNoWishIsRefused(String body) {
        given().header("Authorization", SECRET)
                .contentType("application/json")
                .body(body)
                .post("/internal/stage-wish")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-wish"));
    }

    @Test
    void theAdminsKeyIsNotTheServicesSecret() {
        given().header("Authorization", "Bearer test-admin-key")
                .contentType("application/json")
                .body("{\"room\":\"locked\",\"path\":\"wishes/one.mkv\",\"ifStageRevision\":0}")
                .post("/internal/stage-wish")
                .then()
                .statusCode(403)
                .body("code", equalTo("wrong-secret"));
        assertThat(stages.current(new RoomName("locked"))).isEmpty();
    }

    private StagedFile current(String room) {
        return stages.current(new RoomName(room)).orElseThrow();
    }

    private static ValidatableResponse wish(JsonObject wish) {
        return given().header("Authorization", SECRET)
                .contentType("application/json")
                .body(wish.encode())
                .post("/internal/stage-wish")
                .then();
    }
}

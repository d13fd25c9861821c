package dev.watchparty.media.staging;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.watchparty.media.OwnFolders;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What a sync service without a memory is told.
@QuarkusTest
@TestProfile(OwnFolders.class)
final class StagedRoomsIT {

    private static final Path SAMPLE = Path.of("..", "deploy", "contracts", "rooms.json");

    @Inject
    Stages stages;

    @Test
    void theRoomsInWhichSomethingIsStagedAreToldAsTheContractHasIt() throws IOException {
        JsonObject sample = new JsonObject(Files.readString(SAMPLE));
        Path film = Files.writeString(OwnFolders.BASE.resolve("rooms.mkv"), "film");
        for (String room : new String[] {"rooms-b", "rooms-a"}) {
            StageFixture.stage(stages, new RoomName(room), film, "e");
        }

        String answer = given().header("Authorization", "Bearer test-peer-secret")
                .get("/internal/rooms")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("rooms", hasItems("rooms-a", "rooms-b"))
                .extract()
                .asString();

        JsonObject told = new JsonObject(answer);
        assertThat(told.fieldNames()).isEqualTo(sample.fieldNames());
        assertThat(told.getJsonArray("rooms").stream().map(String::valueOf).toList())
                .isSorted();
    }

    @Test
    void withoutTheServicesSecretNoRoomIsTold() {
        given().get("/internal/rooms").then().statusCode(403).body("code", equalTo("wrong-secret"));
        given().header("Authorization", "Bearer test-admin-key")
                .get("/internal/rooms")
                .then()
                .statusCode(403);
    }
}

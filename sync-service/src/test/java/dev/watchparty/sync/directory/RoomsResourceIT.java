package dev.watchparty.sync.directory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.watchparty.sync.socket.Client;
import dev.watchparty.sync.socket.MediaStandIn;
import dev.watchparty.sync.socket.Party;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
class RoomsResourceIT {

    private static final String BEARER = "Bearer " + Client.KEY;

    @Test
    void aRoomIsMadeOnceAndOnDiskWhenItIsAnswered() {
        String body = "{\"room\":\"friends\",\"key\":\"" + Client.KEY + "\"}";

        given().body(body)
                .post("/api/rooms")
                .then()
                .statusCode(201)
                // The page is the front door's: where that is, only the one who asked knows.
                .header("Location", "/r/friends")
                .body("room", is("friends"));
        assertThat(Path.of(ConfigProvider.getConfig().getValue("watchparty.state.dir", String.class))
                        .resolve("sync/friends.json"))
                .exists();
        given().body(body).post("/api/rooms").then().statusCode(200).body("room", is("friends"));
    }

    @Test
    void theListSaysWhoIsWhereAndWhatIsStaged() {
        String room = Party.room();
        Party.push(room, "e1", 10, 100);
        try (Client ann = Client.join("/ws/" + room, "Ann");
                Client bee = Client.join("/ws/" + room, "Bee")) {
            assertThat(ann.isOpen() && bee.isOpen()).isTrue();

            given().header("Authorization", BEARER)
                    .get("/api/rooms")
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .body("room", hasItems("main", room))
                    .body("find { it.room == '" + room + "' }.viewers", is(2))
                    .body("find { it.room == '" + room + "' }.staged.etag", is("e1"))
                    .body("find { it.room == '" + room + "' }.staged.path", is("e1.mkv"));
        }
        String empty = Party.room();
        given().header("Authorization", BEARER)
                .get("/api/rooms")
                .then()
                .body("find { it.room == '" + empty + "' }.viewers", is(0))
                .body("find { it.room == '" + empty + "' }.staged", nullValue());
    }

    @Test
    void withoutTheKeyNothingIsMadeOrTold() {
        for (String body : new String[] {"{\"room\":\"secret\"}", "{\"room\":\"secret\",\"key\":\"guess\"}"}) {
            given().header("X-Forwarded-For", "203.0.113.50")
                    .body(body)
                    .post("/api/rooms")
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json")
                    .body("code", is("wrong-key"));
        }
        given().header("X-Forwarded-For", "203.0.113.50")
                .get("/api/rooms")
                .then()
                .statusCode(403);
        try (Client client = Client.connect("/ws/secret")) {
            assertThat(client.closeCode()).isEqualTo(4404);
        }
    }

    @Test
    void askingWithoutAKeyLocksNobodyOut() {
        for (int i = 0; i < 30; i++) {
            given().header("X-Forwarded-For", "203.0.113.53")
                    .get("/api/rooms")
                    .then()
                    .statusCode(403);
        }
        given().header("X-Forwarded-For", "203.0.113.53")
                .header("Authorization", BEARER)
                .get("/api/rooms")
                .then()
                .statusCode(200);
    }

    @Test
    void tooManyWrongKeysAreNotLookedAt() {
        for (int i = 0; i < 10; i++) {
            given().header("X-Forwarded-For", "203.0.113.51")
                    .header("Authorization", "Bearer guess-" + i)
                    .get("/api/rooms")
                    .then()
                    .statusCode(403);
        }
        given().header("X-Forwarded-For", "203.0.113.51")
                .header("Authorization", BEARER)
                .get("/api/rooms")
                .then()
                .statusCode(429)
                .body("code", is("too-many-wrong-keys"));
        given().header("X-Forwarded-For", "203.0.113.52")
                .header("Authorization", BEARER)
                .get("/api/rooms")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"room\":\"\"}",
                "{\"room\":\"Friends\"}",
                "{\"room\":\"-friends\"}",
                "{\"room\":\"../main\"}",
                "{\"room\":\"a b\"}",
                "{\"room\":null}",
                "{}",
                "null"
            })
    void aNameThatIsNoneIsRefused(String body) {
        given().header("Authorization", BEARER)
                .body(body)
                .post("/api/rooms")
                .then()
                .statusCode(400)
                .body("code", is("bad-room-name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "room=friends", "[", "{\"room\":{}}"})
    void aBodyThatIsNoneIsRefused(String body) {
        given().header("Authorization", BEARER)
                .body(body)
                .post("/api/rooms")
                .then()
                .statusCode(400)
                .body("code", is("bad-body"));
    }

    @Test
    void aPageOfAnotherSiteMayNotMakeRooms() {
        given().header("Authorization", BEARER)
                .header("Origin", "https://evil.example")
                .body("{\"room\":\"evil\"}")
                .post("/api/rooms")
                .then()
                .statusCode(403)
                .body("code", is("foreign-origin"));
    }
}

package dev.watchparty.sync.stage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watchparty.sync.socket.Client;
import dev.watchparty.sync.socket.MediaStandIn;
import dev.watchparty.sync.socket.Party;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
class StageIT {

    private final String room = Party.room();

    @Test
    void aRoomThatOnlyTheMediaServiceKnowsIsLearnedWithItsFilm() {
        String unknown = "learned-" + Long.toString(System.nanoTime(), 36);
        assertThat(rooms()).doesNotContain(unknown);

        Party.say(unknown, Party.staged("e7", 7, 100));

        await().until(() -> rooms().contains(unknown));
        try (Client viewer = Client.connect("/ws/" + unknown)) {
            viewer.say("{'cmd':'hello'}");
            JsonNode welcome = viewer.next("welcome");
            String etag = welcome.at("/staged/etag").asText();
            assertThat(etag.isEmpty() ? viewer.next("load").path("etag").asText() : etag)
                    .isEqualTo("e7");
        }
    }

    @Test
    void aPushMakesEverybodyLoadAndTheSameOneAgainChangesNothing() {
        try (Client viewer = Client.join("/ws/" + room, "Ann")) {
            Party.push(room, "e1", 10, 100);
            JsonNode load = viewer.next("load");
            assertThat(load.path("etag").asText()).isEqualTo("e1");
            assertThat(load.path("path").asText()).isEqualTo("e1.mkv");
            assertThat(load.path("url").asText()).isEqualTo("/media/current?v=e1");
            assertThat(load.path("durationSeconds").asDouble()).isEqualTo(100);
            assertThat(load.path("stageRevision").asLong()).isEqualTo(10);

            Party.push(room, "e1", 10, 100);
            Party.push(room, "e0", 9, 100);
            assertThat(viewer.soFar()).isEmpty();

            Party.push(room, "e2", 11, 100);
            assertThat(viewer.next("load").path("etag").asText()).isEqualTo("e2");
        }
    }

    @Test
    void aPushIntoARoomThatIsNotThereMakesIt() {
        String fresh = room + "-fresh";
        Party.push(fresh, "e1", 10, 100);

        try (Client viewer = Client.connect("/ws/" + fresh)) {
            viewer.say("{'cmd':'hello'}");
            assertThat(viewer.next("welcome").at("/staged/etag").asText()).isEqualTo("e1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer wrong", "Basic test-peer-secret", "test-peer-secret"})
    void aPushWithoutTheSecretIsRefused(String authorization) {
        push(authorization, "{\"room\":\"" + room + "\",\"staged\":" + Party.staged("e1", 10, 100) + "}")
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", is("wrong-secret"))
                .body(not(containsString("test-peer-secret")));
        assertThatNothingIsStaged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "film",
                "null",
                "[]",
                "{}",
                "{\"room\":\"main\"}",
                "{\"room\":\"main\",\"staged\":null}",
                "{\"room\":\"main\",\"staged\":{}}",
                "{\"room\":\"../main\",\"staged\":{\"path\":\"a\",\"etag\":\"b\",\"url\":\"c\",\"stageRevision\":5}}",
                "{\"room\":\"main\",\"staged\":{\"path\":\"a\",\"etag\":\"b\",\"url\":\"c\",\"stageRevision\":\"x\"}}",
                "{\"room\":\"main\",\"staged\":{\"path\":\"a\",\"etag\":\"\",\"url\":\"c\",\"stageRevision\":5}}",
                "{\"room\":\"main\",\"staged\":{\"path\":\"a\",\"etag\":\"b\",\"url\":\"c\",\"stageRevision\":-5}}",
            })
    void aPushThatCannotBeReadIsRefused(String body) {
        push("Bearer test-peer-secret", body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("bad-stage-event"));
    }

    @Test
    void aPushThatIsTooLargeIsRefused() {
        push("Bearer test-peer-secret", "x".repeat(70_000)).statusCode(413);
    }

    @Test
    void whatThePullSaysReplacesEvenWithSomethingOlderAndWithNothing() {
        try (Client viewer = Client.join("/ws/" + room, "Ann")) {
            Party.push(room, "e2", 20, 100);
            viewer.next("load");

            Party.say(room, Party.staged("e1", 10, 50));
            JsonNode load = viewer.next("load");
            assertThat(load.path("etag").asText()).isEqualTo("e1");
            assertThat(load.path("stageRevision").asLong()).isEqualTo(10);

            Party.say(room, "");
            JsonNode welcome = viewer.next("welcome");
            assertThat(welcome.has("staged")).isFalse();
            assertThat(welcome.path("stageRevision").asLong()).isZero();
            assertThat(welcome.at("/timeline/rev").asLong())
                    .isEqualTo(load.path("rev").asLong() + 1);
        }
    }

    @Test
    void anAnswerThatCannotBeReadLeavesTheRoomAloneAndTheOthersAreAsked() {
        String other = Party.room();
        try (Client viewer = Client.join("/ws/" + room, "Ann");
                Client elsewhere = Client.join("/ws/" + other, "Bee")) {
            Party.push(room, "e2", 20, 100);
            viewer.next("load");
            Party.say(room, "{\"etag\":7");
            Party.say(other, Party.staged("e3", 1, 50));

            assertThat(elsewhere.next("load").path("etag").asText()).isEqualTo("e3");
            assertThat(viewer.soFar()).isEmpty();
            assertThat(viewer.isOpen()).isTrue();
        }
    }

    private ValidatableResponse push(String authorization, String body) {
        return given().header("Authorization", authorization)
                .contentType("application/json")
                .body(body)
                .post("/internal/stage")
                .then();
    }

    private void assertThatNothingIsStaged() {
        try (Client viewer = Client.connect("/ws/" + room)) {
            viewer.say("{'cmd':'hello'}");
            assertThat(viewer.next("welcome").has("staged")).isFalse();
        }
    }

    private static List<String> rooms() {
        return given().header("Authorization", "Bearer " + Client.KEY)
                .get("/api/rooms")
                .jsonPath()
                .getList("room", String.class);
    }
}

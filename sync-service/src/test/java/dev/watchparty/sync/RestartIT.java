package dev.watchparty.sync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.watchparty.sync.socket.Client;
import dev.watchparty.sync.socket.Party;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What survives the process. Nothing answers at the media service's address, so rooms stay as they were.
class RestartIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    @Test
    void aFilmGoesOnWhereItWouldBeAfterAKill() {
        double position;
        double at;
        JsonNode before;
        try (ServiceProcess service = start()) {
            URI address = service.address();
            stage(address, "main");
            try (Client host = host(address, "/ws")) {
                host.say("{'cmd':'policy','chat':false}");
                host.next("policy");
                host.say("{'cmd':'rate','rate':1.5}");
                host.next("rate");
                host.say("{'cmd':'seek','time':300}");
                host.next("seek");
                host.say("{'cmd':'play'}");
                JsonNode play = host.next("play");
                position = play.path("time").asDouble();
                at = play.path("at").asDouble();
                awaitSaved("main", "\"playing\" : true");
            }
            before = welcome(address, "/ws");
            service.kill();
        }
        try (ServiceProcess service = start()) {
            JsonNode after = welcome(service.address(), "/ws");

            assertThat(after.path("staged")).isEqualTo(before.path("staged"));
            assertThat(after.path("stageRevision")).isEqualTo(before.path("stageRevision"));
            assertThat(after.path("policy")).isEqualTo(before.path("policy"));
            assertThat(after.path("clockId")).isNotEqualTo(before.path("clockId"));
            JsonNode line = after.path("timeline");
            assertThat(line.path("playing").asBoolean()).isTrue();
            assertThat(line.path("rate").asDouble()).isEqualTo(1.5);
            assertThat(line.path("rev").asLong())
                    .isEqualTo(before.at("/timeline/rev").asLong());
            JsonNode former = after.path("formerClock");
            assertThat(former.path("id")).isEqualTo(before.path("clockId"));
            // The same line, and the clocks of two processes tied by the wall clock that both saw.
            double formerly =
                    line.path("at").asDouble() - former.path("shiftMs").asDouble();
            double expected = position + 1.5 * (formerly - at) / 1000;
            assertThat(line.path("time").asDouble()).isCloseTo(expected, within(1e-4));
            // Both clocks began as the wall clock.
            assertThat(former.path("shiftMs").asDouble()).isCloseTo(0, within(50.0));
        }
    }

    @Test
    void whatWasSaidAndWhoIsMutedSurvivesAKill() {
        String resume;
        try (ServiceProcess service = start()) {
            try (Client host = host(service.address(), "/ws");
                    Client ann = Client.connect(service.address(), "/ws")) {
                ann.say("{'cmd':'hello','name':'Ann'}");
                JsonNode welcome = ann.next("welcome");
                resume = welcome.path("resume").asText();
                ann.say("{'cmd':'chat','text':'What a film'}");
                host.next("chat");
                host.say("{'cmd':'mute','tab':'" + welcome.at("/you/tab").asText() + "','muted':true}");
                assertThat(ann.next("welcome").at("/you/muted").asBoolean()).isTrue();
            }
            awaitSaved("main", "\"muted\" : [ {");
            service.kill();
        }
        try (ServiceProcess service = start();
                Client ann = Client.connect(service.address(), "/ws")) {
            ann.say("{'cmd':'hello','resume':'" + resume + "'}");

            assertThat(ann.next("welcome").at("/you/muted").asBoolean()).isTrue();
            assertThat(ann.next("chat-log").at("/lines/0/text").asText()).isEqualTo("What a film");
        }
    }

    @Test
    void roomsThatCannotBeSavedAtTheEndAreSaidInOneLine() throws IOException {
        try (ServiceProcess service = start()) {
            stage(service.address(), "main");
            awaitSaved("main", "e1.mkv");
            Path saved = folder.resolve("state/sync");
            Files.move(saved, folder.resolve("taken-away"));
            service.stop();

            assertThat(service.output()).contains("rooms cannot be saved").doesNotContain("\tat ");
        }
    }

    @Test
    void afterAMinuteAwayTheRoomStandsPausedWhereItWasLastSeen() throws IOException {
        try (ServiceProcess service = start()) {
            URI address = service.address();
            stage(address, "main");
            try (Client host = host(address, "/ws")) {
                host.say("{'cmd':'seek','time':300}");
                host.say("{'cmd':'play'}");
                host.next("play");
            }
            service.stop();
        }
        Path file = file("main");
        ObjectNode saved = (ObjectNode) JSON.readTree(Files.readString(file));
        double position = saved.path("positionSeconds").asDouble();
        assertThat(saved.path("playing").asBoolean()).isTrue();
        assertThat(position).isGreaterThanOrEqualTo(300);
        saved.put("wallMillis", saved.path("wallMillis").asLong() - 61_000);
        Files.writeString(file, saved.toString());

        try (ServiceProcess service = start()) {
            JsonNode line = welcome(service.address(), "/ws").path("timeline");

            assertThat(line.path("playing").asBoolean()).isFalse();
            assertThat(line.path("time").asDouble()).isEqualTo(position);
        }
    }

    @Test
    void roomsThatWereMadeOrStagedAreThereAfterAKill() {
        try (ServiceProcess service = start()) {
            URI address = service.address();
            given().baseUri(address.toString())
                    .body("{\"room\":\"made\",\"key\":\"" + Client.KEY + "\"}")
                    .post("/api/rooms")
                    .then()
                    .statusCode(201);
            stage(address, "staged");
            awaitSaved("staged", "e1.mkv");
            service.kill();
        }
        try (ServiceProcess service = start()) {
            assertThat(welcome(service.address(), "/ws/made").path("room").asText())
                    .isEqualTo("made");
            assertThat(welcome(service.address(), "/ws/staged")
                            .at("/staged/etag")
                            .asText())
                    .isEqualTo("e1");
        }
    }

    @Test
    void aQueueAndItsCountdownAreThereAfterAKill() {
        try (ServiceProcess service = start()) {
            URI address = service.address();
            stage(address, "main");
            try (Client host = host(address, "/ws")) {
                host.say("{'cmd':'queue','paths':['b.mkv','c.mkv']}");
                host.next("queue");
                host.say("{'cmd':'seek','time':3599.5}");
                host.say("{'cmd':'play'}");
                assertThat(host.next("next").at("/next/path").asText()).isEqualTo("b.mkv");
                awaitSaved("main", "\"counting\" : true");
            }
            service.kill();
        }
        try (ServiceProcess service = start();
                Client host = Client.connect(service.address(), "/ws")) {
            host.say("{'cmd':'hello'}");
            JsonNode welcome = host.next("welcome");
            assertThat(welcome.at("/next/path").asText()).isEqualTo("b.mkv");
            assertThat(welcome.at("/next/atMs").asDouble()
                            - welcome.path("serverMs").asDouble())
                    .isBetween(0.0, 10_000.0);
            assertThat(welcome.has("queue")).isFalse();
            host.say("{'cmd':'auth','key':'" + Client.KEY + "'}");
            assertThat(host.next("welcome").at("/queue/paths")).hasSize(2);
            host.say("{'cmd':'next-stop'}");
            assertThat(host.next("next").has("next")).isFalse();
        }
    }

    @Test
    void changesAreOnDiskWithinATenthOfASecondWhateverTheirNumber() {
        double reached = 0;
        try (ServiceProcess service = start()) {
            URI address = service.address();
            try (Client host = host(address, "/ws")) {
                // A disk that is busy with something else may be late once.
                double least = Double.MAX_VALUE;
                for (int last = 200; last <= 600 && least >= 1; last += 200) {
                    for (int i = last - 199; i <= last; i++) {
                        host.say("{'cmd':'seek','time':" + i + "}");
                    }
                    double position = last;
                    host.next(message -> message.path("time").asDouble() == position, "the last seek");
                    long heard = System.nanoTime();
                    awaitSaved("main", "\"positionSeconds\" : " + position);
                    least = Math.min(least, (System.nanoTime() - heard) / 1e9);
                    reached = position;
                }
                assertThat(least).isLessThan(1);
            }
            service.kill();
        }
        try (ServiceProcess service = start()) {
            assertThat(welcome(service.address(), "/ws").at("/timeline/time").asDouble())
                    .isEqualTo(reached);
        }
    }

    @Test
    void aFileThatIsNoRoomIsKeptAsideSaidOnceAndTheRoomStartsAnew() throws IOException {
        Files.createDirectories(file("main").getParent());
        Files.writeString(file("main"), "{\"room\":\"main\",\"sta");
        Files.writeString(file("friends").resolveSibling("friends.json.tmp"), "{");

        try (ServiceProcess service = start()) {
            JsonNode welcome = welcome(service.address(), "/ws");

            assertThat(welcome.has("staged")).isFalse();
            assertThat(service.output().lines().filter(line -> line.contains("main.json.corrupt")))
                    .hasSize(1);
            assertThat(file("main").resolveSibling("main.json.corrupt")).hasContent("{\"room\":\"main\",\"sta");
            assertThat(file("friends").resolveSibling("friends.json.tmp")).doesNotExist();
        }
    }

    private ServiceProcess start() {
        return ServiceProcess.start(
                folder,
                Map.of(
                        "ADMIN_KEY",
                        Client.KEY,
                        "WATCHPARTY_PEER_SECRET",
                        "test-peer-secret",
                        "WATCHPARTY_PEER_URL",
                        "http://127.0.0.1:9",
                        "WATCHPARTY_STATE_DIR",
                        folder.resolve("state").toString()));
    }

    private Path file(String room) {
        return folder.resolve("state/sync").resolve(room + ".json");
    }

    private void awaitSaved(String room, String text) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        Files.exists(file(room)) && Files.readString(file(room)).contains(text));
    }

    private static void stage(URI address, String room) {
        given().baseUri(address.toString())
                .header("Authorization", "Bearer test-peer-secret")
                .contentType("application/json")
                .body("{\"room\":\"" + room + "\",\"staged\":" + Party.staged("e1", 10, 3600) + "}")
                .post("/internal/stage")
                .then()
                .statusCode(204);
    }

    private static Client host(URI address, String path) {
        Client host = Client.connect(address, path);
        host.say("{'cmd':'hello'}");
        host.next("welcome");
        host.say("{'cmd':'auth','key':'" + Client.KEY + "'}");
        host.next("welcome");
        return host;
    }

    private static JsonNode welcome(URI address, String path) {
        try (Client client = Client.connect(address, path)) {
            client.say("{'cmd':'hello'}");
            return client.next("welcome");
        }
    }
}

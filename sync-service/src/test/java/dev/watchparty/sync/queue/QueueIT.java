package dev.watchparty.sync.queue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watchparty.sync.socket.Client;
import dev.watchparty.sync.socket.MediaStandIn;
import dev.watchparty.sync.socket.Party;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// The queue over sockets, and what the media service hears of it.
@QuarkusTest
@WithTestResource(MediaStandIn.class)
class QueueIT {

    private final String room = Party.room();
    private final String path = "/ws/" + room;

    @Test
    void aFileThatIsGoneIsToldAndTheNextOneIsAskedForAndPlaysWhenItIsStaged() {
        Party.push(room, "a", 7, 60);
        try (Client host = Client.host(path);
                Client ann = Client.join(path, "Ann")) {
            host.say("{'cmd':'queue','paths':['gone.mkv','b.mkv','c.mkv'],'rev':0}");
            assertThat(host.next("queue").path("paths")).hasSize(3);

            host.say("{'cmd':'next-now'}");

            JsonNode queue = host.next(message -> message.path("skipped").size() == 1, "what was skipped");
            assertThat(queue.at("/skipped/0/path").asText()).isEqualTo("gone.mkv");
            assertThat(queue.at("/skipped/0/reason").asText()).isEqualTo("no-such-file");
            await().until(() -> wishes().size() == 2);
            assertThat(wishes().getLast())
                    .containsEntry("path", "b.mkv")
                    .hasEntrySatisfying(
                            "ifStageRevision",
                            revision -> assertThat(String.valueOf(revision)).isEqualTo("7"));
            assertThat(ann.next("next").at("/next/path").asText()).isEqualTo("gone.mkv");

            Party.push(room, "b", 8, 60);
            assertThat(ann.next("load").path("etag").asText()).isEqualTo("b");
            assertThat(ann.next("play").path("time").asDouble()).isZero();
            assertThat(ann.next("next").has("next")).isFalse();
            assertThat(host.next("queue").path("paths")).hasSize(1);
            assertThat(ann.soFar())
                    .noneMatch(message -> message.path("cmd").asText().equals("queue"));
        }
    }

    @Test
    void whoChangesAnOlderQueueIsToldTheNewerAndNothingIsLost() {
        try (Client host = Client.host(path);
                Client other = Client.host(path)) {
            host.say("{'cmd':'queue','paths':['a.mkv'],'rev':0}");
            host.next("queue");
            other.next("queue");

            other.say("{'cmd':'queue','paths':['b.mkv'],'rev':0}");

            other.nextError("stale-queue");
            assertThat(other.next("queue").at("/paths/0").asText()).isEqualTo("a.mkv");
            other.say("{'cmd':'queue','paths':['a.mkv','b.mkv'],'rev':1}");
            assertThat(host.next("queue").path("paths")).hasSize(2);
        }
    }

    @Test
    void onlyAdminsSetItAndNonsenseIsRefused() {
        try (Client host = Client.host(path);
                Client ann = Client.join(path, "Ann")) {
            ann.say("{'cmd':'queue','paths':['a.mkv']}");
            ann.nextError("not-admin");
            host.say("{'cmd':'queue'}");
            host.nextError("bad-queue");
            host.say("{'cmd':'queue','paths':[null]}");
            host.nextError("bad-queue");
            host.say("{'cmd':'queue','paths':'a.mkv'}");
            host.nextError("bad-message");
            host.say("{'cmd':'queue','paths':[7]}");
            host.nextError("bad-message");
            host.say("{'cmd':'queue','paths':[" + "'a.mkv',".repeat(100) + "'a.mkv']}");
            host.nextError("bad-queue");
        }
    }

    private List<Map<String, Object>> wishes() {
        return given()
                .baseUri(ConfigProvider.getConfig().getValue("watchparty.peer.url", String.class))
                .get("/internal/stage-wish")
                .jsonPath()
                .<Map<String, Object>>getList("")
                .stream()
                .filter(wish -> room.equals(wish.get("room")))
                .toList();
    }
}

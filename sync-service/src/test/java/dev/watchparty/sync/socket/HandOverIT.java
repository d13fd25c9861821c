package dev.watchparty.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Co-hosts, removal and waiting for each other, over sockets.
@QuarkusTest
@WithTestResource(MediaStandIn.class)
class HandOverIT {

    private final String room = Party.room();
    private final String path = "/ws/" + room;

    @Test
    void aCoHostMayControlAlsoAfterAReconnectUntilTheRoleIsTakenBack() {
        try (Client host = Client.host(path)) {
            JsonNode ann;
            try (Client client = Client.connect(path)) {
                ann = hello(client, "Ann", "");
                host.say(cohost(ann, true));
                assertThat(client.next("welcome").at("/you/role").asText()).isEqualTo("cohost");
                client.say("{'cmd':'play'}");
                host.next("play");
                assertThat(client.next("viewers").path("viewers")).isNotEmpty();
                client.say("{'cmd':'remove','tab':'x'}");
                client.nextError("not-admin");
            }
            try (Client client = Client.connect(path)) {
                JsonNode back = hello(client, "Ann", ann.path("resume").asText());
                assertThat(back.at("/you/role").asText()).isEqualTo("cohost");
                host.say(cohost(ann, false));
                assertThat(client.next("welcome").at("/you/role").asText()).isEqualTo("viewer");
                client.say("{'cmd':'pause'}");
                client.nextError("not-admin");
            }
        }
    }

    @Test
    void whoIsRemovedIsClosedAndDoesNotComeBackWithThatBrowser() {
        try (Client host = Client.host(path);
                Client bee = Client.join(path, "Bee", "X-Watchparty-Viewer", "browser-of-bee");
                Client client = Client.connect(path, "X-Watchparty-Viewer", "browser-of-ann")) {
            JsonNode ann = hello(client, "Ann", "");
            host.say("{'cmd':'remove','tab':'" + ann.at("/you/tab").asText() + "'}");
            client.nextError("removed");
            assertThat(client.closeCode()).isEqualTo(4410);

            try (Client again = Client.connect(path)) {
                again.say("{'cmd':'hello','resume':'" + ann.path("resume").asText() + "'}");
                again.nextError("removed");
                assertThat(again.closeCode()).isEqualTo(4410);
            }
            try (Client fresh = Client.connect(path, "X-Watchparty-Viewer", "browser-of-ann")) {
                fresh.nextError("removed");
                assertThat(fresh.closeCode()).isEqualTo(4410);
            }
            assertThat(bee.soFar()).isEmpty();
            Client.join(path, "Cee", "X-Watchparty-Viewer", "browser-of-cee").close();
        }
    }

    @Test
    void theRoomWaitsForWhoIsNotReadyAndGoesOnWhenTheyAre() {
        Party.push(room, "e1", 10, 1000);
        try (Client host = Client.host(path);
                Client ann = Client.join(path, "Ann")) {
            host.say("{'cmd':'policy','waitForReady':'on'}");
            ann.next("policy");
            ann.say(status(0, true));
            ann.soFar();
            host.say("{'cmd':'play'}");
            ann.next("play");
            // Whose last report is of long ago is not waited for.
            ann.say(status(0, true));
            ann.soFar();
            host.say("{'cmd':'seek','time':500}");

            assertThat(ann.next("seek").path("playing").asBoolean()).isFalse();
            JsonNode waiting = ann.next("waiting");
            assertThat(waiting.path("names")).extracting(JsonNode::asText).containsExactly("Ann");
            assertThat(waiting.path("plays").asBoolean()).isTrue();
            assertThat(waiting.path("untilMs").asDouble()).isPositive();
            try (Client late = Client.connect(path)) {
                assertThat(hello(late, "Late", "").at("/waiting/names"))
                        .extracting(JsonNode::asText)
                        .containsExactly("Ann");
            }
            ann.say(status(500, false));
            host.next(message -> message.at("/cmd").asText().equals("waiting"), "a wait");

            JsonNode play = readyUntilItPlays(ann);
            assertThat(play.path("time").asDouble()).isEqualTo(500);
            assertThat(host.next(
                                    message -> message.path("cmd").asText().equals("waiting")
                                            && message.path("names").isEmpty(),
                                    "the end of the wait")
                            .path("plays")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void startNowStartsWithoutThem() {
        Party.push(room, "e1", 10, 1000);
        try (Client host = Client.host(path);
                Client ann = Client.join(path, "Ann")) {
            host.say("{'cmd':'policy','waitForReady':'everyone'}");
            ann.next("policy");
            ann.say(status(0, false));
            ann.soFar();
            host.say("{'cmd':'load','etag':'e1'}");
            ann.next("waiting");
            host.say("{'cmd':'start-now'}");

            assertThat(ann.next("play").path("playing").asBoolean()).isTrue();
        }
    }

    /// Reports count from the moment at which the page can know of the place.
    private static JsonNode readyUntilItPlays(Client client) {
        return await().until(
                        () -> {
                            client.say(status(500, true));
                            return client.soFar().stream()
                                    .filter(message ->
                                            message.path("cmd").asText().equals("play"))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static JsonNode hello(Client client, String name, String resume) {
        client.say("{'cmd':'hello','name':'" + name + "','resume':'" + resume + "'}");
        return client.next("welcome");
    }

    private static String cohost(JsonNode welcome, boolean granted) {
        return "{'cmd':'cohost','tab':'" + welcome.at("/you/tab").asText() + "','granted':" + granted + "}";
    }

    private static String status(double time, boolean ready) {
        return "{'cmd':'status','time':" + time + ",'bufferedAheadSeconds':5,'ready':" + ready
                + ",'following':true,'ownCopy':false,'rttMs':20}";
    }
}

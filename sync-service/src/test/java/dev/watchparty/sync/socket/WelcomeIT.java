package dev.watchparty.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
class WelcomeIT {

    @Inject
    SocketSettings settings;

    private final String room = Party.room();
    private final String path = "/ws/" + room;

    @Test
    void helloIsAnsweredWithTheWholeRoom() {
        Party.push(room, "e1", 10, 100);
        try (Client client = Client.connect(path)) {
            client.say("{'cmd':'hello','name':'  Ann\\u202e  ','protocol':1}");
            JsonNode welcome = client.next("welcome");

            assertThat(welcome.path("room").asText()).isEqualTo(room);
            assertThat(welcome.at("/you/name").asText()).isEqualTo("Ann");
            assertThat(welcome.at("/you/role").asText()).isEqualTo("viewer");
            assertThat(welcome.at("/you/tab").asText()).matches("[A-Za-z0-9_-]{16}");
            assertThat(welcome.path("resume").asText()).matches("[A-Za-z0-9_-]{43}");
            assertThat(welcome.path("protocol").asInt()).isEqualTo(1);
            assertThat(welcome.at("/staged/etag").asText()).isEqualTo("e1");
            assertThat(welcome.at("/staged/durationSeconds").asDouble()).isEqualTo(100);
            assertThat(welcome.path("stageRevision").asLong()).isEqualTo(10);
            assertThat(welcome.at("/timeline/time").asDouble()).isZero();
            assertThat(welcome.at("/timeline/playing").asBoolean()).isFalse();
            assertThat(welcome.at("/policy/enforcePausePlay").asBoolean()).isTrue();
            assertThat(welcome.path("clockId").asText()).isNotBlank();
            assertThat(welcome.path("serverMs").asDouble())
                    .isCloseTo((double) System.currentTimeMillis(), within(60_000.0));
        }
    }

    @Test
    void whoSaysNothingIsWelcomedUnaskedAndPutInPlaceInTheNotesWords() {
        Party.push(room, "e1", 10, 100);
        try (Client host = Client.host(path)) {
            host.say("{'cmd':'seek','time':20}");
            host.say("{'cmd':'play'}");
            host.next("play");
            try (Client silent = Client.connect(path)) {
                JsonNode welcome = silent.next("welcome");
                assertThat(welcome.at("/timeline/playing").asBoolean()).isTrue();
                assertThat(silent.next("seek").path("time").asDouble()).isEqualTo(20);
                assertThat(silent.next("play").path("rev").asLong())
                        .isEqualTo(welcome.at("/timeline/rev").asLong());
            }
        }
    }

    @Test
    void mainIsTheRoomOfBothItsPaths() {
        try (Client bare = Client.connect("/ws");
                Client named = Client.connect("/ws/main")) {
            bare.say("{'cmd':'hello'}");
            named.say("{'cmd':'hello'}");

            assertThat(bare.next("welcome").path("room").asText()).isEqualTo("main");
            assertThat(named.next("welcome").path("room").asText()).isEqualTo("main");
        }
    }

    @Test
    void aTabKeepsItsIdentityOverAReconnect() {
        JsonNode first;
        try (Client client = Client.connect(path)) {
            client.say("{'cmd':'hello','name':'Ann'}");
            first = client.next("welcome");
        }
        try (Client client = Client.connect(path)) {
            client.say("{'cmd':'hello','name':'Ann','resume':'"
                    + first.path("resume").asText() + "'}");
            JsonNode second = client.next("welcome");

            assertThat(second.path("you")).isEqualTo(first.path("you"));
            assertThat(second.path("resume")).isEqualTo(first.path("resume"));
        }
    }

    @Test
    void aDuplicatedTabGetsAnIdentityOfItsOwnAndNeitherIsClosed() {
        try (Client one = Client.connect(path);
                Client two = Client.connect(path)) {
            one.say("{'cmd':'hello','name':'Ann'}");
            JsonNode first = one.next("welcome");
            two.say("{'cmd':'hello','name':'Ann','resume':'"
                    + first.path("resume").asText() + "'}");
            JsonNode second = two.next("welcome");

            assertThat(second.path("resume")).isNotEqualTo(first.path("resume"));
            assertThat(second.at("/you/tab")).isNotEqualTo(first.at("/you/tab"));
            assertThat(one.soFar()).isEmpty();
            assertThat(two.soFar()).isEmpty();
            assertThat(one.isOpen()).isTrue();
        }
    }

    @Test
    void aGhostIsFoundWithinTwoPingsWhichIsWithin45Seconds() {
        assertThat(settings.pingInterval().multipliedBy(2)).isLessThan(Duration.ofSeconds(45));
    }

    @Test
    void aTokenThatIsNoneIsReplaced() {
        try (Client client = Client.connect(path)) {
            client.say("{'cmd':'hello','resume':'me'}");

            assertThat(client.next("welcome").path("resume").asText()).matches("[A-Za-z0-9_-]{43}");
        }
    }

    @Test
    void aClockSampleIsAnsweredWithArrivalAndDeparture() {
        try (Client client = Client.join(path, "Ann")) {
            double before = System.currentTimeMillis();
            client.say("{'cmd':'ping','t0':123.456}");
            JsonNode pong = client.next("pong");

            assertThat(pong.path("t0").asDouble()).isEqualTo(123.456);
            assertThat(pong.path("t1").asDouble()).isCloseTo(before, within(10_000.0));
            assertThat(pong.path("t2").asDouble())
                    .isGreaterThanOrEqualTo(pong.path("t1").asDouble());
        }
    }

    @Test
    void aRoomThatIsNoneIsToldAndClosed() {
        for (String name : new String[] {"nowhere", "No-Such", "..%2F..%2Fetc", "a".repeat(64)}) {
            try (Client client = Client.connect("/ws/" + name)) {
                client.nextError("no-such-room");
                assertThat(client.closeCode()).isEqualTo(4404);
            }
        }
    }
}

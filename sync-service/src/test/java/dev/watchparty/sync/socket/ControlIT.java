package dev.watchparty.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
class ControlIT {

    private final String path = "/ws/" + Party.room();

    @Test
    void aCommandReachesEverybodyWithOneLineThatLiesAhead() {
        try (Client host = Client.host(path);
                Client viewer = Client.join(path, "Ann")) {
            host.say("{'cmd':'seek','time':12.5}");
            JsonNode seek = viewer.next("seek");
            host.say("{'cmd':'play'}");
            JsonNode play = viewer.next("play");

            assertThat(host.next("play")).isEqualTo(play);
            assertThat(seek.path("time").asDouble()).isEqualTo(12.5);
            assertThat(play.path("time").asDouble()).isEqualTo(12.5);
            assertThat(play.path("playing").asBoolean()).isTrue();
            assertThat(play.path("rev").asLong()).isEqualTo(seek.path("rev").asLong() + 1);

            host.say("{'cmd':'rate','rate':2}");
            assertThat(viewer.next("rate").path("rate").asDouble()).isEqualTo(2);
            JsonNode rate = host.next("rate");
            host.say("{'cmd':'pause'}");
            JsonNode pause = viewer.next("pause");
            double normal = rate.path("at").asDouble() - play.path("at").asDouble();
            double twice = pause.path("at").asDouble() - rate.path("at").asDouble();
            assertThat(pause.path("time").asDouble()).isCloseTo(12.5 + (normal + 2 * twice) / 1000, within(0.001));
            assertThat(pause.path("playing").asBoolean()).isFalse();
        }
    }

    @Test
    void theNotesBareMessagesWork() {
        try (Client viewer = Client.connect("/ws");
                Client admin = Client.connect("/ws")) {
            assertThat(viewer.next("welcome").path("room").asText()).isEqualTo("main");
            String key = "'key':'" + Client.KEY + "'";
            admin.say("{'cmd':'play'," + key + "}");
            assertThat(viewer.next("play").path("playing").asBoolean()).isTrue();
            viewer.say("{'type':'viewerPause'}");
            admin.say("{'cmd':'seek','time':132.5," + key + "}");
            assertThat(viewer.next("seek").path("time").asDouble()).isEqualTo(132.5);
            admin.say("{'cmd':'pause'," + key + "}");
            viewer.next("pause");
            assertThat(viewer.soFar()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'cmd':'play'}",
                "{'cmd':'pause'}",
                "{'cmd':'seek','time':1}",
                "{'cmd':'rate','rate':2}",
                "{'cmd':'load','etag':'x'}",
                "{'cmd':'policy','chat':false}"
            })
    void aViewersControlIsIgnoredAndAnswered(String message) {
        try (Client viewer = Client.join(path, "Ann");
                Client other = Client.join(path, "Bee")) {
            viewer.say(message);

            viewer.nextError("not-admin");
            assertThat(other.soFar()).isEmpty();
        }
    }

    @Test
    void aWrongKeyIsToldAndCarriesNothingOut() {
        try (Client viewer = Client.join(path, "Ann");
                Client other = Client.join(path, "Bee")) {
            viewer.say("{'cmd':'play','key':'guess'}");
            viewer.nextError("wrong-key");
            viewer.say("{'cmd':'auth','key':'guess'}");
            viewer.nextError("wrong-key");
            viewer.say("{'cmd':'auth'}");
            viewer.nextError("wrong-key");
            viewer.say("{'cmd':'play'}");
            viewer.nextError("not-admin");
            assertThat(other.soFar()).isEmpty();
        }
    }

    @Test
    void authRaisesTheConnectionAndTheWelcomeSaysSo() {
        try (Client host = Client.join(path, "Host")) {
            host.say("{'cmd':'auth','key':'" + Client.KEY + "'}");

            assertThat(host.next("welcome").at("/you/role").asText()).isEqualTo("admin");
            host.say("{'cmd':'play'}");
            host.next("play");
        }
    }

    @Test
    void loadMakesEverybodyLoadAgainOnlyForTheStagedFilm() {
        String room = Party.room();
        Party.push(room, "e1", 10, 100);
        try (Client host = Client.host("/ws/" + room);
                Client viewer = Client.join("/ws/" + room, "Ann")) {
            host.say("{'cmd':'seek','time':30}");
            long rev = viewer.next("seek").path("rev").asLong();
            host.say("{'cmd':'load','etag':'e1'}");

            JsonNode load = viewer.next("load");
            assertThat(load.path("etag").asText()).isEqualTo("e1");
            assertThat(load.path("url").asText()).isEqualTo("/media/current?v=e1");
            assertThat(load.path("stageRevision").asLong()).isEqualTo(10);
            assertThat(load.path("rev").asLong()).isEqualTo(rev + 1);

            host.say("{'cmd':'load','etag':'e2'}");
            host.nextError("not-staged");
            try (Client late = Client.connect("/ws/" + room)) {
                late.say("{'cmd':'hello'}");
                assertThat(late.next("welcome").at("/timeline/time").asDouble()).isZero();
            }
        }
    }

    @Test
    void thePolicyIsToldAndKept() {
        try (Client host = Client.host(path);
                Client viewer = Client.join(path, "Ann")) {
            host.say("{'cmd':'policy','enforcePausePlay':false,'waitForReady':'on'}");

            JsonNode policy = viewer.next("policy");
            assertThat(policy.path("enforcePausePlay").asBoolean()).isFalse();
            assertThat(policy.path("waitForReady").asText()).isEqualTo("on");
            assertThat(policy.path("onStall").asText()).isEqualTo("let-lag-and-catch-up");
            try (Client late = Client.connect(path)) {
                late.say("{'cmd':'hello'}");
                assertThat(late.next("welcome").at("/policy/enforcePausePlay").asBoolean())
                        .isFalse();
            }
        }
    }

    @Test
    void hundredCommandsASecondBecomeAFewOfWhichTheLastWins() {
        try (Client host = Client.host(path);
                Client viewer = Client.join(path, "Ann")) {
            for (int i = 1; i <= 100; i++) {
                host.say("{'cmd':'seek','time':" + i + "}");
            }
            List<Double> seeks = new ArrayList<>();
            while (seeks.isEmpty() || seeks.getLast() != 100) {
                seeks.add(viewer.next("seek").path("time").asDouble());
            }

            assertThat(seeks).hasSizeLessThan(40);
            assertThat(host.isOpen()).isTrue();
        }
    }

    @Test
    void theRoomPausesAtTheEndOfTheFilmAndPlayStartsOver() {
        String room = Party.room();
        Party.push(room, "e1", 10, 3);
        try (Client host = Client.host("/ws/" + room)) {
            host.say("{'cmd':'seek','time':2.5}");
            host.say("{'cmd':'play'}");
            double at = host.next("play").path("at").asDouble();

            JsonNode pause = host.next("pause");
            assertThat(pause.path("time").asDouble()).isEqualTo(3);
            assertThat(pause.path("at").asDouble()).isCloseTo(at + 500, within(0.01));

            host.say("{'cmd':'play'}");
            assertThat(host.next("play").path("time").asDouble()).isZero();
        }
    }

    @Test
    void theHostSeesTheViewersAtMostOnceASecond() {
        try (Client host = Client.host(path);
                Client viewer = Client.join(path, "Ann")) {
            String status = "{'cmd':'status','time':1,'bufferedAheadSeconds':4.5,'ready':true,'following':true,"
                    + "'ownCopy':false,'rttMs':33,'driftMs':-2.5}";
            long started = System.nanoTime();
            viewer.say(status);

            JsonNode list = host.next(
                    message -> message.path("cmd").asText().equals("viewers")
                            && message.findPath("rttMs").asDouble() == 33,
                    "a list with Ann's report");
            assertThat(list.path("viewers")).hasSize(2);
            assertThat(list.at("/viewers/1/name").asText()).isEqualTo("Ann");
            assertThat(list.at("/viewers/1/bufferedAheadSeconds").asDouble()).isEqualTo(4.5);

            viewer.say(status);
            host.next("viewers");
            assertThat((System.nanoTime() - started) / 1e6).isGreaterThan(900);
            assertThat(viewer.soFar()).isEmpty();
        }
    }
}

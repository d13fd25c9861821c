package dev.watchparty.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ControlIT {

    @Test
    void aCommandReachesEverybodyWithOneLineThatLiesAhead() {
        try (Client host = Client.host("/ws");
                Client viewer = Client.join("/ws/main", "Ann")) {
            host.say("{'cmd':'seek','time':12.5}");
            JsonNode seek = viewer.next("seek");
            host.say("{'cmd':'play'}");
            JsonNode play = viewer.next("play");

            assertThat(host.next("play")).isEqualTo(play);
            assertThat(seek.path("time").asDouble()).isEqualTo(12.5);
            assertThat(play.path("time").asDouble()).isEqualTo(12.5);
            assertThat(play.path("playing").asBoolean()).isTrue();
            assertThat(play.path("rev").asLong()).isEqualTo(seek.path("rev").asLong() + 1);

            host.say("{'cmd':'pause'}");
            JsonNode pause = viewer.next("pause");
            double elapsed = (pause.path("at").asDouble() - play.path("at").asDouble()) / 1000;
            assertThat(pause.path("time").asDouble()).isCloseTo(12.5 + elapsed, within(0.001));
        }
    }

    @Test
    void theNotesBareMessagesWork() {
        try (Client viewer = Client.connect("/ws");
                Client admin = Client.connect("/ws")) {
            assertThat(viewer.next("welcome").path("room").asText()).isEqualTo("main");
            admin.say("{'cmd':'play','key':'" + Client.KEY + "'}");
            assertThat(viewer.next("play").path("playing").asBoolean()).isTrue();
            viewer.say("{'type':'viewerPause'}");
            admin.say("{'cmd':'pause','key':'" + Client.KEY + "'}");
            viewer.next("pause");
            assertThat(viewer.soFar()).isEmpty();
        }
    }
}

package dev.watchparty.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The rooms' sockets through the front door, as a script without a browser finds them.
class RoomSocketIT {

    @RegisterExtension
    static final Pair pair = Pair.running(RoomSocketIT.class);

    @Test
    void aScriptThatKnowsOnlyTheNoteControlsTheRoom() {
        pair.show("note", Film.BUNNY.putInto(pair.library(), ""));

        try (RoomSocket listener = RoomSocket.open(pair.front(), "/ws/note");
                Host host = new Host(pair, "note")) {
            host.play();
            assertThat(listener.next("play").path("playing").asBoolean()).isTrue();
            host.seek(20.5);
            assertThat(listener.next("seek").path("time").asDouble()).isEqualTo(20.5);
            host.pause();
            assertThat(listener.next("pause").path("time").asDouble()).isBetween(20.5, 25.0);
        }
    }

    @Test
    void aPauseWithoutTheKeyIsRefusedAndChangesNothing() {
        pair.show("guarded", Film.BUNNY.putInto(pair.library(), ""));

        try (Host host = new Host(pair, "guarded");
                RoomSocket stranger = RoomSocket.open(pair.front(), "/ws/guarded")) {
            host.play();
            long rev = host.line().rev();

            stranger.say("{\"cmd\":\"pause\"}");
            assertThat(stranger.next("error").path("code").asText()).isEqualTo("not-admin");
            stranger.say("{\"cmd\":\"pause\",\"key\":\"guess\"}");
            assertThat(stranger.next("error").path("code").asText()).isNotBlank();

            assertThat(host.line().playing()).isTrue();
            assertThat(host.line().rev()).isEqualTo(rev);
        }
    }

    @Test
    void aRoomThatNobodyMadeIsNotThere() {
        try (RoomSocket socket = RoomSocket.open(pair.front(), "/ws/nobody-made-it")) {
            assertThat(socket.next("error").path("code").asText()).isEqualTo("no-such-room");
            assertThat(socket.closed()).isEqualTo(4404);
        }
    }

    @Test
    void theClockAnswersBetweenAskingAndHearing() {
        try (RoomSocket socket = RoomSocket.open(pair.front(), "/ws")) {
            socket.next("welcome");
            double beforeMs = System.currentTimeMillis();
            socket.say("{\"cmd\":\"ping\",\"t0\":1234.5}");
            JsonNode pong = socket.next("pong");
            double afterMs = System.currentTimeMillis();

            assertThat(pong.path("t0").asDouble()).isEqualTo(1234.5);
            assertThat(pong.path("t1").asDouble())
                    .isLessThanOrEqualTo(pong.path("t2").asDouble());
            assertThat(pong.path("t1").asDouble()).isBetween(beforeMs - 50, afterMs + 50);
        }
    }

    @Test
    void nonsenseIsAnsweredAndTheSocketLives() {
        try (RoomSocket socket = RoomSocket.open(pair.front(), "/ws")) {
            socket.next("welcome");
            socket.say("this is not JSON");
            assertThat(socket.next("error").path("code").asText()).isNotBlank();
            socket.say("{\"cmd\":\"make-tea\"}");
            assertThat(socket.next("error").path("code").asText()).isEqualTo("unknown-command");
            socket.say("{\"cmd\":\"ping\",\"t0\":1}");
            socket.next("pong");
        }
    }

    @Test
    void anOversizedFrameEndsItsOwnSocketOnly() {
        try (RoomSocket other = RoomSocket.open(pair.front(), "/ws");
                RoomSocket socket = RoomSocket.open(pair.front(), "/ws")) {
            socket.next("welcome");
            other.next("welcome");

            socket.say("{\"cmd\":\"hello\",\"name\":\"" + "x".repeat(1 << 20) + "\"}");

            assertThat(socket.closed()).isEqualTo(1009);
            other.say("{\"cmd\":\"ping\",\"t0\":1}");
            other.next("pong");
        }
    }
}

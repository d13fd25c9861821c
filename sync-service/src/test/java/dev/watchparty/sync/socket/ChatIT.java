package dev.watchparty.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/// The chat over the wire.
@QuarkusTest
@WithTestResource(MediaStandIn.class)
class ChatIT {

    private static final String HEART = "\u2764\uFE0F";

    @Test
    void whatOneSaysAllHearAndWhoComesLaterReads() {
        String room = Party.room();
        try (Client ann = Client.join("/ws/" + room, "<b>Ann</b>");
                Client ben = Client.join("/ws/" + room, "Ben")) {
            ann.say("{'cmd':'chat','text':' <img src=x onerror=alert(1)> \u202Ehttps://example.org '}");

            JsonNode heard = ben.next("chat").at("/lines/0");
            assertThat(heard.path("text").asText()).isEqualTo("<img src=x onerror=alert(1)> https://example.org");
            assertThat(heard.path("name").asText()).isEqualTo("<b>Ann</b>");
            assertThat(heard.path("role").asText()).isEqualTo("viewer");
            assertThat(heard.path("id").asLong()).isEqualTo(1);
            assertThat(heard.path("at").asDouble()).isGreaterThan(1e12);
            assertThat(ann.next("chat").at("/lines/0")).isEqualTo(heard);

            try (Client cee = Client.connect("/ws/" + room)) {
                cee.say("{'cmd':'hello','name':'Cee'}");
                assertThat(cee.next("welcome").path("chatId").asLong()).isEqualTo(1);
                assertThat(cee.next("chat-log").at("/lines/0")).isEqualTo(heard);
            }
        }
    }

    @Test
    void aFloodIsRefusedWithWordsAndNobodyIsClosed() {
        String room = Party.room();
        try (Client ann = Client.join("/ws/" + room, "Ann");
                Client ben = Client.join("/ws/" + room, "Ben")) {
            for (int i = 0; i < 60; i++) {
                ann.say("{'cmd':'chat','text':'line " + i + "'}");
            }

            ann.nextError("too-fast");
            ben.say("{'cmd':'chat','text':'I can still talk'}");
            JsonNode heard = ben.next(
                    message -> message.at("/lines").findValuesAsText("text").contains("I can still talk"),
                    "Ben's own line");
            assertThat(heard.at("/lines/0/id").asLong()).isLessThan(10);
            assertThat(ann.isOpen()).isTrue();
        }
    }

    @Test
    void anAdminMutesAndClears() {
        String room = Party.room();
        try (Client host = Client.host("/ws/" + room);
                Client ann = Client.join("/ws/" + room, "Ann")) {
            ann.say("{'cmd':'chat','text':'Hi'}");
            String tab = host.next("chat").at("/lines/0/tab").asText();

            ann.say("{'cmd':'chat-clear'}");
            ann.nextError("not-admin");
            host.say("{'cmd':'mute','tab':'" + tab + "','muted':true}");
            assertThat(ann.next("welcome").at("/you/muted").asBoolean()).isTrue();
            ann.say("{'cmd':'chat','text':'Still here'}");
            ann.nextError("muted");

            ann.say("{'cmd':'chat-clear','tab':'" + tab + "'}");
            ann.nextError("not-admin");
            host.say("{'cmd':'chat-clear','tab':'" + tab + "'}");
            assertThat(ann.next("chat-gone").path("ids")).hasToString("[1]");
            host.say("{'cmd':'chat-clear'}");
            assertThat(ann.next("chat-log").path("lines")).isEmpty();
            host.say("{'cmd':'mute','tab':'" + tab + "','muted':false}");
            assertThat(ann.next("welcome").at("/you/muted").asBoolean()).isFalse();
            ann.say("{'cmd':'chat','text':'Hi again'}");
            assertThat(host.next("chat").at("/lines/0/text").asText()).isEqualTo("Hi again");
        }
    }

    @Test
    void reactionsGoToAllAndOnlyThoseThatThereAre() {
        String room = Party.room();
        try (Client ann = Client.join("/ws/" + room, "Ann");
                Client ben = Client.join("/ws/" + room, "Ben")) {
            ann.say("{'cmd':'react','emoji':'" + HEART + "'}");
            JsonNode reaction = ben.next("reactions").at("/reactions/0");
            assertThat(reaction.path("emoji").asText()).isEqualTo(HEART);
            assertThat(reaction.path("count").asInt()).isEqualTo(1);

            ann.say("{'cmd':'react','emoji':'<script>'}");
            ann.nextError("bad-message");
        }
    }

    @Test
    void thePolicyTurnsTheChatOff() {
        String room = Party.room();
        try (Client host = Client.host("/ws/" + room);
                Client ann = Client.join("/ws/" + room, "Ann")) {
            host.say("{'cmd':'policy','chat':false}");
            assertThat(ann.next("policy").path("chat").asBoolean()).isFalse();

            ann.say("{'cmd':'chat','text':'Hi'}");
            ann.nextError("chat-off");
            ann.say("{'cmd':'react','emoji':'" + HEART + "'}");
            ann.nextError("chat-off");
        }
    }
}

package dev.watchparty.sync.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.protocol.ClientMessage.Auth;
import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.ClearChat;
import dev.watchparty.sync.protocol.ClientMessage.Cohost;
import dev.watchparty.sync.protocol.ClientMessage.Hello;
import dev.watchparty.sync.protocol.ClientMessage.Load;
import dev.watchparty.sync.protocol.ClientMessage.Mute;
import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Ping;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.Rate;
import dev.watchparty.sync.protocol.ClientMessage.React;
import dev.watchparty.sync.protocol.ClientMessage.Remove;
import dev.watchparty.sync.protocol.ClientMessage.Say;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.StartNow;
import dev.watchparty.sync.protocol.ClientMessage.Status;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("{'cmd':'hello'}", new Hello(null, null, null, null)),
                Arguments.of(
                        "{'cmd':'hello','name':'Ann','resume':'x','protocol':1,'browser':'Firefox 131'}",
                        new Hello("Ann", "x", 1, "Firefox 131")),
                Arguments.of("{'cmd':'auth','key':'k'}", new Auth("k")),
                Arguments.of("{'cmd':'ping','t0':12.5}", new Ping(12.5)),
                Arguments.of("{'cmd':'play','key':'k'}", new Play("k")),
                Arguments.of("{'cmd':'pause'}", new Pause(null)),
                Arguments.of("{'time':132.5,'cmd':'seek','key':'k'}", new Seek(132.5, "k")),
                Arguments.of("{'cmd':'seek','time':7}", new Seek(7.0, null)),
                Arguments.of("{'cmd':'rate','rate':1.25}", new Rate(1.25, null)),
                Arguments.of("{'cmd':'load','etag':'abc123','key':'k'}", new Load("abc123", "k")),
                Arguments.of("{'cmd':'start-now','key':'k'}", new StartNow("k")),
                Arguments.of("{'cmd':'cohost','tab':'t','granted':true}", new Cohost("t", true, null)),
                Arguments.of("{'cmd':'remove','tab':'t','key':'k'}", new Remove("t", "k")),
                Arguments.of("{'cmd':'mute','tab':'t','muted':false}", new Mute("t", false, null)),
                Arguments.of("{'cmd':'chat-clear','key':'k'}", new ClearChat(null, "k")),
                Arguments.of("{'cmd':'chat-clear','tab':'t'}", new ClearChat("t", null)),
                Arguments.of("{'cmd':'chat','text':'Hi <b>'}", new Say("Hi <b>")),
                Arguments.of("{'cmd':'react','emoji':'\u2764\uFE0F'}", new React(Emoji.HEART)),
                Arguments.of(
                        "{'cmd':'policy','followMode':false,'waitForReady':'everyone'}",
                        new ChangePolicy(null, false, Policy.WaitForReady.EVERYONE, null, null, null)),
                Arguments.of(
                        "{'cmd':'status','time':1,'bufferedAheadSeconds':2.5,'ready':true,'following':true,"
                                + "'ownCopy':false,'rttMs':20}",
                        new Status(1, 2.5, true, null, null, 20.0, null, null, true, false, null, null, null, null)),
                Arguments.of("{'cmd':'play','later':{'feature':[1]}}", new Play(null)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageIsUnderstood(String json, ClientMessage expected) {
        assertThat(Codec.decode(json.replace('\'', '"'))).isEqualTo(new Decoded.Understood(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json at all|NOT_JSON",
                "{|NOT_JSON",
                "[]|NOT_JSON",
                "42|NOT_JSON",
                "null|NOT_JSON",
                "'play'|NOT_JSON",
                "{'cmd':'play'} {}|NOT_JSON",
                "{'cmd':'seek','time':NaN}|NOT_JSON",
                "{'cmd':'seek','time':+1}|NOT_JSON",
                "{}|BAD_MESSAGE",
                "{'cmd':null}|BAD_MESSAGE",
                "{'cmd':7}|BAD_MESSAGE",
                "{'cmd':['play']}|BAD_MESSAGE",
                "{'type':'viewerWave'}|BAD_MESSAGE",
                "{'cmd':'PLAY'}|UNKNOWN_COMMAND",
                "{'cmd':'welcome'}|UNKNOWN_COMMAND",
                "{'cmd':'dev.watchparty.sync.Main'}|UNKNOWN_COMMAND",
                "{'cmd':'seek','time':'12'}|BAD_MESSAGE",
                "{'cmd':'seek','time':[1]}|BAD_MESSAGE",
                "{'cmd':'seek','time':true}|BAD_MESSAGE",
                "{'cmd':'play','key':7}|BAD_MESSAGE",
                "{'cmd':'ping'}|BAD_MESSAGE",
                "{'cmd':'ping','t0':null}|BAD_MESSAGE",
                "{'cmd':'ping','t0':'x'}|BAD_MESSAGE",
                "{'cmd':'hello','name':{}}|BAD_MESSAGE",
                "{'cmd':'hello','protocol':1.5}|BAD_MESSAGE",
                "{'cmd':'policy','chat':1}|BAD_MESSAGE",
                "{'cmd':'policy','onStall':'panic'}|BAD_MESSAGE",
                "{'cmd':'policy','onStall':0}|BAD_MESSAGE",
                "{'cmd':'cohost','tab':'t'}|BAD_MESSAGE",
                "{'cmd':'cohost','tab':7,'granted':true}|BAD_MESSAGE",
                "{'cmd':'remove','tab':['t']}|BAD_MESSAGE",
                "{'cmd':'mute','tab':'t'}|BAD_MESSAGE",
                "{'cmd':'chat','text':7}|BAD_MESSAGE",
                "{'cmd':'react','emoji':'\u2764'}|BAD_MESSAGE",
                "{'cmd':'react','emoji':'HEART'}|BAD_MESSAGE",
                "{'cmd':'react','emoji':''}|BAD_MESSAGE",
                "{'cmd':'react','emoji':1}|BAD_MESSAGE",
                "{'cmd':'status'}|BAD_MESSAGE",
                "{'cmd':'status','time':1,'bufferedAheadSeconds':1,'ready':1,'following':true,'ownCopy':false}|BAD_MESSAGE",
                "{'cmd':'status','time':1,'bufferedAheadSeconds':1,'ready':true,'following':true,'ownCopy':false,"
                        + "'droppedFrames':99999999999}|BAD_MESSAGE",
            })
    void whatIsNoMessageIsRefusedWithAReason(String json, ErrorCode code) {
        assertThat(Codec.decode(json.replace('\'', '"'))).isInstanceOfSatisfying(Decoded.Misunderstood.class, bad -> {
            assertThat(bad.code()).isEqualTo(code);
            assertThat(bad.message()).isNotBlank();
        });
    }

    @Test
    void nestingWithoutEndIsNoMessage() {
        assertThat(Codec.decode("[".repeat(30_000)))
                .isInstanceOfSatisfying(
                        Decoded.Misunderstood.class,
                        bad -> assertThat(bad.code()).isEqualTo(ErrorCode.NOT_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"viewerPause\"}", "{\"type\":\"viewerPause\",\"time\":12}"})
    void theNotesTelemetryDoesNoHarm(String json) {
        assertThat(Codec.decode(json)).isEqualTo(new Decoded.Telemetry());
    }

    @Test
    void aLineIsWrittenFlatWithItsCommandAndServerTimeWithThreeDecimals() {
        String json =
                Codec.encode(new ServerMessage.Playing(new TimelineState(12.5, 1_800_000_000_123.456, 7, 1, true)));

        assertThat(json)
                .isEqualTo(
                        "{\"cmd\":\"play\",\"time\":12.5,\"at\":1800000000123.456,\"rev\":7,\"rate\":1.0,\"playing\":true}");
    }

    @Test
    void aClockSampleIsWrittenWithoutExponents() {
        assertThat(Codec.encode(new ServerMessage.Pong(1.5, 1_800_000_000_000.25, 1_800_000_000_001.0)))
                .isEqualTo("{\"cmd\":\"pong\",\"t0\":1.5,\"t1\":1800000000000.250,\"t2\":1800000000001.000}");
    }

    @Test
    void aWaitIsWrittenFlatAndItsEndNamesNobody() {
        ServerMessage waiting =
                new ServerMessage.Waiting(new WaitState(List.of("Ann"), List.of("t1"), 0, 1_800_000_000_123.456, true));

        assertThat(Codec.encode(waiting))
                .isEqualTo("{\"cmd\":\"waiting\",\"names\":[\"Ann\"],\"tabs\":[\"t1\"],\"others\":0,"
                        + "\"untilMs\":1800000000123.456,\"plays\":true}");
        assertThat(Codec.encode(new ServerMessage.Waiting(WaitState.over(false))))
                .isEqualTo("{\"cmd\":\"waiting\",\"names\":[],\"tabs\":[],\"others\":0,\"plays\":false}");
    }

    @Test
    void linesAndReactionsAreWrittenAsTheyAreRead() {
        assertThat(Codec.encode(new ServerMessage.Said(
                        List.of(new ChatLine(7, "t", "Ann", Role.VIEWER, 1_800_000_000_000.5, "\"Hi\" <b>")))))
                .isEqualTo("{\"cmd\":\"chat\",\"lines\":[{\"id\":7,\"tab\":\"t\",\"name\":\"Ann\",\"role\":\"viewer\","
                        + "\"at\":1800000000000.500,\"text\":\"\\\"Hi\\\" <b>\"}]}");
        assertThat(Codec.encode(new ServerMessage.Reacted(List.of(new ServerMessage.Reaction(Emoji.FIRE, 3)))))
                .isEqualTo("{\"cmd\":\"reactions\",\"reactions\":[{\"emoji\":\"\uD83D\uDD25\",\"count\":3}]}");
    }

    @Test
    void anErrorIsWrittenWithItsStableWord() {
        assertThat(Codec.encode(new ServerMessage.Refused(ErrorCode.NOT_ADMIN, "Only the host can do this.")))
                .isEqualTo("{\"cmd\":\"error\",\"code\":\"not-admin\",\"message\":\"Only the host can do this.\"}");
    }
}

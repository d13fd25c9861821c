package dev.watchparty.sync.socket;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
class BadInputIT {

    private final String path = "/ws/" + Party.room();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello?|not-json",
                "{'cmd':'seek','time':NaN}|not-json",
                "[1,2,3]|not-json",
                "{}|bad-message",
                "{'cmd':'dance'}|unknown-command",
                "{'cmd':'seek'}|bad-time",
                "{'cmd':'seek','time':-5}|bad-time",
                "{'cmd':'seek','time':1e300}|bad-time",
                "{'cmd':'seek','time':1e999}|bad-time",
                "{'cmd':'seek','time':'12'}|bad-message",
                "{'cmd':'rate','rate':0}|bad-rate",
                "{'cmd':'rate','rate':-1}|bad-rate",
                "{'cmd':'rate','rate':1000}|bad-rate",
                "{'cmd':'policy','onStall':'panic'}|bad-message",
                "{'cmd':'cohost','tab':'nobody','granted':true}|no-such-viewer",
                "{'cmd':'cohost','tab':'nobody'}|bad-message",
                "{'cmd':'remove'}|no-such-viewer",
                "{'cmd':'remove','tab':{}}|bad-message",
                "{'cmd':'status','time':NaN,'bufferedAheadSeconds':1,'ready':true,'following':true,'ownCopy':false}|not-json",
                "{'cmd':'status','time':1,'bufferedAheadSeconds':1e999,'ready':true,'following':true,'ownCopy':false}|bad-status",
                "{'cmd':'status','time':-1,'bufferedAheadSeconds':1,'ready':true,'following':true,'ownCopy':false}|bad-status",
                "{'cmd':'status','time':1,'bufferedAheadSeconds':1,'ready':true,'following':true,'ownCopy':false,'rttMs':1e12}|bad-status",
            })
    void badInputIsAnsweredCountedAndHurtsNobodyElse(String message, String code) {
        double before = refused(code);
        try (Client host = Client.host(path);
                Client viewer = Client.join(path, "Ann")) {
            host.say(message);

            host.nextError(code);
            assertThat(refused(code)).isEqualTo(before + 1);
            host.say("{'cmd':'play'}");
            viewer.next("play");
            assertThat(viewer.soFar()).isEmpty();
        }
    }

    @Test
    void aBinaryFrameIsRefused() {
        double before = refused("not-text");
        try (Client viewer = Client.join(path, "Ann")) {
            viewer.binary(new byte[] {1, 2, 3});

            viewer.nextError("not-text");
            assertThat(refused("not-text")).isEqualTo(before + 1);
            assertThat(viewer.soFar()).isEmpty();
        }
    }

    @Test
    void aFrameThatIsTooLongClosesItsOwnConnectionOnly() {
        try (Client viewer = Client.join(path, "Ann");
                Client other = Client.join(path, "Bee")) {
            viewer.raw("{\"cmd\":\"hello\",\"name\":\"" + "x".repeat(1 << 20) + "\"}");

            assertThat(viewer.closeCode()).isEqualTo(1009);
            assertThat(other.soFar()).isEmpty();
        }
    }

    @Test
    void fragmentsThatAreTooLongTogetherCloseTheConnection() {
        try (Client viewer = Client.join(path, "Ann")) {
            for (int i = 0; i < 20; i++) {
                viewer.fragment("x".repeat(10_000));
            }

            assertThat(viewer.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aFrameOfTheLargestSizeIsRead() {
        try (Client viewer = Client.join(path, "Ann")) {
            String start = "{\"cmd\":\"hello\",\"name\":\"";
            viewer.raw(start + "x".repeat(65_536 - start.length() - 2) + "\"}");

            assertThat(viewer.next("welcome").at("/you/name").asText()).isEqualTo("x".repeat(40));
        }
    }

    @Test
    void aFloodIsLimitedThenClosedAndTheRoomDoesNotFeelIt() {
        try (Client host = Client.host(path);
                Client viewer = Client.join(path, "Ann");
                Client flood = Client.join(path, "Flood")) {
            double dropped = refused("too-fast");
            for (int i = 0; i < 1000 && flood.isOpen(); i++) {
                flood.trySay("{'cmd':'dance'}");
            }

            flood.nextError("unknown-command");
            assertThat(flood.closeCode()).isEqualTo(1008);
            assertThat(refused("too-fast")).isGreaterThan(dropped + 50);
            host.say("{'cmd':'play'}");
            viewer.next("play");
            assertThat(viewer.soFar()).isEmpty();
        }
    }

    @Test
    void aPageOfAnotherSiteIsRefusedAtTheHandshake() {
        assertThat(Client.handshake(path, "Origin", "https://evil.example")).isEqualTo(403);
        assertThat(Client.handshake(path, "Origin", "null")).isEqualTo(403);
        assertThat(Client.handshake(path, "Origin", Client.address())).isEqualTo(101);
        assertThat(Client.handshake(path, "Origin", "https://party.example", "X-Forwarded-Host", "party.example"))
                .isEqualTo(101);
        assertThat(Client.handshake(path, "Origin", "https://party.example:443", "X-Forwarded-Host", "Party.example"))
                .isEqualTo(101);
        assertThat(Client.handshake(path)).isEqualTo(101);
    }

    private static double refused(String code) {
        String metrics = given().get("/q/metrics").asString();
        return metrics.lines()
                .filter(line -> line.startsWith("watchparty_sync_refused_total{code=\"" + code + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}

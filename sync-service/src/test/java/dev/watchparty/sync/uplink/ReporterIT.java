package dev.watchparty.sync.uplink;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.watchparty.sync.socket.Client;
import dev.watchparty.sync.socket.MediaStandIn;
import dev.watchparty.sync.socket.Party;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
class ReporterIT {

    private static final String ANSWER = "{\"uplinkBitsPerSecond\":20000000,\"viewers\":{\"browser-of-ann\":5000000}}";

    private final String path = "/ws/" + Party.room();

    /// As in deploy/contracts/viewer-cookie.json.
    private static final String COOKIE = "watchparty-viewer=AAECAwQFBgcICQoLDA0ODw.2SaVLKi37EqVlB0a2jpSAw";

    private static final String NAME_OF_THE_COOKIE = "be45cb2605bf36bebde68484";

    @AfterEach
    void theMediaServiceIsBack() {
        answerWith(ANSWER);
    }

    @Test
    void eachSecondTheMediaServiceHearsOfEveryPageThatItsGatewayNamed() {
        try (Client ann = Client.join(path, "Ann", "X-Watchparty-Viewer", "browser-of-ann");
                Client bee = Client.join("/ws/" + Party.room(), "Bee", "X-Watchparty-Viewer", "browser-of-bee");
                Client own = Client.join(path, "Own", "X-Watchparty-Viewer", "browser-of-own");
                Client direct = Client.join(path, "Direct")) {
            ann.say(status(12.5, false));
            own.say(status(99, true));
            direct.say(status(7, false));

            await().untilAsserted(() -> {
                List<Map<String, Object>> rows = lastReport().getList("viewers");
                assertThat(rows)
                        .extracting(row -> row.get("viewer"))
                        .containsExactlyInAnyOrder("browser-of-ann", "browser-of-bee", "browser-of-own");
                assertThat(rows).allSatisfy(row -> {
                    boolean annsRow = "browser-of-ann".equals(row.get("viewer"));
                    assertThat(row.get("bufferedAheadSeconds")).isEqualTo(annsRow ? 12.5f : null);
                    assertThat(String.valueOf(row.get("tab"))).hasSize(16);
                });
            });
            assertThat(bee.isOpen()).isTrue();
        }
    }

    @Test
    void aPageWhoseTunnelPassesTheFrontDoorByIsKnownByItsCookie() {
        try (Client cleo = Client.join(path, "Cleo", "Cookie", COOKIE)) {
            cleo.say(status(3, false));

            await().untilAsserted(() -> assertThat(lastReport().<Map<String, Object>>getList("viewers"))
                    .extracting(row -> row.get("viewer"), row -> row.get("bufferedAheadSeconds"))
                    .contains(tuple(NAME_OF_THE_COOKIE, 3f)));
        }
    }

    @Test
    void theHostSeesWhichPartOfTheUplinkEachViewerGets() {
        answerWith(ANSWER);
        try (Client host = Client.host(path);
                Client ann = Client.join(path, "Ann", "X-Watchparty-Viewer", "browser-of-ann");
                Client bee = Client.join(path, "Bee", "X-Watchparty-Viewer", "browser-of-bee")) {
            assertThat(ann.isOpen() && bee.isOpen()).isTrue();

            host.next(
                    message -> message.path("viewers").findValuesAsText("uplinkShare").stream()
                            .sorted()
                            .toList()
                            .equals(List.of("0.0", "0.25")),
                    "a list with the shares");
        }
    }

    @Test
    void whenTheLastOneHasLeftThatIsSaidOnceAndNothingMore() {
        try (Client ann = Client.join(path, "Ann", "X-Watchparty-Viewer", "browser-of-ann")) {
            assertThat(ann.isOpen()).isTrue();
            await().until(() -> !lastReport().getList("viewers").isEmpty());
        }

        await().until(() -> lastReport().getList("viewers").isEmpty());
        int count = count();
        await().during(Duration.ofMillis(2_200)).until(() -> count() == count);
    }

    @Test
    void aMediaServiceThatIsAwayIsToldOfOnceAndItsReturnOnce() {
        try (Client ann = Client.join(path, "Ann", "X-Watchparty-Viewer", "browser-of-ann");
                Lines lines = new Lines()) {
            assertThat(ann.isOpen()).isTrue();
            answerWith("");
            int count = count();
            await().until(() -> count() >= count + 3);
            assertThat(lines.text).hasSize(1).first().asString().contains("does not take reports");

            answerWith(ANSWER);
            await().until(() -> lines.text.size() == 2);
            assertThat(lines.text.getLast()).contains("takes reports of viewers again");
        }
    }

    private static String status(double ahead, boolean ownCopy) {
        return "{'cmd':'status','time':1,'bufferedAheadSeconds':" + ahead + ",'ready':true,'following':true,'ownCopy':"
                + ownCopy + ",'rttMs':20}";
    }

    private static String media() {
        return ConfigProvider.getConfig().getValue("watchparty.peer.url", String.class);
    }

    private static Response last() {
        return given().baseUri(media()).get("/internal/viewers");
    }

    private static JsonPath lastReport() {
        return last().jsonPath();
    }

    private static int count() {
        return Integer.parseInt(last().header("count"));
    }

    private static void answerWith(String answer) {
        given().baseUri(media()).body(answer).put("/internal/viewers").then().statusCode(204);
    }

    /// What the reporter logs meanwhile.
    private static final class Lines extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger(Reporter.class.getName());
        private final List<String> text = new CopyOnWriteArrayList<>();

        Lines() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            text.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}

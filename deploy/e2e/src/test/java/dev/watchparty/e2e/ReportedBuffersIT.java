package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a page says of its buffer goes from the socket through both services to the uplink's scheduler, and what
/// its viewer gets of the uplink comes back to the host.
class ReportedBuffersIT {

    @RegisterExtension
    static final Pair pair = Pair.running(ReportedBuffersIT.class);

    /// From elsewhere: who sits at the machine itself uses no uplink.
    private static final String[] ELSEWHERE = {"X-Forwarded-For", "198.51.100.7"};

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aPagesBufferReachesTheSchedulerAndTheHostSeesItsShare() throws IOException, InterruptedException {
        pair.show("main", Film.BUNNY.putInto(pair.library(), ""));
        send(admin("/api/delivery")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"uplink\":\"1M\"}")));
        String cookie = send(request("/").headers(ELSEWHERE))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", 2)[0];

        try (RoomSocket page = RoomSocket.open(pair.front(), "/ws", "Cookie", cookie, ELSEWHERE[0], ELSEWHERE[1]);
                RoomSocket host = RoomSocket.open(pair.front(), "/ws");
                InputStream film = http.send(
                                request("/media/current")
                                        .headers(ELSEWHERE)
                                        .header("Cookie", cookie)
                                        .build(),
                                BodyHandlers.ofInputStream())
                        .body()) {
            assertThat(film.read()).isNotNegative();
            String tab = page.next("welcome").at("/you/tab").asText();

            eventually().untilAsserted(() -> {
                page.say("{\"cmd\":\"status\",\"time\":1,\"bufferedAheadSeconds\":12.5,\"ready\":true,"
                        + "\"following\":true,\"ownCopy\":false,\"rttMs\":40}");
                assertThat(JSON.readTree(send(admin("/api/delivery")).body()).path("viewers"))
                        .anySatisfy(viewer -> assertThat(
                                        viewer.path("bufferedAheadSeconds").asDouble())
                                .isEqualTo(12.5));
            });

            host.next("welcome");
            host.say("{\"cmd\":\"auth\",\"key\":\"" + pair.adminKey() + "\"}");
            assertThat(share(host, tab)).isBetween(0.0, 1.0);
        }
    }

    /// Waits for a list in which the tab has a share.
    private static double share(RoomSocket host, String tab) {
        while (true) {
            for (JsonNode row : host.next("viewers").path("viewers")) {
                if (row.path("tab").asText().equals(tab)
                        && row.path("uplinkShare").asDouble() > 0) {
                    return row.path("uplinkShare").asDouble();
                }
            }
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(pair.front().resolve(path)).timeout(Waiting.PATIENCE);
    }

    private static HttpRequest.Builder admin(String path) {
        return request(path).header("Authorization", "Bearer " + pair.adminKey());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}

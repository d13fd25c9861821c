package dev.watchparty.media.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.Logged;
import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OwnFolders.class)
final class ProblemMappersIT {

    @ParameterizedTest
    @CsvSource({
        "GET, /api/nothing, Accept: */*, 404, not-found",
        "GET, /nothing, Accept: */*, 404, not-found",
        "GET, /api/staged, Accept: text/plain, 406, not-acceptable",
        "POST, /api/stage, Content-Type: text/plain, 415, unsupported-media-type",
        "PUT, /api/delivery, Content-Type: text/plain, 415, unsupported-media-type",
    })
    void whatTheRestLayerRefusesIsAProblem(String method, String target, String header, int status, String code)
            throws IOException {
        assertProblem(Wire.call(method, target, header, "Content-Length: 0"), status, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /api/staged | GET, HEAD, OPTIONS",
                "POST | /api/staged | GET, HEAD, OPTIONS",
                "GET | /api/stage | OPTIONS, POST",
                "POST | /api/media | GET, HEAD, OPTIONS",
                "POST | /api/media/search | GET, HEAD, OPTIONS",
                "DELETE | /api/delivery | GET, HEAD, OPTIONS, PUT",
                "POST | /api/delivery/forecast | GET, HEAD, OPTIONS",
                "PUT | /internal/rooms | GET, HEAD, OPTIONS",
                "PATCH | /internal/viewers | OPTIONS, POST",
                "GET | /internal/stage-wish | OPTIONS, POST",
            })
    void anotherMethodIsToldWhichAreAllowed(String method, String target, String allowed) throws IOException {
        String secret = target.startsWith("/internal/") ? "test-peer-secret" : "test-admin-key";
        Wire.Response answer = Wire.call(
                method,
                target,
                "Authorization: Bearer " + secret,
                "Content-Type: application/json",
                "Content-Length: 0");

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"at-once", "later"})
    void aFaultOfOursIsSaidInTheLogAndNotInTheAnswer(String when) throws IOException {
        try (Logged log = Logged.by(ProblemMappers.class)) {
            Wire.Response answer = Wire.call("GET", "/api/broken/" + when);

            assertProblem(answer, 500, "internal");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.text()).doesNotContain("secret", "Exception", "dev.watchparty", "java.");
            assertThat(log.lines()).containsExactly("ERROR A call failed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/staged HTTP/1.1\r\n\r\n",
                "GET /q/health HTTP/1.1\r\nHost: localhost:99999\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            })
    void aRequestThatIsNoneIsAProblemAndNoFaultOfOurs(String request) throws IOException {
        try (Logged log = Logged.by("")) {
            try (Wire wire = Wire.open()) {
                assertProblem(wire.sendRaw(request).read("GET"), 400, "bad-request");
            }
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR") || line.startsWith("SEVERE"));
        }
    }

    /// Whoever ends the connection within a body cannot be told: what comes after the end of a client's side is a
    /// closed connection. It is no fault of ours either.
    @ParameterizedTest
    @CsvSource({"POST, /api/stage", "PUT, /api/delivery", "POST, /api/rooms"})
    void aBodyThatIsCutShortEndsTheCallWithoutAnAnswerOrAnError(String method, String target) throws IOException {
        try (Logged log = Logged.by("dev.watchparty")) {
            try (Wire wire = Wire.open()) {
                wire.sendRaw(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"path\":")
                        .endOutput();

                assertThat(wire.readToTheEnd()).isEmpty();
            }
            // The connection's event loop has had its turn when another call was answered.
            assertThat(Wire.call("GET", "/api/staged?room=none").status()).isEqualTo(204);
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR") || line.startsWith("SEVERE"));
        }
    }

    @Test
    void chunksThatHoldNothingAreABodyOfAnotherShape() throws IOException {
        try (Wire wire = Wire.open()) {
            wire.send("POST", "/api/stage", "Content-Type: application/json", "Transfer-Encoding: chunked")
                    .sendRaw("0\r\n\r\n");

            assertProblem(wire.read("POST"), 400, "bad-body");
        }
    }

    @Test
    void bodiesThatNeverEndHoldUpNobodyElse() throws IOException {
        List<Wire> slow = new ArrayList<>();
        try {
            // More than there are workers.
            for (int i = 0; i < 300; i++) {
                String target = i % 2 == 0 ? "POST /api/stage" : "PUT /api/delivery";
                slow.add(Wire.open()
                        .sendRaw(target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 100\r\n\r\n{"));
            }

            assertThat(Wire.call("GET", "/api/staged?room=none").status()).isEqualTo(204);
            assertThat(Wire.call("GET", "/api/media").status()).isEqualTo(200);
        } finally {
            for (Wire wire : slow) {
                wire.close();
            }
        }
    }

    private static void assertProblem(Wire.Response answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        JsonObject problem = new JsonObject(answer.text());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getString("detail")).isNotBlank();
    }
}

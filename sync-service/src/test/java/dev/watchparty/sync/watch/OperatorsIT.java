package dev.watchparty.sync.watch;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.watchparty.sync.socket.MediaStandIn;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
class OperatorsIT {

    @Test
    void theMachineItselfReadsTheMetrics() {
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("watchparty_sync_connections"))
                .body(containsString("watchparty_sync_rooms"))
                .body(containsString("watchparty_sync_broadcasts_total"))
                .body(containsString("watchparty_sync_refused_total{code=\"not-admin\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 203.0.113.7",
        "X-Forwarded-For, 127.0.0.1",
        "Forwarded, for=127.0.0.1",
        "CF-Connecting-IP, 203.0.113.7",
        "X-Real-IP, 127.0.0.1",
        "Host, rebound.example",
    })
    void whoComesThroughAProxyOrAStrangeNameDoesNot(String header, String value) {
        for (String path : new String[] {"/q/metrics", "/q/metrics/", "/q/%6detrics", "/q/../q/metrics", "/q/info"}) {
            given().urlEncodingEnabled(false)
                    .header(header, value)
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body(not(containsString("watchparty_sync_connections")));
        }
    }

    @Test
    void theServicesSecretOpensThem() {
        given().header("X-Forwarded-For", "203.0.113.7")
                .header("Authorization", "Bearer test-peer-secret")
                .get("/q/metrics")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
    void healthIsForEverybody(String path) {
        given().header("X-Forwarded-For", "203.0.113.7")
                .get(path)
                .then()
                .statusCode(200)
                .body("status", is("UP"));
    }

    @Test
    void whatIsNotThereIsAProblem() {
        given().get("/nowhere").then().statusCode(404);
        given().put("/api/rooms")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .body("code", is("method-not-allowed"));
    }
}

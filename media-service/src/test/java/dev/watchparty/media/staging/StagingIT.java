package dev.watchparty.media.staging;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.watchparty.media.Logged;
import dev.watchparty.media.OwnFolders;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OwnFolders.class)
final class StagingIT {

    private static final String KEY = "test-admin-key";

    @Inject
    Vertx vertx;

    @Inject
    Stages stages;

    @BeforeAll
    static void films() throws IOException {
        Path films = Files.createDirectories(OwnFolders.MEDIA.resolve("staging"));
        Files.writeString(films.resolve("one.mkv"), "film one");
        Files.writeString(films.resolve("two.mp4"), "film two");
        Files.writeString(films.resolve("notes.txt"), "notes");
        Files.writeString(OwnFolders.BASE.resolve("outside.mkv"), "outside");
        Files.deleteIfExists(films.resolve("leak.mkv"));
        Files.createSymbolicLink(films.resolve("leak.mkv"), OwnFolders.BASE.resolve("outside.mkv"));
    }

    @Test
    void stages_a_film_by_the_key_in_the_body() {
        String etag = stage(Map.of("path", "staging/one.mkv", "key", KEY))
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("ok", equalTo(true))
                .extract()
                .path("etag");

        given().get("/api/staged")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("path", equalTo("staging/one.mkv"))
                .body("etag", equalTo(etag))
                .body("url", equalTo("/media/current?v=" + etag))
                .body("sizeBytes", equalTo(8))
                .body("problem", nullValue());
        assertThat(OwnFolders.STATE.resolve("symlinks/current.mkv")).hasContent("film one");
    }

    @Test
    void stages_a_film_by_a_bearer_token_into_a_further_room() {
        String etag = given().contentType("application/json")
                .header("Authorization", "Bearer " + KEY)
                .body(Map.of("path", "staging/two.mp4"))
                .post("/api/stage?room=friends")
                .then()
                .statusCode(200)
                .extract()
                .path("etag");

        given().get("/api/staged?room=friends")
                .then()
                .statusCode(200)
                .body("url", equalTo("/media/friends/current?v=" + etag));
        assertThat(OwnFolders.STATE.resolve("rooms/friends/symlinks/current.mkv"))
                .hasContent("film two");
    }

    @Test
    void tells_nothing_staged_with_204() {
        given().get("/api/staged?room=nobody-ever").then().statusCode(204).header("Cache-Control", "no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Main", "a/b", "..", "-x", "a b", "\u0000"})
    void refuses_what_is_no_name_of_a_room(String room) {
        given().queryParam("room", room)
                .get("/api/staged")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-room"));
        given().contentType("application/json")
                .queryParam("room", room)
                .body(Map.of("path", "staging/one.mkv", "key", KEY))
                .post("/api/stage")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-room"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"path\":\"staging/one.mkv\"}",
                "{\"path\":\"staging/one.mkv\",\"key\":\"wrong\"}",
                "{\"path\":\"../../etc/passwd\",\"key\":\"wrong\"}",
                "{\"path\":\"staging/one.mkv\",\"key\":\"\"}"
            })
    void refuses_a_missing_or_wrong_key_before_it_looks_at_the_path(String body) {
        given().contentType("application/json")
                .body(body)
                .post("/api/stage?room=locked")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("wrong-key"))
                .body("detail", not(containsString("wrong\"")));
        assertThat(stages.current(new RoomName("locked"))).isEmpty();
    }

    @Test
    void logs_a_wrong_key_with_the_address_it_came_from_and_never_itself() {
        try (Logged log = Logged.by("")) {
            given().header("X-Forwarded-For", "203.0.113.77")
                    .contentType("application/json")
                    .body("{\"path\":\"staging/one.mkv\",\"key\":\"guess-4711\"}")
                    .post("/api/stage")
                    .then()
                    .statusCode(403);
            given().header("X-Forwarded-For", "203.0.113.77")
                    .header("Authorization", "Bearer guess-4712")
                    .get("/api/media")
                    .then()
                    .statusCode(403);

            assertThat(log.all())
                    .contains("Wrong admin key from", "203.0.113.77")
                    .doesNotContain("guess-");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "../outside.mkv,400",
        "/etc/passwd,400",
        "staging/one.mkv\\u0000.txt,400",
        "..\\\\outside.mkv,400",
        "%2e%2e/outside.mkv,404",
        "staging/leak.mkv,404",
        "staging/three.mkv,404",
        "staging,400",
        "staging/notes.txt,400"
    })
    void refuses_a_bad_path_and_changes_nothing(String path, int status) {
        stage(Map.of("path", "staging/one.mkv", "key", KEY)).statusCode(200);
        StagedFile before = stages.current(RoomName.MAIN).orElseThrow();

        given().contentType("application/json")
                .body("{\"path\":\"" + path + "\",\"key\":\"" + KEY + "\"}")
                .post("/api/stage")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", not(containsString(OwnFolders.BASE.toString())));

        assertThat(stages.current(RoomName.MAIN)).contains(before);
    }

    @Test
    void refuses_a_path_of_five_thousand_characters() {
        stage(Map.of("path", "a".repeat(5000) + ".mkv", "key", KEY))
                .statusCode(400)
                .body("code", equalTo("bad-path"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{\"path\":",
                "[1]",
                "{\"path\":7,\"key\":\"test-admin-key\"}",
                "{\"key\":\"test-admin-key\"}",
                "{\"path\":\"staging/one.mkv\",\"key\":7}"
            })
    void refuses_a_body_of_another_shape(String body) {
        given().contentType("application/json")
                .body(body)
                .post("/api/stage")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void refuses_a_body_that_is_not_declared_as_json() {
        given().contentType("text/plain")
                .body("{\"path\":\"staging/one.mkv\",\"key\":\"" + KEY + "\"}")
                .post("/api/stage")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("code", equalTo("unsupported-media-type"));
    }

    @Test
    void answers_other_methods_and_addresses_with_problems() {
        given().delete("/api/stage")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .body("code", equalTo("method-not-allowed"));
    }

    @ParameterizedTest
    @ValueSource(ints = {65 * 1024, 10_000_000, 10 << 20, 15 << 20})
    void refuses_a_large_body(int bytes) {
        stage(Map.of("path", "a".repeat(bytes), "key", KEY))
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("body-too-large"));
        given().get("/api/staged?room=nobody-ever").then().statusCode(204);
    }

    @Test
    void refuses_a_large_body_that_does_not_say_how_large_it_is() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request("Transfer-Encoding: chunked"));
            out.write(ascii("10000\r\n" + "{\"path\":\"" + "a".repeat(0x10000 - 9) + "\r\n"));
            out.write(ascii("10000\r\n" + "a".repeat(0x10000) + "\r\n0\r\n\r\n"));
            out.flush();

            assertThat(head(socket.getInputStream()))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("application/problem+json");
        }
    }

    @Test
    void a_body_that_announces_gigabytes_is_refused_unread() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            // No byte comes after the refusal: one that meets a closed socket resets it, and the answer is lost.
            socket.getOutputStream().write(request("Content-Length: 99999999999"));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("body-too-large");
        }
    }

    @Test
    void a_film_deleted_after_staging_is_told_with_the_stage() throws IOException {
        Path film = Files.writeString(OwnFolders.MEDIA.resolve("staging/gone.mkv"), "gone");
        given().contentType("application/json")
                .body(Map.of("path", "staging/gone.mkv", "key", KEY))
                .post("/api/stage?room=gone")
                .then()
                .statusCode(200);
        Files.delete(film);

        await().untilAsserted(() -> given().get("/api/staged?room=gone")
                .then()
                .statusCode(200)
                .body("path", equalTo("staging/gone.mkv"))
                .body("problem", equalTo("file-missing")));
    }

    @Test
    void a_film_changed_after_staging_is_told_as_soon_as_delivery_notices() throws IOException {
        Path film = Files.writeString(OwnFolders.MEDIA.resolve("staging/changed.mkv"), "before");
        given().contentType("application/json")
                .body(Map.of("path", "staging/changed.mkv", "key", KEY))
                .post("/api/stage?room=changed")
                .then()
                .statusCode(200);
        given().get("/api/staged?room=changed").then().statusCode(200).body("problem", nullValue());
        Files.writeString(film, "afterwards");

        given().get("/media/changed/current").then().statusCode(409).body("code", equalTo("file-changed"));
        given().get("/api/staged?room=changed").then().statusCode(200).body("problem", equalTo("file-changed"));
    }

    @Test
    void each_stage_goes_over_the_event_bus() {
        List<StagedFile> heard = new CopyOnWriteArrayList<>();
        var consumer = vertx.eventBus().<StagedFile>localConsumer(Stages.CHANGED, message -> heard.add(message.body()));
        try {
            stage(Map.of("path", "staging/two.mp4", "key", KEY)).statusCode(200);

            await().until(() -> heard.contains(stages.current(RoomName.MAIN).orElseThrow()));
        } finally {
            consumer.unregister();
        }
    }

    @Test
    void a_media_folder_that_is_away_is_told_and_changes_nothing() throws IOException {
        stage(Map.of("path", "staging/one.mkv", "key", KEY)).statusCode(200);
        StagedFile before = stages.current(RoomName.MAIN).orElseThrow();
        Path away = OwnFolders.BASE.resolve("away");
        Files.move(OwnFolders.MEDIA, away);
        try {
            stage(Map.of("path", "staging/two.mp4", "key", KEY)).statusCode(503).body("code", equalTo("library-away"));
        } finally {
            Files.move(away, OwnFolders.MEDIA);
        }
        assertThat(stages.current(RoomName.MAIN)).contains(before);
    }

    private static ValidatableResponse stage(Map<String, String> body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/stage")
                .then();
    }

    private static byte[] request(String framing) {
        return ascii(String.join(
                "\r\n",
                "POST /api/stage HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                framing,
                "",
                ""));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.append((char) b);
        }
        return head.toString();
    }
}

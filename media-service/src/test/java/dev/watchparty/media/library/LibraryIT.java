package dev.watchparty.media.library;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import dev.watchparty.media.AnsweringThread;
import dev.watchparty.media.LoopWatch;
import dev.watchparty.media.OwnFolders;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(OwnFolders.class)
final class LibraryIT {

    @Inject
    Vertx vertx;

    @BeforeAll
    static void films() throws IOException {
        Path anime = Files.createDirectories(OwnFolders.MEDIA.resolve("library/anime"));
        Files.createDirectories(anime.resolve("specials"));
        Files.writeString(anime.resolve("ep 10.mkv"), "ten");
        Files.writeString(anime.resolve("ep 2.mp4"), "22");
        Files.writeString(anime.resolve("notes.txt"), "notes");
        Files.writeString(anime.resolve(".secret.mkv"), "secret");
        Files.writeString(OwnFolders.BASE.resolve("outside.mkv"), "outside");
        Files.createSymbolicLink(anime.resolve("leak.mkv"), OwnFolders.BASE.resolve("outside.mkv"));
    }

    @Test
    void lists_the_folders_and_films_directly_below_a_folder() throws IOException {
        long modifiedAt = Files.getLastModifiedTime(OwnFolders.MEDIA.resolve("library/anime/ep 2.mp4"))
                .toMillis();

        given().queryParam("path", "library/anime")
                .get("/api/media")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("name", contains("specials", "ep 2.mp4", "ep 10.mkv"))
                .body("path", contains("library/anime/specials", "library/anime/ep 2.mp4", "library/anime/ep 10.mkv"))
                .body("type", contains("directory", "file", "file"))
                .body("[0].containsKey('sizeBytes')", equalTo(false))
                .body("[0].containsKey('contentType')", equalTo(false))
                .body("[1].sizeBytes", equalTo(2))
                .body("[1].modifiedAt", equalTo(modifiedAt))
                .body("[1].contentType", equalTo("video/mp4"))
                .body("[2].contentType", equalTo("video/x-matroska"));
    }

    @Test
    void lists_the_root_without_a_path() {
        given().get("/api/media").then().statusCode(200).body("path", hasItem("library"));
    }

    @ParameterizedTest
    @CsvSource({
        "path=..,400,bad-path",
        "path=library/../..,400,bad-path",
        "path=/etc,400,bad-path",
        "path=a%00b,400,bad-path",
        "path=a%5Cb,400,bad-path",
        "path=%2e%2e%2fetc,400,bad-path",
        "path=%252e%252e%252fetc,404,no-such-file",
        "path=library/nothing,404,no-such-file",
        "path=library/anime/leak.mkv,404,no-such-file",
        "path=library/anime/notes.txt,400,not-a-folder",
        "path=library/anime/ep%202.mp4,400,not-a-folder"
    })
    void answers_a_bad_path_with_a_problem_that_tells_nothing(String query, int status, String code) {
        given().urlEncodingEnabled(false)
                .get("/api/media?" + query)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("detail", not(containsString(OwnFolders.BASE.toString())));
    }

    @Test
    void answers_five_thousand_characters_with_a_problem() {
        given().queryParam("path", "a".repeat(3000))
                .get("/api/media")
                .then()
                .statusCode(404)
                .body("code", equalTo("no-such-file"));
        given().queryParam("path", "a".repeat(5000)).get("/api/media").then().statusCode(oneOf(400, 414));
    }

    @Test
    void says_that_the_media_folder_is_away_and_finds_it_again() throws IOException {
        Path away = OwnFolders.BASE.resolve("unplugged");
        Files.move(OwnFolders.MEDIA, away);
        try {
            given().get("/api/media").then().statusCode(503).body("code", equalTo("library-away"));
        } finally {
            Files.move(away, OwnFolders.MEDIA);
        }
        given().get("/api/media").then().statusCode(200);
    }

    @Test
    void lists_ten_thousand_films_without_holding_up_an_event_loop() throws Exception {
        Path many = Files.createDirectories(OwnFolders.MEDIA.resolve("many"));
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(many.resolve("Episode " + i + ".mkv"));
        }
        given().queryParam("path", "many").get("/api/media").then().statusCode(200);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + RestAssured.port + "/api/media?path=many"))
                    .build();
            assertThat(LoopWatch.complaintsDuring(vertx, "8 lists of 10,000 films", () -> {
                        answers.clear();
                        for (int i = 0; i < 8; i++) {
                            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
                        }
                        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                                .get();
                    }))
                    .isEmpty();
        } finally {
            // A search of another test would go through them.
            for (int i = 0; i < 10_000; i++) {
                Files.delete(many.resolve("Episode " + i + ".mkv"));
            }
        }

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            JsonArray films = new JsonArray(answer.get().body());
            assertThat(answer.get().headers().firstValue(AnsweringThread.HEADER))
                    .hasValue("worker");
            assertThat(films).hasSize(10_000);
            assertThat(films.getJsonObject(9_999).getString("name")).isEqualTo("Episode 9999.mkv");
        }
    }
}

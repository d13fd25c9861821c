package dev.watchparty.media.library;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.watchparty.media.OwnFolders;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OwnFolders.class)
final class SearchIT {

    @BeforeAll
    static void films() throws IOException {
        Path deep = Files.createDirectories(OwnFolders.MEDIA.resolve("search/deep/er"));
        Files.writeString(deep.resolve("Käse & Brot.mkv"), "found");
    }

    @Test
    void finds_a_film_in_any_folder() {
        given().header("Authorization", "Bearer test-admin-key")
                .queryParam("q", "kase &")
                .get("/api/media/search")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("entries.path", contains("search/deep/er/Käse & Brot.mkv"))
                .body("complete", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void looks_for_something(String query) {
        given().header("Authorization", "Bearer test-admin-key")
                .queryParam("q", query)
                .get("/api/media/search")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-query"));
    }

    @Test
    void is_for_the_admin() {
        given().header("Authorization", "Bearer guess")
                .queryParam("q", "brot")
                .get("/api/media/search")
                .then()
                .statusCode(403);
    }
}

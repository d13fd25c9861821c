package dev.watchparty.media.staging;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.watchparty.media.OwnFolders;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each kind of file that the library knows, from its name to the stream's header.
@QuarkusTest
@TestProfile(OwnFolders.class)
final class ContentTypesIT {

    @ParameterizedTest
    @CsvSource({
        "mkv, video/x-matroska",
        "webm, video/webm",
        "mp4, video/mp4",
        "m4v, video/mp4",
        "mov, video/quicktime",
        "avi, video/x-msvideo",
        "ts, video/mp2t",
        "m2ts, video/mp2t",
        "mpg, video/mpeg",
        "mpeg, video/mpeg",
        "ogv, video/ogg",
        "MKV, video/x-matroska"
    })
    void aFileWhoseBytesSayNothingIsOfTheTypeOfItsName(String extension, String type) throws IOException {
        Path films = Files.createDirectories(OwnFolders.MEDIA.resolve("types"));
        Files.writeString(films.resolve("film." + extension), "no container that anybody knows");

        given().contentType(ContentType.JSON)
                .body(Map.of("path", "types/film." + extension, "key", "test-admin-key"))
                .post("/api/stage")
                .then()
                .statusCode(200);

        given().head("/media/current").then().statusCode(200).header("Content-Type", equalTo(type));
        given().header("Range", "bytes=0-1")
                .get("/media/current.mkv")
                .then()
                .statusCode(206)
                .header("Content-Type", equalTo(type));
        given().get("/api/media?path=types")
                .then()
                .statusCode(200)
                .body("find { it.name == 'film." + extension + "' }.contentType", equalTo(type));
    }
}

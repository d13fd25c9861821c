package dev.watchparty.media.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.OwnFolders;
import dev.watchparty.media.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OwnFolders.class)
final class PagesIT {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/r/main", "/r/friends", "/r/friends/", "/?x=y"})
    void theViewerPageIsAtTheRootAndAtEachRoom(String target) throws IOException {
        Wire.Response page = Wire.call("GET", target);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.text()).isEqualTo(Wire.call("GET", "/").text()).contains("/assets/index-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin", "/admin.html"})
    void theAdminPageHasTwoAddresses(String target) throws IOException {
        Wire.Response page = Wire.call("GET", target);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("/assets/admin-");
    }

    @Test
    void whatThePagesNameIsThereAndKeptForever() throws IOException {
        for (String page : List.of("/", "/admin")) {
            Matcher assets = Pattern.compile("/assets/[^\"]+")
                    .matcher(Wire.call("GET", page).text());
            int found = 0;
            while (assets.find()) {
                found++;
                Wire.Response asset = Wire.call("GET", assets.group());
                assertThat(asset.status()).as(assets.group()).isEqualTo(200);
                assertThat(asset.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
                assertThat(asset.header("Content-Type"))
                        .isEqualTo(
                                assets.group().endsWith(".css")
                                        ? "text/css; charset=utf-8"
                                        : "text/javascript; charset=utf-8");
                assertThat(Wire.call("HEAD", assets.group()).header("Content-Length"))
                        .isEqualTo(Integer.toString(asset.body().length));
            }
            assertThat(found).isPositive();
        }
    }

    @Test
    void textIsCompressedForWhoTakesItAndIsTheSameText() throws IOException {
        Matcher script = Pattern.compile("/assets/[^\"]+\\.js")
                .matcher(Wire.call("GET", "/").text());
        assertThat(script.find()).isTrue();
        Wire.Response plain = Wire.call("GET", script.group());
        Wire.Response gzip = Wire.call("GET", script.group(), "Accept-Encoding: gzip, br");

        assertThat(gzip.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(gzip.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(gzip.body().length).isLessThan(plain.body().length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(gzip.header("ETag")).isNotEqualTo(plain.header("ETag"));
        assertThat(plain.header("Content-Encoding")).isNull();
    }

    @Test
    void aPageThatIsHeldIsNotSentAgain() throws IOException {
        String etag = Objects.requireNonNull(Wire.call("GET", "/").header("ETag"));

        Wire.Response held = Wire.call("GET", "/", "If-None-Match: \"other\", W/" + etag);
        assertThat(held.status()).isEqualTo(304);
        assertThat(held.header("ETag")).isEqualTo(etag);
        assertThat(held.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(Wire.call("GET", "/", "If-None-Match: \"other\"").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/r/NOT_A_ROOM",
                "/r/",
                "/r/a/b",
                "/assets",
                "/assets/",
                "/assets/none-AAAAAAAA.js",
                "/META-INF/MANIFEST.MF",
                "/../application.properties",
                "/assets/../../../application.properties",
                "/assets/%2e%2e/%2e%2e/%2e%2e/application.properties",
                "/assets/..%2f..%2f..%2fapplication.properties",
                "/assets/..%5c..%5capplication.properties",
                "/application.properties",
                "/index.html%00.js",
                "/.html"
            })
    void whatIsNotThereIsAPageForPeopleAndAProblemForPrograms(String target) throws IOException {
        Wire.Response page = Wire.call("GET", target, "Accept: text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.text()).contains("nothing at this address");

        Wire.Response problem = Wire.call("GET", target);
        assertThat(problem.status()).isEqualTo(404);
        assertThat(new JsonObject(problem.text()).getString("code")).isEqualTo("not-found");
    }

    @Test
    void whatIsNotThereInTheApiIsAProblemForPeopleToo() throws IOException {
        for (String target : List.of("/api/nothing", "/internal/stage", "/media/x", "/ws/a/b")) {
            Wire.Response problem = Wire.call("GET", target, "Accept: text/html");
            assertThat(problem.status()).as(target).isEqualTo(404);
            assertThat(problem.header("Content-Type")).as(target).startsWith("application/problem+json");
        }
    }

    @Test
    void aPageCanOnlyBeRead() throws IOException {
        Wire.Response refused = Wire.call("POST", "/", "Content-Length: 0");

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).isEqualTo("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/admin",
                "/favicon.svg",
                "/nowhere",
                "/api/staged",
                "/api/nothing",
                "/media/current",
                "/ws",
                "/q/health"
            })
    void everyAnswerKeepsBrowsersStrict(String target) throws IOException {
        Wire.Response answer = Wire.call("GET", target, "Host: party.example");

        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo("default-src 'self'; connect-src 'self' ws://party.example wss://party.example;"
                        + " media-src 'self' blob:; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
                        + " form-action 'self'; frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Date")).endsWith(" GMT");
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void thePagesHoldNothingInline() throws IOException {
        for (String page : List.of("/", "/admin")) {
            assertThat(Wire.call("GET", page).text())
                    .doesNotContainPattern("<script(?![^>]*\\ssrc=)[^>]*>")
                    .doesNotContain("<style")
                    .doesNotContainPattern("\\sstyle=")
                    .doesNotContainPattern("\\son[a-z]+=");
        }
    }
}

package dev.watchparty.sync.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BrowserNameTest {

    @Test
    void aCookieStandsForTheNameThatTheMediaServiceReadsInIt() throws IOException {
        JsonNode sample = new ObjectMapper()
                .readTree(Files.readAllBytes(Path.of("..", "deploy", "contracts", "viewer-cookie.json")));

        assertThat(BrowserName.of(sample.get("cookie").textValue()))
                .contains(sample.get("viewer").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "AAECAwQFBgcICQoLDA0ODw",
                "AAECAwQFBgcICQoLDA0ODw.",
                "AAECAwQFBgcICQoLDA0OD/.AAECAwQFBgcICQoLDA0ODw",
                "AAECAwQFBgcICQoLDA0ODwAAAA.AAECAwQFBgcICQoLDA0ODw",
                "be45cb2605bf36bebde68484",
            })
    void anotherCookieStandsForNobody(String cookie) {
        assertThat(BrowserName.of(cookie)).isEmpty();
    }
}

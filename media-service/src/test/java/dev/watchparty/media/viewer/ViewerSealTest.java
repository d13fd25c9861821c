package dev.watchparty.media.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ViewerSealTest {

    private final SecureRandom random = new SecureRandom();
    private final ViewerSeal seal = new ViewerSeal(new byte[32]);

    @Test
    void whatWasMadeHereHasAPublicNameThatTellsNothingOfIt() {
        String sealed = seal.make(random);

        assertThat(seal.open(sealed))
                .hasValueSatisfying(name -> assertThat(name)
                        .matches("[0-9a-f]{24}")
                        .isEqualTo(seal.open(sealed).orElseThrow()));
        assertThat(seal.open(seal.make(random))).isNotEqualTo(seal.open(sealed));
    }

    /// The sync service reads the name too, where a tunnel brings sockets to it alone.
    @Test
    void theNameIsWhatTheContractSays() throws IOException {
        JsonObject sample =
                new JsonObject(Files.readString(Path.of("..", "deploy", "contracts", "viewer-cookie.json")));

        assertThat(seal.open(sample.getString("cookie"))).contains(sample.getString("viewer"));
    }

    @Test
    void aPseudonymStandsForATextToWhoHasTheSecret() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(seal.pseudonym("198.51.100.1/0"))
                .matches("[0-9a-f]{16}")
                .isEqualTo(seal.pseudonym("198.51.100.1/0"))
                .isNotEqualTo(seal.pseudonym("198.51.100.2/0"))
                .isNotEqualTo(new ViewerSeal(other).pseudonym("198.51.100.1/0"));
    }

    @Test
    void aChangedCharacterIsNoticed() {
        String sealed = seal.make(random);
        for (int i = 0; i < sealed.length(); i++) {
            // The last character of each half has bits that mean nothing: a change of its first ones is what counts.
            char changed = sealed.charAt(i) == 'A' ? 'Q' : 'A';
            String forged = sealed.substring(0, i) + changed + sealed.substring(i + 1);
            assertThat(seal.open(forged)).as(forged).isNotEqualTo(seal.open(sealed));
        }
    }

    @Test
    void anothersSealOpensNothing() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(new ViewerSeal(other).open(seal.make(random))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA",
                "%%%%%%%%%%%%%%%%%%%%%%.%%%%%%%%%%%%%%%%%%%%%%"
            })
    void nonsenseOpensNothing(String sealed) {
        assertThat(seal.open(sealed)).isEmpty();
    }

    @Test
    void theSecretOutlivesARestartAndABrokenOneIsReplaced(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("state/viewer-secret");
        String sealed = ViewerSeal.kept(file).make(random);

        assertThat(ViewerSeal.kept(file).open(sealed)).isPresent();

        Files.writeString(file, "half");
        assertThat(ViewerSeal.kept(file).open(sealed)).isEmpty();
        assertThat(Files.size(file)).isEqualTo(32);
    }
}

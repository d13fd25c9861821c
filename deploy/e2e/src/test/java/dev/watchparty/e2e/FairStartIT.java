package dev.watchparty.e2e;

import static dev.watchparty.e2e.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The media service, started with fair settings of the past or with bad ones.
final class FairStartIT {

    @TempDir
    Path folder;

    private final int port = Ports.free();

    private ServiceProcess service(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("ADMIN_KEY", "drift-admin-key");
        environment.put("WATCHPARTY_PEER_SECRET", "drift-peer-secret");
        environment.put("WATCHPARTY_HOST", "127.0.0.1");
        environment.put("WATCHPARTY_PORT", Integer.toString(port));
        environment.put("WATCHPARTY_STATE_DIR", folder.resolve("state").toString());
        environment.put("WATCHPARTY_MEDIA_ROOT", folder.toString());
        return new ServiceProcess("media-service", URI.create("http://127.0.0.1:" + port), environment, folder);
    }

    private List<String> drift(Map<String, String> environment) throws IOException {
        try (ServiceProcess service = service(environment)) {
            Files.deleteIfExists(service.log());
            service.start();
            service.awaitHealthy();
            return Files.readAllLines(service.log()).stream()
                    .filter(line -> line.contains("fair-config-drift"))
                    .toList();
        }
    }

    @Test
    void saysOnceAStartWhatIsNotAsItIsConfiguredAndNothingWhereAllIs() throws IOException {
        Path kept = Files.createDirectories(folder.resolve("state")).resolve("fair.json");
        Files.writeString(kept, "{\"uplink\":\"12M\",\"settings\":\"0123456789ab\"}");

        assertThat(drift(Map.of("WATCHPARTY_FAIR_UPLINK", "20M", "FAIR_RATE", "7")))
                .singleElement()
                .asString()
                .contains("watchparty.fair.uplink is 12M", "20M", "FAIR_RATE", "0123456789ab");
        assertThat(Files.readString(kept)).contains("12M").doesNotContain("0123456789ab");

        Map<String, String> asTheAdminSetIt = Map.of("WATCHPARTY_FAIR_UPLINK", "12M");
        assertThat(drift(asTheAdminSetIt))
                .as("the settings alone changed")
                .singleElement()
                .asString()
                .doesNotContain("FAIR_RATE", "is 12M");
        assertThat(drift(asTheAdminSetIt)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "WATCHPARTY_FAIR_LOW, 40s, must grow",
        "WATCHPARTY_FAIR_FLOWS, 0, must be greater",
        "WATCHPARTY_FAIR_IDLE, 0s, above 0",
        "WATCHPARTY_FAIR_LOCAL_NETWORKS, home, home",
    })
    void anyOtherSettingThatIsNoneDoesSoToo(String variable, String value, String why) throws IOException {
        try (ServiceProcess service = service(Map.of(variable, value))) {
            service.start();

            eventually().until(() -> !service.running());

            assertThat(Files.readAllLines(service.log()))
                    .singleElement()
                    .asString()
                    .contains(variable, why);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5M", "fast"})
    void anUplinkThatIsNoneStopsTheStartWithALineThatNamesIt(String uplink) throws IOException {
        try (ServiceProcess service = service(Map.of("WATCHPARTY_FAIR_UPLINK", uplink))) {
            service.start();

            eventually().until(() -> !service.running());

            assertThat(Files.readAllLines(service.log()))
                    .singleElement()
                    .asString()
                    .contains("WATCHPARTY_FAIR_UPLINK=" + uplink, "auto", "20M", "unlimited");
        }
    }
}

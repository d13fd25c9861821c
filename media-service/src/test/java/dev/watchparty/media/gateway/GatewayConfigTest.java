package dev.watchparty.media.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayConfigTest {

    private static GatewayConfig with(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 1, new DurationConverter())
                .withMapping(GatewayConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }

    @Test
    void anAnswerMayTakeTenSeconds() {
        assertThat(GatewayConfig.answerTimeoutMillis(with(Map.of()))).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s"})
    void noTimeToAnswerIsRefusedByTheSettingsName(String value) {
        GatewayConfig config = with(Map.of("watchparty.gateway.answer-timeout", value));

        assertThatThrownBy(() -> GatewayConfig.answerTimeoutMillis(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("WATCHPARTY_GATEWAY_ANSWER_TIMEOUT");
    }
}

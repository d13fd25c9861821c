package dev.watchparty.media.fair.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watchparty.media.fair.FlowLimits;
import dev.watchparty.media.fair.Watermarks;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FairConfigTest {

    private static FairConfig with(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 1, new DurationConverter())
                .withConverter(MemorySize.class, 1, new MemorySizeConverter())
                .withMapping(FairConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(FairConfig.class);
    }

    @Test
    void defaultsAreThoseOfTheScheduler() {
        FairConfig config = with(Map.of());

        assertThat(config.limits()).isEqualTo(FlowLimits.DEFAULT);
        assertThat(config.watermarks()).isEqualTo(Watermarks.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "retired, 0s,  WATCHPARTY_FAIR_RETIRED",
        "retired, -1s, WATCHPARTY_FAIR_RETIRED",
        "idle,    0s,  WATCHPARTY_FAIR_IDLE",
        "standing, 0s, WATCHPARTY_FAIR_STANDING",
        "standing, 999ms, WATCHPARTY_FAIR_STANDING"
    })
    void aTimeThatIsNoneIsRefusedByItsName(String setting, String value, String name) {
        FairConfig config = with(Map.of("watchparty.fair." + setting, value));

        assertThatThrownBy(config::limits)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(name);
    }

    @ParameterizedTest
    @CsvSource({"low, 30s", "high, 4s", "cap, 30s", "low, 0s"})
    void watermarksThatDoNotGrowAreRefused(String setting, String value) {
        FairConfig config = with(Map.of("watchparty.fair." + setting, value));

        assertThatThrownBy(config::watermarks)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("WATCHPARTY_FAIR_LOW");
    }
}

package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.fair.FlowLimits;
import dev.watchparty.media.fair.Watermarks;
import dev.watchparty.media.viewer.Cidr;
import dev.watchparty.media.viewer.CidrConverter;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the uplink is shared.
@ConfigMapping(prefix = "watchparty.fair")
interface FairConfig {

    /// Off (`FAIR_DELIVERY=0`): every response is sent as fast as its client takes it.
    @WithDefault("true")
    boolean delivery();

    /// `auto`, `unlimited`, or bits of body a second such as `20M`. A line carries at most 95.6 % of its rate
    /// as body.
    @WithDefault("auto")
    @WithConverter(UplinkSettingConverter.class)
    UplinkSetting uplink();

    /// Bytes that may go at once after a pause, beyond the rate; less than a quantum, 5 to 10 ms of the uplink, is
    /// taken for one.
    @WithDefault("0")
    MemorySize burst();

    /// Below so much film buffered ahead a viewer is about to stall.
    @WithDefault("4s")
    Duration low();

    /// Below so much a viewer is filling up.
    @WithDefault("30s")
    Duration high();

    /// From so much on a viewer whose page reports gets no more.
    @WithDefault("180s")
    Duration cap();

    /// Responses in all.
    @WithDefault("2000")
    @Min(1)
    @Max(100_000)
    int flows();

    /// Responses of one viewer; further ones get 429.
    @WithDefault("64")
    @Min(1)
    @Max(100_000)
    int flowsPerViewer();

    /// Responses of one viewer whose client does not read; beyond, the one blocked longest ends.
    @WithDefault("16")
    @Min(1)
    @Max(100_000)
    int blockedPerViewer();

    /// How long a client takes nothing before its response counts as one that stands still.
    @WithDefault("5s")
    Duration standing();

    /// How long a client may go without reading.
    @WithDefault("30m")
    Duration idle();

    /// How long a response may go on after another file was staged.
    @WithDefault("30s")
    Duration retired();

    /// Memory for the beginnings and indexes of what is staged; 0 keeps none.
    @WithDefault("32M")
    MemorySize headCache();

    /// Networks whose direct connections do not cross the uplink, such as `192.168.1.0/24`.
    Optional<List<@WithConverter(CidrConverter.class) Cidr>> localNetworks();

    default Watermarks watermarks() {
        try {
            return new Watermarks(seconds(low()), seconds(high()), seconds(cap()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "WATCHPARTY_FAIR_LOW, WATCHPARTY_FAIR_HIGH, WATCHPARTY_FAIR_CAP: " + e.getMessage());
        }
    }

    default FlowLimits limits() {
        if (standing().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ConfigurationException(
                    "WATCHPARTY_FAIR_STANDING is " + standing() + ": it must be at least 1s, such as 5s");
        }
        if (!idle().isPositive()) {
            throw new ConfigurationException("WATCHPARTY_FAIR_IDLE is " + idle() + ": it must be above 0, such as 30m");
        }
        if (!retired().isPositive()) {
            throw new ConfigurationException(
                    "WATCHPARTY_FAIR_RETIRED is " + retired() + ": it must be above 0, such as 30s");
        }
        return new FlowLimits(flows(), flowsPerViewer(), blockedPerViewer(), standing(), idle(), retired());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

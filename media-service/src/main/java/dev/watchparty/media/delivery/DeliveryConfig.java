package dev.watchparty.media.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// Bounds of delivery.
@ConfigMapping(prefix = "watchparty.delivery")
interface DeliveryConfig {

    /// Media responses under way at once, paused players included; further ones get 503. Each holds two descriptors, so
    /// twice this must fit below the process's limit of open files. More than `watchparty.fair.flows`: the
    /// uplink ends who does not read to make room for a newcomer, who has to get as far as that.
    @WithDefault("2200")
    @Min(1)
    @Max(100_000)
    int maxResponses();

    /// Of these, how many may be of one address; further ones get 429. An address has four shares of the uplink, each
    /// with 64 responses at most.
    @WithDefault("256")
    @Min(1)
    @Max(100_000)
    int maxResponsesPerAddress();
}

package dev.watchparty.media.gateway;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/// Bounds of the gateway.
@ConfigMapping(prefix = "watchparty.gateway")
interface GatewayConfig {

    /// Sockets open at once; further ones get 503. Each is two connections.
    @WithDefault("2000")
    @Min(1)
    @Max(100_000)
    int maxSockets();

    /// How long the sync service may take to answer a handshake or a call.
    @WithDefault("10s")
    Duration answerTimeout();

    /// How long the sync service may take, in milliseconds.
    ///
    /// @throws ConfigurationException where it is less than one
    static long answerTimeoutMillis(GatewayConfig config) {
        long millis = config.answerTimeout().toMillis();
        if (millis < 1) {
            throw new ConfigurationException("WATCHPARTY_GATEWAY_ANSWER_TIMEOUT is " + config.answerTimeout()
                    + ": it must be at least 1ms, such as 10s");
        }
        return millis;
    }
}

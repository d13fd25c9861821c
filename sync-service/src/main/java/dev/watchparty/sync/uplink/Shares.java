package dev.watchparty.sync.uplink;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the media service answers (`deploy/contracts/viewers-answer.json`).
///
/// @param uplinkBitsPerSecond what the line carries, null where it is not limited
/// @param viewers bits a second by the viewer's public name, of those who are sent anything
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection
record Shares(
        @Nullable Long uplinkBitsPerSecond,
        @JsonProperty(required = true) Map<String, Long> viewers) {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Shares.class);

    Shares {
        if (uplinkBitsPerSecond != null && uplinkBitsPerSecond <= 0) {
            throw new IllegalArgumentException("uplinkBitsPerSecond is to be positive: " + uplinkBitsPerSecond);
        }
        viewers = Map.copyOf(viewers);
    }

    static Shares read(String answer) throws JsonProcessingException {
        return JSON.readValue(answer);
    }

    /// Part of the uplink by viewer, 0 to 1: of what the line carries, or where that is not limited of what all
    /// get together.
    Map<String, Double> parts() {
        long together =
                viewers.values().stream().mapToLong(bits -> Math.max(0, bits)).sum();
        double whole = uplinkBitsPerSecond == null ? together : uplinkBitsPerSecond;
        Map<String, Double> parts = new HashMap<>();
        viewers.forEach((viewer, bits) -> parts.put(viewer, whole > 0 ? Math.clamp(bits / whole, 0.0, 1.0) : 0.0));
        return parts;
    }
}
